import { type Stage, stages } from "../domain/dimension.ts";
import { dispositions } from "../domain/disposition.ts";
import { methodology } from "../domain/methodology.ts";
import { instruments, measureOf, scaleOf } from "../instrument/registry.ts";
import type { Quarter } from "../kernel/time.ts";
import { importMacKey, mac } from "../platform/crypto.ts";
import type { HasKeys } from "../platform/keys.ts";
import { type Item, itemOf } from "../statistics/item.ts";
import {
  closureTables,
  histogramTables,
  peopleTables,
  scoreTablesOf,
  summaryTables,
  type Table,
  tableId,
  tablesOf,
} from "../statistics/lattice.ts";
import type { Hmac } from "../statistics/noise.ts";
import {
  type Cell,
  perturbAnswer,
  perturbBase,
  perturbCentredSum,
  perturbCounts,
  perturbItem,
} from "../statistics/perturb.ts";
import {
  cellOf,
  contributors,
  count,
  emptyTally,
  everyone,
  type Grid,
  gridOf,
  projection,
  rollUp,
  type Tally,
} from "../statistics/tally.ts";
import type { HasResponses } from "../store/responses/database.ts";
import {
  type ClosureRow,
  readClosures,
  readFrame,
  readResponses,
  type ResponseRow,
} from "../store/responses/microdata.ts";
import { type Building, type TableRow, writeTables } from "../store/responses/releases.ts";

// What the steps of a release count. Exact tallies live in these functions' variables and nowhere else: they are not
// returned, logged or stored.

type Engine = HasResponses & HasKeys;

/**
 * Keyed hashing for the noise of a period's releases. A correction draws by the same key, so that a cell whose contributors
 * are the same has the same noise (docs/decisions/0037).
 */
export async function hmacOf({ keys }: HasKeys, period: Quarter): Promise<Hmac> {
  const key = await importMacKey(await keys.noise(period));
  return (message) => mac(key, message);
}

/** What a person is counted by within a stage. Stages follow one another in a tally. */
const personal: Table = ["area", "offence", "age", "sex"];
const personalGrid = gridOf(personal, stages);

/** One stage's responses, page by page. */
export async function* responsesOf({ responses }: HasResponses, period: Quarter, stage: Stage) {
  let page: readonly ResponseRow[] = await readResponses(responses, { period, stage }, null);
  for (let last = page.at(-1); last !== undefined; last = page.at(-1)) {
    yield page;
    page = await readResponses(responses, { period, stage }, last);
  }
}

/** A period's closure discussions, page by page. */
async function* closuresOf({ responses }: HasResponses, period: Quarter) {
  let page: readonly ClosureRow[] = await readClosures(responses, period, null);
  for (let last = page.at(-1); last !== undefined; last = page.at(-1)) {
    yield page;
    page = await readClosures(responses, period, last.id);
  }
}

/** Codes by measure, as the flush stored them. */
export function parseItems(text: string): { readonly [measure: string]: string | readonly string[] } {
  const parsed: { readonly [measure: string]: string | readonly string[] } = JSON.parse(text);
  return parsed;
}

/** Where in `codes` an answer is. @throws Error for one that the scale does not have: better no release than a wrong one. */
export function placeOf({ id, places }: Item, code: string): number {
  const place = places.get(code);
  if (place === undefined) throw new Error(`an answer to ${id} has a code that its scale lacks`);
  return place;
}

/** Rolls tallies up to the tables of the lattice; grids and projections are made once. */
function rollUps() {
  const known = new Map<string, { readonly grid: Grid; readonly target: Int32Array }>();
  return (tally: Tally, table: Table, asked: readonly Stage[]) => {
    const name = `${tableId(table)}|${asked.join()}`;
    let way = known.get(name);
    if (way === undefined) {
      const grid = gridOf(table, asked);
      way = { grid, target: projection(gridOf(["stage", ...personal], asked), grid) };
      known.set(name, way);
    }
    return { grid: way.grid, tally: rollUp(tally, way.target, way.grid.size) };
  };
}

type RollUp = ReturnType<typeof rollUps>;

export const row = (table: Table, measure: string, cells: readonly Cell[]): TableRow => ({
  table: tableId(table),
  measure,
  cells,
});

/** An item and who answered it how, by stage and personal cell. */
type Counted = { readonly item: Item; readonly tally: Tally };

/** Few questions in a text are not the survey: what they tell counts once a study has tied it to the web's. */
export const isBridged = ({ mode }: ResponseRow, measure: string) =>
  mode !== "sms" || methodology.bridged.sms.includes(measure);

function countResponse(counted: ReadonlyMap<string, Counted>, stage: Stage, response: ResponseRow): void {
  const cell = cellOf(personalGrid, response);
  for (const [measure, code] of Object.entries(parseItems(response.items))) {
    const known = counted.get(measure);
    if (known === undefined || typeof code !== "string" || !isBridged(response, measure)) continue;
    const at = known.item.stages.indexOf(stage);
    if (at >= 0) count(known.tally, at * personalGrid.size + cell, placeOf(known.item, code), response.rkey);
  }
}

/** Percentages, distributions and centred sums of some items. */
export async function writeItems(engine: Engine, { id, period }: Building, items: readonly Item[]): Promise<void> {
  const hmac = await hmacOf(engine, period);
  const counted = new Map<string, Counted>();
  for (const item of items) {
    counted.set(item.id, { item, tally: emptyTally(item.stages.length * personalGrid.size, item.codes.length) });
  }
  for (const stage of stages.filter((each) => items.some((item) => item.stages.includes(each)))) {
    for await (const page of responsesOf(engine, period, stage)) {
      for (const response of page) countResponse(counted, stage, response);
    }
  }
  const rolled = rollUps();
  for (const { item, tally } of counted.values()) {
    await writeTables(engine.responses, id, await tablesOfItem(hmac, item, tally, rolled));
  }
}

async function tablesOfItem(hmac: Hmac, item: Item, tally: Tally, rolled: RollUp): Promise<readonly TableRow[]> {
  const rows: TableRow[] = [];
  for (const table of tablesOf(item.id)) {
    const of = rolled(tally, table, item.stages);
    rows.push(row(table, item.id, await perturbItem(hmac, item, of.tally, of.grid)));
  }
  for (const table of item.half === null ? [] : scoreTablesOf(item.id)) {
    const of = rolled(tally, table, item.stages);
    rows.push(row(table, `m:${item.id}`, await perturbCentredSum(hmac, item, of.tally, of.grid)));
  }
  for (const table of histogramTables) {
    const of = rolled(tally, table, item.stages);
    const base = (cell: number) => everyone(of.tally, cell);
    for (const [place, code] of item.codes.entries()) {
      const numerator = (cell: number) => contributors(of.tally, cell, [place]);
      const name = `h:${item.id}:${code}`;
      rows.push(row(table, name, await perturbAnswer(hmac, name, { base, numerator }, of.grid)));
    }
  }
  return rows;
}

const outcomes = ["complete", "partial"] as const;

/** How many responses there are, in all and by how complete they are. */
export async function writeResponses(engine: Engine, { id, period }: Building): Promise<void> {
  const hmac = await hmacOf(engine, period);
  const tally = emptyTally(stages.length * personalGrid.size, outcomes.length);
  for (const [at, stage] of stages.entries()) {
    for await (const page of responsesOf(engine, period, stage)) {
      for (const response of page) {
        const cell = at * personalGrid.size + cellOf(personalGrid, response);
        count(tally, cell, outcomes.indexOf(response.outcome), response.rkey);
      }
    }
  }
  const rolled = rollUps();
  const rows: TableRow[] = [];
  for (const table of peopleTables) {
    const of = rolled(tally, table, stages);
    const base = (cell: number) => everyone(of.tally, cell);
    rows.push(row(table, "base", await perturbBase(hmac, "base", base, of.grid)));
    if (!summaryTables.includes(table)) continue;
    for (const [place, outcome] of outcomes.entries()) {
      const numerator = (cell: number) => contributors(of.tally, cell, [place]);
      const name = `outcome:${outcome}`;
      rows.push(row(table, name, await perturbAnswer(hmac, name, { base, numerator }, of.grid)));
    }
  }
  await writeTables(engine.responses, id, rows);
}

/** What a closure form of one kind asks that is counted. */
function closureItems(by: "officer" | "victim"): readonly Item[] {
  const asked = instruments
    .filter((instrument) => instrument.form === "closure" && instrument.by === by)
    .flatMap(({ questions }) => questions.flatMap(({ measure }) => (measure === undefined ? [] : [measure])));
  return [...new Set(asked)].map(measureOf).map((measure) => itemOf(measure, scaleOf(measure.scale)));
}

/** Measures of closure forms to which several answers may be given. */
const several: ReadonlySet<string> = new Set(
  instruments
    .filter(({ form }) => form === "closure")
    .flatMap(({ questions }) =>
      questions.flatMap(({ kind, measure }) => (kind === "many" && measure ? [measure] : [])),
    ),
);

/** Closure discussions recorded by officers, or filled in by victims, counted by area. */
async function countClosures(engine: HasResponses, period: Quarter, by: "officer" | "victim", grid: Grid) {
  const all = emptyTally(grid.size, 1);
  const counted = closureItems(by).map((item) => ({
    item,
    tally: emptyTally(grid.size, item.codes.length),
    answered: emptyTally(grid.size, 1),
  }));
  for await (const page of closuresOf(engine, period)) {
    for (const discussion of page.filter(({ recordedBy }) => recordedBy === by)) {
      const cell = cellOf(grid, discussion);
      count(all, cell, 0, discussion.rkey);
      const answers = parseItems(discussion.items);
      for (const { item, tally, answered } of counted) {
        const codes = new Set([answers[item.id] ?? []].flat());
        if (codes.size > 0) count(answered, cell, 0, discussion.rkey);
        for (const code of codes) count(tally, cell, placeOf(item, code), discussion.rkey);
      }
    }
  }
  return { all, counted };
}

/**
 * Closure discussions, officers' and victims' own apart, by area and for the nation: how many, and how many gave each
 * answer. A discussion may give several answers to one question.
 */
export async function writeClosures(engine: Engine, { id, period }: Building): Promise<void> {
  const hmac = await hmacOf(engine, period);
  const finest = gridOf(["area"], []);
  for (const by of ["officer", "victim"] as const) {
    const { all, counted } = await countClosures(engine, period, by, finest);
    for (const table of closureTables) {
      const grid = gridOf(table, []);
      const target = projection(finest, grid);
      const everybody = rollUp(all, target, grid.size);
      const base = (cell: number) => everyone(everybody, cell);
      const rows = [row(table, `closure-${by}:base`, await perturbBase(hmac, `closure-${by}:base`, base, grid))];
      for (const { item, tally, answered } of counted) {
        // One discussion may give every answer of these: they are spent once, by area, and the nation's are their sums.
        if (several.has(item.id) && table.length === 0) continue;
        const answers = rollUp(tally, target, grid.size);
        // Where several answers may be given, their counts do not say how many gave any.
        if (several.has(item.id)) {
          const those = rollUp(answered, target, grid.size);
          const name = `closure-${by}:${item.id}:answered`;
          const numerator = (cell: number) => everyone(those, cell);
          rows.push(row(table, name, await perturbAnswer(hmac, name, { base, numerator }, grid)));
        }
        for (const [place, code] of item.codes.entries()) {
          const numerator = (cell: number) => contributors(answers, cell, [place]);
          const name = `closure-${by}:${item.id}:${code}`;
          rows.push(row(table, name, await perturbAnswer(hmac, name, { base, numerator }, grid)));
        }
      }
      await writeTables(engine.responses, id, rows);
    }
  }
}

/** The frame: what became of every eligible stage, and how many links were opened. Cases, not people who answered. */
export async function writeFrame(engine: Engine, { id, period }: Building): Promise<void> {
  const hmac = await hmacOf(engine, period);
  const counts = await readFrame(engine.responses, period);
  const isSurvey = ({ stage }: { readonly stage: string }) => stages.some((each) => each === stage);

  type Counts = typeof counts;
  const tablesFrom = async (of: Counts, tables: readonly Table[], nameOf: (disposition: string) => string) => {
    const rows: TableRow[] = [];
    for (const table of tables) {
      const grid = gridOf(table, stages);
      for (const disposition of [...dispositions, "started"]) {
        const exact = Array.from({ length: grid.size }, () => 0);
        for (const each of of.filter((one) => one.disposition === disposition)) {
          const cell = cellOf(grid, each);
          exact[cell] = (exact[cell] ?? 0) + each.n;
        }
        const name = nameOf(disposition);
        rows.push(row(table, name, await perturbCounts(hmac, name, exact, grid)));
      }
    }
    await writeTables(engine.responses, id, rows);
  };

  await tablesFrom(counts.filter(isSurvey), summaryTables, (disposition) =>
    disposition === "started" ? disposition : `frame:${disposition}`,
  );
  await tablesFrom(
    counts.filter((each) => !isSurvey(each)),
    closureTables,
    (disposition) => `closure-frame:${disposition}`,
  );
}
