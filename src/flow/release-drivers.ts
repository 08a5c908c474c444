import { modes, type Stage, stages } from "../domain/dimension.ts";
import { methodology } from "../domain/methodology.ts";
import { measureOf, scaleOf } from "../instrument/registry.ts";
import type { HasKeys } from "../platform/keys.ts";
import { driverName } from "../results/drivers.ts";
import { modeMeasures, modeName } from "../results/modes.ts";
import { experiencesAt, OUTCOME } from "../statistics/associations.ts";
import { type Item, itemOf } from "../statistics/item.ts";
import { discreteGaussian, type Hmac, noiseFor } from "../statistics/noise.ts";
import { type Cell, perturbItem } from "../statistics/perturb.ts";
import { contributors, count, emptyTally, everyone, gridOf, type Tally } from "../statistics/tally.ts";
import type { HasResponses } from "../store/responses/database.ts";
import type { ResponseRow } from "../store/responses/microdata.ts";
import { type Building, type TableRow, writeTables } from "../store/responses/releases.ts";
import { hmacOf, isBridged, parseItems, placeOf, responsesOf, row } from "./release-tables.ts";

// What a release counts for the nation alone: satisfaction beside each experience, and the core by how people answered.
// Nothing exact leaves these functions.

type Engine = HasResponses & HasKeys;

const table = ["stage"] as const;

const { variance, truncation } = methodology.disclosure.noise.associations;
const associationNoise = discreteGaussian(variance, truncation);

const itemFor = (id: string): Item => {
  const measure = measureOf(id);
  return itemOf(measure, scaleOf(measure.scale));
};

type Codes = ReturnType<typeof parseItems>;

/** Whether an answer counts as good; null for none, and for what is in no denominator. */
function isGood(item: Item, codes: Codes, response: ResponseRow): boolean | null {
  const code = codes[item.id];
  if (typeof code !== "string" || !isBridged(response, item.id)) return null;
  const place = placeOf(item, code);
  if (item.positive.includes(place)) return true;
  return item.negative.includes(place) ? false : null;
}

const outcome = itemFor(OUTCOME);

/** Four cells each: satisfied with and without the good experience, not satisfied with and without. */
type Beside = { readonly item: Item; readonly tally: Tally };

function countBeside(counted: readonly Beside[], codes: Codes, response: ResponseRow): void {
  const satisfied = isGood(outcome, codes, response);
  if (satisfied === null) return;
  for (const { item, tally } of counted) {
    const good = isGood(item, codes, response);
    if (good !== null) count(tally, 0, (satisfied ? 0 : 2) + (good ? 0 : 1), response.rkey);
  }
}

async function cellBeside(hmac: Hmac, stage: Stage, { item, tally }: Beside): Promise<Cell> {
  const name = driverName(item.id);
  const base = everyone(tally, 0);
  // With the stage, so that two stages at which nobody answered have draws of their own (docs/decisions/0041).
  const noisy = async (place: number) => {
    const numerator = contributors(tally, 0, [place]);
    return (
      numerator.n + (await noiseFor(hmac, { measure: `${name}:${stage}:${place}`, base, numerator }, associationNoise))
    );
  };
  return [[stage], await noisy(0), await noisy(1), await noisy(2), await noisy(3)];
}

/**
 * Satisfaction on the whole beside each experience, two by two. One answer on satisfaction is in as many of these tables
 * as somebody has experiences, so each has four times the noise of a count.
 */
export async function writeDrivers(engine: Engine, { id, period }: Building): Promise<void> {
  const hmac = await hmacOf(engine, period);
  const cells = new Map<string, Cell[]>();
  for (const stage of stages) {
    const counted = experiencesAt(stage).map((measure) => ({ item: itemFor(measure.id), tally: emptyTally(1, 4) }));
    for await (const page of responsesOf(engine, period, stage)) {
      for (const response of page) countBeside(counted, parseItems(response.items), response);
    }
    for (const each of counted) {
      const known = cells.get(each.item.id) ?? [];
      cells.set(each.item.id, [...known, await cellBeside(hmac, stage, each)]);
    }
  }
  await writeTables(
    engine.responses,
    id,
    [...cells].map(([measure, of]) => row(table, driverName(measure), of)),
  );
}

/** An item and who answered it how, by stage. */
type Answered = { readonly item: Item; readonly tally: Tally };

function countAnswers(counted: readonly Answered[], cell: number, response: ResponseRow): void {
  const codes = parseItems(response.items);
  for (const { item, tally } of counted) {
    const code = codes[item.id];
    if (typeof code === "string" && isBridged(response, item.id))
      count(tally, cell, placeOf(item, code), response.rkey);
  }
}

/** The fixed core by how people answered: as it is, adjusted for nothing. */
export async function writeByMode(engine: Engine, { id, period }: Building): Promise<void> {
  const hmac = await hmacOf(engine, period);
  const grid = gridOf(table, stages);
  const counted = new Map<string, readonly Answered[]>(
    modes.map((mode) => [
      mode,
      modeMeasures.map(itemFor).map((item) => ({ item, tally: emptyTally(grid.size, item.codes.length) })),
    ]),
  );
  for (const [cell, stage] of stages.entries()) {
    for await (const page of responsesOf(engine, period, stage)) {
      for (const response of page) countAnswers(counted.get(response.mode) ?? [], cell, response);
    }
  }
  const rows: TableRow[] = [];
  for (const mode of modes) {
    for (const { item, tally } of counted.get(mode) ?? []) {
      const name = modeName(mode, item.id);
      rows.push(row(table, name, await perturbItem(hmac, { ...item, id: name }, tally, grid)));
    }
  }
  await writeTables(engine.responses, id, rows);
}
