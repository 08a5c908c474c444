import { NOT_STATED } from "../domain/dimension.ts";
import { methodology, methodologyText } from "../domain/methodology.ts";
import type { Quarter } from "../kernel/time.ts";
import { sha256Hex } from "../platform/crypto.ts";
import { sourceSha256 } from "../platform/source.ts";
import { instrumentMeasure, instrumentsHeld, surveyVersions } from "../results/held.ts";
import { type Dimension, type Family, ledger } from "../statistics/lattice.ts";
import { roundHalfAway } from "../statistics/rounding.ts";
import { disclosureRules } from "../statistics/rules.ts";
import { shownCount } from "../statistics/shown.ts";
import type { HasResponses } from "../store/responses/database.ts";
import { readQuotes } from "../store/responses/quotes.ts";
import {
  readCorrection,
  type ReleaseRow,
  releasesOfPeriod,
  readTables,
  readTableTexts,
  tableMeasures,
} from "../store/responses/releases.ts";

// What a release says of itself, for good: how it was made, of what, and what it cost. Every number is perturbed.

/** Families whose counts a correction copies: they are spent once, however often a period is released. */
const copiedFamilies = [
  "frame",
  "closure-frame",
  "closure-count",
  "compliance",
  "frame-margin",
] as const satisfies readonly Family[];

/**
 * The facts of a release whose tables are all written.
 *
 * @param row The release as it stands: what its steps noted goes into its facts.
 */
export async function factsOfRelease({ responses }: HasResponses, row: ReleaseRow) {
  const { id } = row;
  const all = await releasesOfPeriod(responses, row.period as Quarter);
  const place = all.findIndex((one) => one.id === id);
  const correction = await readCorrection(responses, id);
  const noted: object = JSON.parse(row.facts);
  const written = await tableMeasures(responses, id);
  return {
    ...noted,
    methodology: methodology.version,
    /** Of the file in surveys/methodology, to the byte. */
    methodologySha256: await sha256Hex(methodologyText),
    /** SHA-256 of the sources (scripts/source.ts). */
    code: sourceSha256,
    label: row.label,
    revision: place + 1,
    ...(correction && { corrects: correction.corrects, reason: correction.reason }),
    instruments: await versionsHeld({ responses }, id),
    ledger: ledgerOf(place + 1),
    /** Measures in which answers by text count (docs/decisions/0025). */
    bridged: methodology.bridged,
    responses: await totals({ responses }, id),
    notStatedPercent: await notStatedShares({ responses }, id),
    series: written.length,
    sha256: await hashOf({ responses }, id),
  };
}

/** What the period has cost so far, at most: what a correction counts anew is spent anew where anything in it changed. */
function ledgerOf(revision: number) {
  const own = ledger();
  const copied = new Set<string>(copiedFamilies);
  const inAll = Object.entries(own.rhoPerFamily).map(
    ([family, rho]) => [family, copied.has(family) ? rho : rho * revision] as const,
  );
  return { ...own, revision, rhoOfPeriod: Object.fromEntries(inAll) };
}

/** The versions of the surveys that the release holds. */
async function versionsHeld({ responses }: HasResponses, id: string) {
  const rows = await readTables(responses, id, "", surveyVersions.map(instrumentMeasure));
  return instrumentsHeld((_, measure) => rows.find((one) => one.measure === measure)?.cells ?? null);
}

/** Noisy numbers of responses by code of one dimension; of none, the whole. */
async function noisyBases({ responses }: HasResponses, id: string, dimension: Dimension | "") {
  const [row] = await readTables(responses, id, dimension, ["base"]);
  if (row === undefined) throw new Error("the release lacks its numbers of responses");
  return new Map(row.cells.map(([codes, n]) => [codes[0] ?? "", Math.max(0, n ?? 0)]));
}

/** How many responses the release rests on: perturbed, and rounded as any base. */
async function totals(engine: HasResponses, id: string) {
  const all = (await noisyBases(engine, id, "")).get("") ?? 0;
  const byStage = await noisyBases(engine, id, "stage");
  return {
    all: shownCount(all),
    byStage: Object.fromEntries([...byStage].map(([stage, n]) => [stage, shownCount(n)])),
  };
}

/**
 * What generalisation cost: the share of responses that do not state each dimension, perturbed, whole per cent; null where
 * there are too few for a percentage.
 */
async function notStatedShares(engine: HasResponses, id: string) {
  const shares: Record<string, number | null> = {};
  for (const dimension of ["area", "offence", "age", "sex"] as const) {
    const bases = await noisyBases(engine, id, dimension);
    const all = [...bases.values()].reduce((sum, n) => sum + n, 0);
    shares[dimension] =
      all < disclosureRules.basePercentage ? null : roundHalfAway((100 * (bases.get(NOT_STATED) ?? 0)) / all);
  }
  return shares;
}

/** SHA-256 of the release: of one line a table, `sha256 table/measure`, in order of table and measure, then its quotes. */
async function hashOf({ responses }: HasResponses, id: string): Promise<string> {
  const lines: string[] = [];
  const tables = new Set((await tableMeasures(responses, id)).map(({ table }) => table));
  for (const table of [...tables].toSorted()) {
    for (const { measure, cells } of await readTableTexts(responses, id, table)) {
      lines.push(`${await sha256Hex(cells)} ${table}/${measure}\n`);
    }
  }
  for (const { place, theme, text } of await readQuotes(responses, id)) {
    lines.push(`${await sha256Hex(text)} quote/${place}/${theme}\n`);
  }
  return await sha256Hex(lines.join(""));
}
