import { ages, NOT_STATED, offences, sexes, type Stage, stages } from "../domain/dimension.ts";
import { fractionOf, methodology } from "../domain/methodology.ts";
import { baseWeightOf } from "../domain/wave.ts";
import { measures, scaleOf } from "../instrument/registry.ts";
import type { Quarter } from "../kernel/time.ts";
import type { HasKeys } from "../platform/keys.ts";
import { adjustedName, pointsPerStep } from "../statistics/adjusted.ts";
import {
  addResponse,
  type AnswerGroups,
  contributorsTo,
  costOfWeights,
  noAnswers,
  scoresOf,
  weighGroups,
} from "../statistics/answer-groups.ts";
import { adjustHeld, type Frame } from "../statistics/area-estimates.ts";
import { type Item, itemOf } from "../statistics/item.ts";
import { scoreTablesOf, tableId } from "../statistics/lattice.ts";
import type { Hmac } from "../statistics/noise.ts";
import { type Cell, perturbCounts } from "../statistics/perturb.ts";
import { perturbScores } from "../statistics/perturb-scores.ts";
import { disclosureRules } from "../statistics/rules.ts";
import { gridOf } from "../statistics/tally.ts";
import type { HasResponses } from "../store/responses/database.ts";
import { readMargins, type ResponseRow } from "../store/responses/microdata.ts";
import { type Building, readTables, type TableRow, writeTables } from "../store/responses/releases.ts";
import { hmacOf, isBridged, parseItems, placeOf, responsesOf, row } from "./release-tables.ts";

// Weighted and adjusted scores of areas (docs/decisions/0036). As in the other steps, what is exact lives in these
// functions' variables and nowhere else.

const byAreaAndStage = "area.stage";

/** Items that have an adjusted score: those with a mean, told by area and stage. */
export const adjustedItems: readonly Item[] = measures
  .filter(({ module }) => module === undefined)
  .map((measure) => itemOf(measure, scaleOf(measure.scale)))
  .filter(
    ({ id, half, stages: asked }) =>
      half !== null && asked.length > 0 && scoreTablesOf(id).some((table) => tableId(table) === byAreaAndStage),
  );

/** What weights cost, by stage: of large stages alone, and without noise (`unperturbed` in statistics/lattice.ts). */
export const WEIGHTS = "weights";

const { attributes } = methodology.weights;

const categoriesOf: { readonly [A in (typeof attributes)[number]]: readonly string[] } = {
  offence: [...offences, NOT_STATED],
  age: [...ages, NOT_STATED],
  sex: [...sexes, NOT_STATED],
  abuse: ["yes", "no", NOT_STATED],
};

const marginName = (attribute: string, category: string) => `margin:${attribute}:${category}`;

/** Every measure of how many were invited. */
export const marginMeasures = attributes.flatMap((attribute) =>
  categoriesOf[attribute].map((category) => marginName(attribute, category)),
);

/** Of those eligible, how many are invited. Where somebody was invited though nobody should be any more, all were once. */
const invitedShare = (stage: Stage, area: string) => fractionOf(stage, area, methodology) || 1;

type Asked = ReadonlyMap<string, { readonly item: Item; readonly place: number }>;

/** A response's answers that count and have points. */
function pointsOf(response: ResponseRow, asked: Asked) {
  return Object.entries(parseItems(response.items)).flatMap(([measure, code]) => {
    const known = asked.get(measure);
    if (known === undefined || typeof code !== "string" || !isBridged(response, measure)) return [];
    const points = known.item.points[placeOf(known.item, code)] ?? null;
    return points === null ? [] : [{ item: known.place, points }];
  });
}

/** One stage's responses in groups: those with an answer that counts. */
async function gather(engine: HasResponses, period: Quarter, stage: Stage, items: readonly Item[]) {
  const asked: Asked = new Map(items.map((item, place) => [item.id, { item, place }]));
  const all = noAnswers(items.length);
  for await (const page of responsesOf(engine, period, stage)) {
    for (const response of page) {
      const answers = pointsOf(response, asked);
      if (answers.length === 0) continue;
      const { area, offence, age, sex, abuse, rkey } = response;
      const baseWeight = baseWeightOf(response.inclusion, invitedShare(stage, area));
      addResponse(all, { area, categories: { offence, age, sex, abuse }, baseWeight, rkey }, answers);
    }
  }
  return all;
}

type Margins = Awaited<ReturnType<typeof readMargins>>;

/** The eligible of each area, from the invited and the fraction that they are. */
function frameFrom(margins: Margins, stage: Stage): Frame {
  const frame = new Map<string, Record<string, Record<string, number>>>();
  for (const { area, attribute, category, n } of margins) {
    const of = frame.get(area) ?? {};
    frame.set(area, of);
    (of[attribute] ??= {})[category] = n / invitedShare(stage, area);
  }
  return frame;
}

/** Stages with so many answers that what weights cost may be told, which has no noise of its own: by their noisy numbers. */
async function readLargeStages({ responses }: HasResponses, release: string): Promise<ReadonlySet<string>> {
  const [row] = await readTables(responses, release, "stage", ["base"]);
  if (row === undefined) throw new Error("the release lacks its numbers of responses");
  const large = row.cells.filter(([, n]) => (n ?? 0) >= disclosureRules.largeBase);
  return new Set(large.map(([codes]) => codes[0] ?? ""));
}

/** The noisy bases that the items' percentages have: by item, then by area and stage. */
async function readBases({ responses }: HasResponses, release: string) {
  const ids = adjustedItems.map(({ id }) => id);
  const bases = new Map<string, ReadonlyMap<string, number>>();
  for (const { measure, cells } of await readTables(responses, release, byAreaAndStage, ids)) {
    bases.set(measure, new Map(cells.map(([codes, base]) => [codes.join("|"), base ?? 0])));
  }
  const missing = ids.find((id) => !bases.has(id));
  if (missing !== undefined) throw new Error(`the release lacks the bases of ${missing}`);
  return bases;
}

/** How many were invited, by stage and category of each attribute: perturbed and rounded like the frame. */
async function perturbMargins(hmac: Hmac, byStage: readonly Margins[]): Promise<readonly TableRow[]> {
  const rows: TableRow[] = [];
  for (const attribute of attributes) {
    for (const category of categoriesOf[attribute]) {
      const counts = byStage.map((margins) =>
        margins
          .filter((of) => of.attribute === attribute && of.category === category)
          .reduce((sum, { n }) => sum + n, 0),
      );
      const name = marginName(attribute, category);
      rows.push(row(["stage"], name, await perturbCounts(hmac, name, counts, gridOf(["stage"], stages))));
    }
  }
  return rows;
}

type Cells = { readonly areas: Cell[]; readonly stage: Cell[] };

/** Scores of every item asked at one stage, added to the cells of the stages before. */
async function scoreStage(
  hmac: Hmac,
  { stage, items, all, frame }: { stage: Stage; items: readonly Item[]; all: AnswerGroups; frame: Frame },
  bases: Awaited<ReturnType<typeof readBases>>,
  cells: ReadonlyMap<string, Cells>,
): Promise<Cell> {
  const { groups, areas } = weighGroups(all, frame, attributes);
  for (const [place, item] of items.entries()) {
    const caseMix = adjustHeld(scoresOf(groups, place, pointsPerStep(item.half ?? 0)));
    if (caseMix === null) continue;
    const ofStage = [...(bases.get(item.id) ?? [])].filter(([codes]) => codes.endsWith(`|${stage}`));
    const found = await perturbScores(hmac, item, {
      stage,
      caseMix,
      contributors: contributorsTo(all, place),
      bases: new Map(ofStage.map(([codes, base]) => [codes.slice(0, -stage.length - 1), base])),
    });
    cells.get(item.id)?.areas.push(...found.areas);
    cells.get(item.id)?.stage.push(...found.stage);
  }
  return [[stage], ...costOfWeights(areas.filter(({ area }) => area !== NOT_STATED))];
}

/** Weighted and adjusted scores of each item by area and stage; what the weights cost, and what they were made to meet. */
export async function writeScores(engine: HasResponses & HasKeys, { id, period }: Building): Promise<void> {
  const hmac = await hmacOf(engine, period);
  const bases = await readBases(engine, id);
  const large = await readLargeStages(engine, id);
  const cells = new Map(adjustedItems.map((item): [string, Cells] => [item.id, { areas: [], stage: [] }]));
  const [costs, byStage]: [Cell[], Margins[]] = [[], []];
  for (const stage of stages) {
    const items = adjustedItems.filter((item) => item.stages.includes(stage));
    const margins = await readMargins(engine.responses, { period, stage });
    const all = await gather(engine, period, stage, items);
    byStage.push(margins);
    costs.push(await scoreStage(hmac, { stage, items, all, frame: frameFrom(margins, stage) }, bases, cells));
  }
  const rows = [...cells].flatMap(([item, of]) => [
    row(["area", "stage"], adjustedName(item), of.areas),
    row(["stage"], adjustedName(item), of.stage),
  ]);
  await writeTables(engine.responses, id, [
    ...rows,
    row(
      ["stage"],
      WEIGHTS,
      costs.filter(([codes]) => large.has(codes[0] ?? "")),
    ),
    ...(await perturbMargins(hmac, byStage)),
  ]);
}
