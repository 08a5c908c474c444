import { NOT_STATED, type Stage, stages } from "../domain/dimension.ts";
import { methodology } from "../domain/methodology.ts";
import { measures, scaleOf } from "../instrument/registry.ts";
import { firstDayOfQuarter, type HasClock, londonDate, type Quarter, quarterAfter } from "../kernel/time.ts";
import { sha256Hex } from "../platform/crypto.ts";
import type { HasKeys } from "../platform/keys.ts";
import type { HasLog } from "../platform/log.ts";
import { closureCountName, gapName } from "../results/closure-figures.ts";
import { COMMENTS } from "../results/themes.ts";
import { type Item, itemOf } from "../statistics/item.ts";
import {
  closureTables,
  type Dimension,
  latticeFaults,
  ledger,
  peopleTables,
  summaryTables,
  tableId,
  tablesOf,
} from "../statistics/lattice.ts";
import { roundHalfAway } from "../statistics/rounding.ts";
import { shownCount } from "../statistics/shown.ts";
import type { HasResponses } from "../store/responses/database.ts";
import { readQuotes } from "../store/responses/quotes.ts";
import { isPoolWaiting } from "../store/responses/microdata.ts";
import {
  insertRelease,
  publishRelease,
  readRelease,
  readTables,
  readTableTexts,
  tableMeasures,
} from "../store/responses/releases.ts";
import { writeClosureCounts, writeClosureGap } from "./release-closures.ts";
import { writeReleaseQuotes, writeThemes } from "./release-comments.ts";
import { writeClosures, writeFrame, writeItems, writeResponses } from "./release-tables.ts";

/** Printed on every table, until a producer with authority to say otherwise does (publication.md 3.1). */
const LABEL = "management information, not official statistics";

type Engine = HasResponses & HasKeys & HasClock & HasLog;

/**
 * Begins the one release of a period (privacy.md R1): when the period is over and its last submissions are mixed.
 *
 * @returns `building` when it was begun before and is not published yet, `exists` when it is: none is ever made twice.
 */
export async function startRelease(
  engine: HasResponses & HasClock,
  period: Quarter,
): Promise<"started" | "building" | "exists" | "period-open"> {
  const faults = latticeFaults();
  if (faults.length > 0) throw new Error(`no release can be made of this lattice: ${faults.join("; ")}`);
  const begun = await readRelease(engine.responses, period);
  if (begun) return begun.status === "published" ? "exists" : "building";

  const today = londonDate(engine.clock.now());
  const until = firstDayOfQuarter(quarterAfter(period));
  if (today < until) return "period-open";
  if (await isPoolWaiting(engine.responses, firstDayOfQuarter(period), until)) return "period-open";

  const isFirst = await insertRelease(engine.responses, {
    id: period,
    period,
    status: "building",
    methodology: methodology.version,
    startedAt: today,
    publishedOn: null,
    label: LABEL,
    facts: "{}",
  });
  return isFirst ? "started" : "building";
}

/** Every measure that is asked at a stage, as it is counted. */
const items: readonly Item[] = measures
  .map((measure) => itemOf(measure, scaleOf(measure.scale)))
  .filter((item) => item.stages.length > 0);

const itemsOfStage = (stage: Stage) => items.filter((item) => item.stages.length === 1 && item.stages.includes(stage));

const itemsOfSeveralStages = items.filter((item) => item.stages.length > 1);

type Step = { readonly name: string; run(engine: Engine, period: Quarter): Promise<void> };

/**
 * A step counts and perturbs in memory, and writes what is perturbed; nothing exact leaves it. Its noise is decided by
 * who is counted, so a step that runs again after a crash makes the same tables to the bit, and writing them twice
 * changes nothing. Of a release that is published, a step does nothing.
 */
const step = (name: string, build: (engine: Engine, period: Quarter) => Promise<void>): Step => ({
  name,
  run: async (engine, period) => {
    const release = await readRelease(engine.responses, period);
    if (release === null) throw new Error("this release was not begun");
    if (release.status === "published") return;
    await build(engine, period);
    engine.log.event("release-step", { period, step: name });
  },
});

/** The steps of a release, in order. */
export const releaseSteps: readonly Step[] = [
  ...stages.map((stage) => step(stage, (engine, period) => writeItems(engine, period, itemsOfStage(stage)))),
  step("several-stages", (engine, period) => writeItems(engine, period, itemsOfSeveralStages)),
  step("responses", writeResponses),
  step("closure", writeClosures),
  step("closure-counts", writeClosureCounts),
  step("closure-gap", writeClosureGap),
  step("themes", writeThemes),
  step("quotes", writeReleaseQuotes),
  step("frame", writeFrame),
  step("publish", publish),
];

/** What every release has, whatever was answered: measures and the tables that each must be in. */
const required = [
  ...items.map(({ id }) => ({ measure: id, tables: tablesOf(id) })),
  { measure: "base", tables: peopleTables },
  { measure: COMMENTS, tables: closureTables },
  { measure: "closure-officer:base", tables: closureTables },
  { measure: "closure-victim:base", tables: closureTables },
  { measure: closureCountName("coverage", "held"), tables: closureTables },
  { measure: gapName("satisfied", "satisfied"), tables: [[]] },
  { measure: "started", tables: summaryTables },
];

/** Puts the seal on: a release with a table missing is not published. */
async function publish({ responses, clock }: Engine, period: Quarter): Promise<void> {
  const written = new Set((await tableMeasures(responses, period)).map(({ table, measure }) => `${table}/${measure}`));
  for (const { measure, tables } of required) {
    const isMissing = tables.some((table) => !written.has(`${tableId(table)}/${measure}`));
    if (isMissing) throw new Error(`the release lacks a table of ${measure}`);
  }
  const facts = {
    methodology: methodology.version,
    label: LABEL,
    ledger: ledger(),
    /** Measures in which answers by text count (docs/decisions/0025). */
    bridged: methodology.bridged,
    responses: await totals({ responses }, period),
    notStatedPercent: await notStatedShares({ responses }, period),
    series: written.size,
    sha256: await hashOf({ responses }, period),
  };
  await publishRelease(responses, period, londonDate(clock.now()), JSON.stringify(facts));
}

/** Noisy numbers of responses by code of one dimension; of none, the whole. */
async function noisyBases({ responses }: HasResponses, period: Quarter, dimension: Dimension | "") {
  const [row] = await readTables(responses, period, dimension, ["base"]);
  if (row === undefined) throw new Error("the release lacks its numbers of responses");
  return new Map(row.cells.map(([codes, n]) => [codes[0] ?? "", Math.max(0, n ?? 0)]));
}

/** How many responses the release rests on: perturbed, and rounded as any base. */
async function totals(engine: HasResponses, period: Quarter) {
  const all = (await noisyBases(engine, period, "")).get("") ?? 0;
  const byStage = await noisyBases(engine, period, "stage");
  return {
    all: shownCount(all),
    byStage: Object.fromEntries([...byStage].map(([stage, n]) => [stage, shownCount(n)])),
  };
}

/** What generalisation cost: the share of responses that do not state each dimension, perturbed, whole per cent. */
async function notStatedShares(engine: HasResponses, period: Quarter) {
  const shares: Record<string, number | null> = {};
  for (const dimension of ["area", "offence", "age", "sex"] as const) {
    const bases = await noisyBases(engine, period, dimension);
    const all = [...bases.values()].reduce((sum, n) => sum + n, 0);
    shares[dimension] = all === 0 ? null : roundHalfAway((100 * (bases.get(NOT_STATED) ?? 0)) / all);
  }
  return shares;
}

/** SHA-256 of the release: of one line a table, `sha256 table/measure`, in order of table and measure, then its quotes. */
async function hashOf({ responses }: HasResponses, period: Quarter): Promise<string> {
  const lines: string[] = [];
  for (const table of peopleTables.map(tableId).toSorted()) {
    for (const { measure, cells } of await readTableTexts(responses, period, table)) {
      lines.push(`${await sha256Hex(cells)} ${table}/${measure}\n`);
    }
  }
  for (const { place, theme, text } of await readQuotes(responses, period)) {
    lines.push(`${await sha256Hex(text)} quote/${place}/${theme}\n`);
  }
  return await sha256Hex(lines.join(""));
}
