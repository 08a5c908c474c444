/** One row that came or went, as a database's own history of thirty days tells it; ciphertext as its length. */
export type Change = {
  /** Which call of the database: what has one step came and went together. */
  readonly step: number;
  readonly at: string;
  readonly table: string;
  readonly sign: "+" | "-";
  readonly row: Readonly<Record<string, string | number | null>>;
};

/** Tables of the responses database that hold anything of one answer, or count a wave's openings. */
export const watchedTables = [
  "started",
  "started_count",
  "draft",
  "spent",
  "pool",
  "mixed",
  "response",
  "journey_answer",
  "comment",
] as const;

/** Those of the records that submissions become. */
const finalTables = ["response", "journey_answer", "comment"] as const;

export const text = (value: string | number | null | undefined) =>
  value === null || value === undefined ? "" : String(value);

/** What a history tells of one submission on its way: all of it came or went in one step, or just before. */
export type Poured = {
  /** Where in the order of submissions. */
  readonly place: number;
  readonly pool: string;
  readonly at: string;
  readonly day: string;
  readonly size: number;
  /** The wave that it was counted in: told in clear, so that the wave can be closed. */
  readonly wave: string;
  readonly nullifier: string;
  /** Of the draft that went with it: the day on which it would have ended. */
  readonly expiresOn: string | null;
  /** Of the opening just before it, where that is told in clear; else empty. */
  readonly area: string;
  readonly stage: string;
};

/** Records that came together, in this order, and the submissions that they can be of. */
export type Mix = {
  /** Where the submissions went in the same step, which step: a night's. Null where rows of several nights came at once. */
  readonly night: number | null;
  readonly poured: readonly Poured[];
  /**
   * Where the sealed records that went in the step tell of how many rows each night is: by submission, the part of a row
   * that it can be of. Elsewhere each counts as much as any other.
   */
  readonly parts?: ReadonlyMap<Poured, number>;
  readonly rows: ReadonlyMap<string, readonly Change["row"][]>;
};

/** What a history tells of a responses database, put in order. */
export type Told = {
  readonly poured: readonly Poured[];
  readonly mixes: readonly Mix[];
  /** How many links were opened, by wave, area and stage: what a wave's close added to the counts. */
  readonly openings: ReadonlyMap<string, number>;
};

type Of = (table: string, sign: "+" | "-") => readonly Change[];

const rowsOf = (of: Of) => new Map(finalTables.map((table) => [table, of(table, "+").map(({ row }) => row)]));

/** By the nights of the sealed records that went: each is of one of its night's submissions, and of any as likely. */
function partsOf(nights: readonly (readonly Poured[])[]): ReadonlyMap<Poured, number> {
  const parts = new Map<Poured, number>();
  for (const night of nights) {
    for (const one of night) parts.set(one, (parts.get(one) ?? 0) + 1 / night.length);
  }
  return parts;
}

function pouredIn(of: Of, place: number, opening: Change["row"]): Poured | null {
  const [came] = of("pool", "+");
  if (came === undefined) return null;
  const spent = of("spent", "+")[0]?.row;
  return {
    place,
    pool: text(came.row["id"]),
    at: came.at,
    day: text(came.row["day"]),
    size: Number(came.row["sealed"]),
    wave: text(spent?.["wave"]),
    nullifier: text(spent?.["nullifier"]),
    expiresOn: of("draft", "-").map(({ row }) => text(row["expires_on"]))[0] ?? null,
    area: text(opening["area"]),
    stage: text(opening["stage"]),
  };
}

/** What a wave's close added to the counts of openings, by wave, area and stage. */
function openingsIn(of: Of): readonly (readonly [key: string, n: number])[] {
  const wave = of("started", "-")[0]?.row["wave"];
  if (wave === undefined) return [];
  const changed = (["+", "-"] as const).flatMap((sign) =>
    of("started_count", sign).map(({ row }) => {
      const n = Number(row["n"]) + Number(row["carried"]);
      return [[wave, row["area"], row["stage"]].map(text).join("|"), sign === "+" ? n : -n] as const;
    }),
  );
  return [...Map.groupBy(changed, ([key]) => key)].map(([key, all]) => [key, all.reduce((sum, [, n]) => sum + n, 0)]);
}

/**
 * Reads the history as an attacker would: submissions by the steps in which they came, and for all records the fewest
 * submissions that they can be of. Records that come in the step in which submissions go are of these. Where sealed
 * records go in the step in which others come, they are of the nights in which the sealed ones came. What comes while
 * nothing goes is of all that waited in its quarter.
 */
export function readHistory(history: readonly Change[]): Told {
  const poured = new Map<string, Poured>();
  const mixes: Mix[] = [];
  const openings = new Map<string, number>();
  /** By the ids of the sealed records that a night left: the submissions of that night. */
  const nights = new Map<string, readonly Poured[]>();
  const waiting = new Map<string, Set<Poured>>();
  const quarters = new Map<string, Mix>();
  let opening: Change["row"] = {};
  for (const [step, changes] of Map.groupBy(history, ({ step }) => step)) {
    const of: Of = (table, sign) => changes.filter((one) => one.table === table && one.sign === sign);
    opening = of("started", "+").at(-1)?.row ?? opening;
    const came = pouredIn(of, poured.size, opening);
    if (came !== null) poured.set(came.pool, came);
    for (const [key, n] of openingsIn(of)) openings.set(key, (openings.get(key) ?? 0) + n);

    const [gone, rows] = [of("pool", "-").flatMap(({ row }) => poured.get(text(row["id"])) ?? []), rowsOf(of)];
    for (const { row } of of("mixed", "+")) {
      nights.set(text(row["id"]), gone);
      const all = waiting.get(text(row["period"])) ?? new Set();
      for (const one of gone) all.add(one);
      waiting.set(text(row["period"]), all);
    }
    if (gone.length > 0) {
      mixes.push({ night: step, poured: gone, rows });
      continue;
    }
    const opened = of("mixed", "-").map(({ row }) => nights.get(text(row["id"])) ?? []);
    const period = [...rows.values()].flat()[0]?.["period"];
    if (period === undefined) continue;
    if (opened.length > 0) {
      const parts = partsOf(opened);
      mixes.push({ night: null, poured: [...parts.keys()], parts, rows });
      continue;
    }
    const before = quarters.get(text(period));
    quarters.set(text(period), {
      night: null,
      poured: [...(waiting.get(text(period)) ?? [])],
      rows: new Map(
        finalTables.map((table) => [table, [...(before?.rows.get(table) ?? []), ...(rows.get(table) ?? [])]]),
      ),
    });
  }
  return { poured: [...poured.values()], mixes: [...mixes, ...quarters.values()], openings };
}

/** The changes between two dumps of a database, the way a history tells them. */
export function changesBetween(
  before: Dump,
  after: Dump,
  when: { readonly step: number; readonly at: string },
): readonly Change[] {
  return [...after.keys()].flatMap((table) => {
    const [old, now] = [before.get(table) ?? new Map(), after.get(table) ?? new Map()];
    const gone = [...old].filter(([key]) => !now.has(key));
    const came = [...now].filter(([key]) => !old.has(key));
    return [
      ...gone.map(([, row]): Change => ({ ...when, table, sign: "-", row })),
      ...came.map(([, row]): Change => ({ ...when, table, sign: "+", row })),
    ];
  });
}

/** A row as one line, whatever the order of its columns. */
export const lineOf = (row: Change["row"]) =>
  JSON.stringify(Object.entries(row).toSorted(([a], [b]) => (a < b ? -1 : 1)));

/** Every row of some tables, by all that it holds. */
export type Dump = ReadonlyMap<string, ReadonlyMap<string, Change["row"]>>;

/** Copies tables as they are, ciphertext as its length. */
export async function dumpOf(d1: D1Database, tables: readonly string[]): Promise<Dump> {
  const dump = new Map<string, ReadonlyMap<string, Change["row"]>>();
  for (const table of tables) {
    const { results } = await d1.prepare(`select * from "${table}"`).all<Record<string, string | number | null>>();
    const rows = results.map(({ sealed, ...row }) => ({
      ...row,
      ...(typeof sealed === "string" && { sealed: sealed.length }),
    }));
    dump.set(table, new Map(rows.map((row) => [lineOf(row), row])));
  }
  return dump;
}
