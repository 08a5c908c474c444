import type { Dims } from "../../src/domain/dimension.ts";
import { type Change, type Mix, type Poured, readHistory, type Told } from "./linkage-history.ts";
import { nameOf, type Names, type Tested } from "./linkage-keys.ts";
import { openMatcher, type Roll, rollOf, type Use } from "./linkage-match.ts";
import type { Plan, Wave } from "./linkage-wave.ts";

/** A wave that is over, as an attacker finds it, with what judges the attacker. */
export type Ended = {
  readonly wave: Wave;
  readonly roll: Roll;
  /** All that the history tells. */
  readonly known: Told;
  /** Whose answer each response and each comment truly is: invitation by the row's id. */
  readonly owners: ReadonlyMap<string, string>;
  /** Which submission each final row truly is: its place in their order, by table and id. */
  readonly places: ReadonlyMap<string, number>;
  readonly names: Names;
  /** Links that were used, of those that were, whose use could be told: by the keys of the last night, and now. */
  readonly told: { readonly before: Tested; readonly after: Tested };
};

/** Reads a wave's history, and works out what truly became of what. */
export async function readWave(
  wave: Wave,
  of: {
    readonly history: readonly Change[];
    readonly names: Names;
    readonly told: Ended["told"];
    readonly plan: Plan;
  },
): Promise<Ended> {
  const known = readHistory(of.history);
  const [owners, places] = [new Map<string, string>(), new Map<string, number>()];
  for (const one of known.poured) {
    const owner = wave.truth[one.place]?.invitation.id;
    for (const type of ["response", "journey", "comment"]) {
      const id = await of.names(one, type);
      places.set(id, one.place);
      if ((type === "response" || type === "comment") && owner !== undefined) owners.set(id, owner);
    }
  }
  // Where nothing was made coarse the vault's own rows tell all.
  const exact = new Map<string, Dims>(wave.truth.map(({ invitation, dims }) => [invitation.id, dims]));
  const roll = rollOf(wave.invited, of.plan.isGeneralised ? wave.cut : exact);
  return { wave, roll, known, owners, places, names: of.names, told: of.told };
}

export type Hits = { readonly n: number; readonly hits: number };

export const TOP_ONE = 1 / 10;

export const limitOf = (n: number) => TOP_ONE + 2 * Math.sqrt((TOP_ONE * (1 - TOP_ONE)) / n);

/** What an engine may lack; made from the truth, as an engine of that kind would leave it. */
export type Lacking = {
  /** The second mix: final rows are written by night, or the quarter's key is there to tell of which night each was. */
  readonly mix?: true;
  /** Openings tell their area and stage in clear, and drafts end with their links. */
  readonly sealing?: true;
  /** A comment is written in the night in which it is mixed, with its area and stage, whoever else wrote there. */
  readonly waiting?: true;
};

/** The wave as it would look had the engine lacked some of its defences. */
export function without(ended: Ended, lacking: Lacking): Ended {
  const { wave, places, known } = ended;
  const told = (one: Poured): Poured => {
    const truth = wave.truth[one.place];
    if (!lacking.sealing || truth === undefined) return one;
    const { invitation, dims } = truth;
    return { ...one, ...dims, expiresOn: one.expiresOn === null ? null : invitation.expiresOn };
  };
  const mixes = lacking.mix ? nightsOf(known.mixes, places, "response") : known.mixes;
  const shown = lacking.waiting ? nightsOf(placed(known.mixes, ended), places, "comment") : mixes;
  return {
    ...ended,
    known: {
      ...known,
      poured: known.poured.map(told),
      mixes: shown.map(({ night, poured, rows }) => ({ night, poured: poured.map(told), rows })),
    },
  };
}

/** The nights with their own rows of a table, each in the order of their ids. */
function nightsOf(mixes: readonly Mix[], places: Ended["places"], table: "response" | "comment"): readonly Mix[] {
  const nights = mixes.filter(({ night }) => night !== null);
  const nightOf = new Map(nights.flatMap(({ night, poured }) => poured.map(({ place }) => [place, night] as const)));
  const all = mixes.flatMap(({ rows }) => rows.get(table) ?? []);
  const ofNight = Map.groupBy(
    all.toSorted((a, b) => (nameOf(a) < nameOf(b) ? -1 : 1)),
    (row) => nightOf.get(places.get(nameOf(row)) ?? -1),
  );
  return nights.map((mix) => ({ ...mix, rows: new Map([...mix.rows, [table, ofNight.get(mix.night) ?? []]]) }));
}

/** Comments that tell the area and stage of whoever wrote them. */
const placed = (mixes: readonly Mix[], { wave, places }: Pick<Ended, "wave" | "places">): readonly Mix[] =>
  mixes.map((mix) => ({
    ...mix,
    rows: new Map(
      [...mix.rows].map(([table, rows]) => [
        table,
        rows.map((row) => {
          const dims = wave.truth[places.get(nameOf(row)) ?? -1]?.dims;
          return table === "comment" && dims ? { ...row, area: dims.area, stage: dims.stage } : row;
        }),
      ]),
    ),
  }));

const groupsOf = (row: Change["row"]) =>
  ["area", "stage", "offence", "age", "sex"].flatMap((field) =>
    row[field] === undefined ? [] : [`${field} ${String(row[field])}`],
  );

/**
 * How often a row is given to whom it belongs: in all, and by subgroup. A comment that tells no stage or area is of the
 * subgroups of whoever wrote it as well.
 *
 * @param of `isJudged`: which rows are looked at, by the area and stage of their owners.
 */
export function matchAll(
  { wave, roll, known, owners }: Ended,
  use: Use,
  of: { readonly table: "response" | "comment"; readonly isJudged?: (of: Pick<Dims, "area" | "stage">) => boolean } = {
    table: "response",
  },
): ReadonlyMap<string, Hits> {
  const found = new Map<string, Hits>();
  const knownOf = new Map(roll.all.map(({ id, dims }) => [id, dims]));
  const match = openMatcher(known, roll, use);
  for (const mix of known.mixes) {
    // By the wave's key a stored hash gives the nullifier that came in one step with the submission.
    const answered = () => mix.poured.flatMap(({ place }) => wave.truth[place]?.invitation ?? []);
    const ofBatch = use === "keys" ? openMatcher(known, rollOf(answered(), wave.cut), use) : match;
    for (const [place, row] of (mix.rows.get(of.table) ?? []).entries()) {
      const owner = owners.get(nameOf(row));
      const dims = knownOf.get(owner ?? "");
      if (of.isJudged !== undefined && !(dims && of.isJudged(dims))) continue;
      const isRight = ofBatch({ mix, row, place })?.id === owner;
      const written = of.table === "comment" && dims ? groupsOf({ area: dims.area, stage: dims.stage }) : [];
      for (const group of new Set(["all", ...groupsOf(row), ...written])) {
        const { n, hits } = found.get(group) ?? { n: 0, hits: 0 };
        found.set(group, { n: n + 1, hits: hits + (isRight ? 1 : 0) });
      }
    }
  }
  return withoutFew(found);
}

/** Subgroups of fewer rows are judged together: in a handful, two right ones would be a third. */
const FEW = 50;

function withoutFew(found: ReadonlyMap<string, Hits>): ReadonlyMap<string, Hits> {
  const kept = new Map<string, Hits>();
  for (const [group, { n, hits }] of found) {
    const name = n < FEW && group !== "all" ? "all small subgroups" : group;
    const before = kept.get(name) ?? { n: 0, hits: 0 };
    kept.set(name, { n: before.n + n, hits: before.hits + hits });
  }
  return kept;
}

/** The subgroup that is furthest above, or nearest to, its own limit. */
export const worstOf = (found: ReadonlyMap<string, Hits>) =>
  [...found]
    .map(([name, { n, hits }]) => ({ name, n, share: hits / n, over: hits / n - limitOf(n) }))
    .reduce((worst, one) => (one.over > worst.over ? one : worst));
