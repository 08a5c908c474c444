import {
  dimensions,
  histogramTables,
  isOfStages,
  nearestTable,
  peopleTables,
  perAgencyTables,
  scoreTablesOf,
  summaryTables,
  type Dimension,
  type Table,
  tableId,
  tablesOf,
} from "../statistics/lattice.ts";
import { codesOf, dimensionOf, isLevel, type Level, levels, membersOf } from "./codelist.ts";

/** What a table shows of a measure. */
export const statistics = ["percent", "score", "answers", "count"] as const;
export type Statistic = (typeof statistics)[number];

/** Over how long figures are told: the release's quarter, or that and the three before it (decisions.md 23). */
export const windows = ["1q", "4q"] as const;
export type WindowName = (typeof windows)[number];

export type Filter = { readonly level: Level; readonly codes: readonly string[] };

/** A question that a release can answer, in canonical form: equal questions are equal values. */
export type Query = {
  /** What the rows are cut by, in canonical order. */
  readonly by: readonly Level[];
  /** What the rows are restricted to (a level that is shown) or summed over (one that is not). */
  readonly filters: readonly Filter[];
  readonly measures: readonly string[];
  readonly statistic: Statistic;
  /** The quarter where it is left out. */
  readonly window?: "4q";
  /** Estimated, where no release publishes the crossing (results/modelled.ts). */
  readonly mode?: "modelled";
};

/** `why` and `nearest` are made of our own words and known codes only: nothing that was asked is repeated. */
export type Refusal = {
  readonly ok: false;
  readonly why: string;
  readonly nearest: string;
  /** The address of an estimate for what was asked, where there can be one. */
  readonly modelled?: string;
};

/** How the table of the whole of England and Wales is called in an address. */
const WHOLE = "all";

/** At most this many measures in one answer: a table stays small enough to be made while the reader waits. */
const MEASURES_AT_MOST = 20;

/** Counts of responses, and of the sampling frame, are asked for like measures. */
const countMeasures = ["base", "frame"] as const;

const isCount = (measure: string) => countMeasures.some((name) => name === measure);

const inOrder = <T>(order: readonly T[], chosen: readonly T[]) => order.filter((one) => chosen.includes(one));

const isWithin = (few: readonly string[], many: readonly string[]) => few.every((one) => many.includes(one));

/** The stored dimensions that a question spends: those shown and those filtered, since a filter counts as one. */
export function dimensionsOf({ by, filters }: Pick<Query, "by" | "filters">): Table {
  const used = [...by, ...filters.map(({ level }) => level)].map(dimensionOf);
  return inOrder(dimensions, used);
}

/** The name of the stored table that answers a question: its dimensions joined by dots, empty for the nation. */
export const storedTable = (query: Pick<Query, "by" | "filters">) => tableId(dimensionsOf(query));

/** The stored codes that a question admits in one dimension; null when it admits all. */
export function admittedBy({ filters }: Pick<Query, "filters">, dimension: Dimension): ReadonlySet<string> | null {
  const sets = filters
    .filter(({ level }) => dimensionOf(level) === dimension)
    .map(({ level, codes }) => new Set(codes.flatMap((code) => membersOf(level, code))));
  if (sets.length === 0) return null;
  return new Set([...(sets[0] ?? [])].filter((code) => sets.every((set) => set.has(code))));
}

/**
 * The tables in which a question can be answered: every table of the measure for percentages, fewer for distributions,
 * scores, the frame and what is asked of every agency.
 */
function allowedTables({ statistic, measures }: Pick<Query, "statistic" | "measures">): readonly Table[] {
  if (statistic === "answers") return histogramTables;
  if (measures.includes("frame")) return summaryTables;
  if (statistic === "score") {
    const [least = []] = measures.map(scoreTablesOf).toSorted((a, b) => a.length - b.length);
    return least;
  }
  const [fewest = []] = measures.map(tablesOf).toSorted((a, b) => a.length - b.length);
  return fewest;
}

/** The address of a question relative to its release, in canonical order: `area.stage.json?measure=C1&area=...`. */
export function addressOf(query: Query, extension = "json"): string {
  const filters = query.filters.map(({ level, codes }) => `${level}=${codes.join(",")}`);
  const statistic =
    query.statistic === "percent" || query.statistic === "count" ? [] : [`statistic=${query.statistic}`];
  const window = query.window === undefined ? [] : [`window=${query.window}`];
  const mode = query.mode === undefined ? [] : [`mode=${query.mode}`];
  const asked = [`measure=${query.measures.join(",")}`, ...statistic, ...filters, ...window, ...mode];
  return `${tableName(query)}.${extension}?${asked.join("&")}`;
}

/** The table part of an address: what is shown, or `all`. */
export const tableName = ({ by }: Pick<Query, "by">) => by.join(".") || WHOLE;

/**
 * The allowed question nearest to one that is not: the largest allowed table within what was asked for, and in it what
 * was shown and what was filtered as before.
 */
function nearestTo(query: Query): Query {
  const best = nearestTable(dimensionsOf(query), allowedTables(query));
  const stays = (level: Level) => best.includes(dimensionOf(level));
  return { ...query, by: query.by.filter(stays), filters: query.filters.filter(({ level }) => stays(level)) };
}

const split = (values: readonly string[]) =>
  values
    .flatMap((value) => value.split(","))
    .map((value) => value.trim())
    .filter((value) => value !== "");

type Draft = {
  by: readonly Level[];
  filters: Filter[];
  measures: readonly string[];
  statistic: Statistic;
  window?: "4q";
  mode?: "modelled";
};

const refuse = (why: string, nearest: Query): Refusal => ({ ok: false, why, nearest: addressOf(nearest) });

/** Takes the values of one filter, or says why not. A filter that admits every code is no filter. */
function readFilter(draft: Draft, level: Level, values: readonly string[]): string | null {
  const known = codesOf(level);
  const chosen = split(values);
  if (chosen.length === 0 || !isWithin(chosen, known)) {
    return `The values of the filter "${level}" are those of its code list.`;
  }
  const codes = inOrder(known, chosen);
  if (codes.length < known.length) draft.filters = [...draft.filters, { level, codes }];
  return null;
}

/** Places must have something in common, and a filter may not cut through the places that are shown. */
function readPlaces(draft: Draft): string | null {
  const placed = draft.filters.filter(({ level }) => dimensionOf(level) === "area");
  const shown = draft.by.find((level) => dimensionOf(level) === "area");
  const finest = levels.findLast((level) => placed.some((filter) => filter.level === level));
  if (shown !== undefined && finest !== undefined && levels.indexOf(finest) > levels.indexOf(shown)) {
    draft.by = inOrder(levels, [...draft.by.filter((level) => level !== shown), finest]);
    return `A table by ${shown} is filtered by whole ${shown === "region" ? "regions" : "nations"}.`;
  }
  if (admittedBy(draft, "area")?.size === 0) {
    draft.filters = draft.filters.filter((filter) => !placed.includes(filter));
    return "These filters have no area in common.";
  }
  return null;
}

function readStatistic(draft: Draft, chosen: readonly string[]): string | null {
  const [only = "percent", ...more] = new Set(chosen);
  const statistic = statistics.find((name) => name === only);
  if (statistic === undefined || more.length > 0) return `Ask for one statistic: ${statistics.join(", ")}.`;
  const counts = draft.measures.filter(isCount);
  if (counts.length > 0 && (draft.measures.length > 1 || (chosen.length > 0 && statistic !== "count"))) {
    draft.measures = counts.slice(0, 1);
    draft.statistic = "count";
    return `Ask for "${countMeasures.join('" or "')}" alone, with the statistic "count".`;
  }
  if (counts.length === 0 && statistic === "count") return `Counts are those of "${countMeasures.join('" and "')}".`;
  draft.statistic = counts.length > 0 ? "count" : statistic;
  return null;
}

/** The window of an address: the quarter where none is named. Null for what is none. */
export function readWindowName(chosen: readonly string[]): WindowName | null {
  const [only = "1q", ...more] = new Set(chosen);
  return more.length > 0 ? null : (windows.find((name) => name === only) ?? null);
}

function readWindow(draft: Draft, chosen: readonly string[]): string | null {
  const window = readWindowName(chosen);
  if (window === null) return `The windows are ${windows.join(" and ")}.`;
  if (window === "4q") draft.window = window;
  return null;
}

function readMeasures(draft: Draft, chosen: readonly string[], offered: readonly string[]): string | null {
  const known = [...countMeasures, ...offered];
  if (!isWithin(chosen, known)) return "The measures are those of the code list of measures.";
  const measures = inOrder(known, chosen);
  if (measures.length > MEASURES_AT_MOST) return `Ask for at most ${MEASURES_AT_MOST} measures at a time.`;
  if (measures.length > 0) draft.measures = measures;
  return null;
}

/** Estimates are of one percentage in one quarter, and not of a survey that is published apart. */
const canBeModelled = ({ statistic, measures, window }: Query) =>
  statistic === "percent" && window === undefined && measures.length === 1 && measures.every(isOfStages);

/** Takes a question for an estimate, or says why not. What a release publishes is not estimated. */
function readModelled(
  query: Query,
  mode: readonly string[],
  isPublished: boolean,
): { readonly ok: true; readonly query: Query } | Refusal {
  if (mode.some((name) => name !== "modelled")) return refuse("The mode is modelled, or left out.", nearestTo(query));
  if (isPublished) return refuse("A release publishes this itself: leave the mode out.", query);
  if (!canBeModelled(query))
    return refuse("Only percentages of one measure of the stages, in one quarter, are modelled.", nearestTo(query));
  return { ok: true, query: { ...query, mode: "modelled" } };
}

/**
 * Reads a table's name and the parameters of its address. The order of dimensions, values and parameters says
 * nothing, nor does asking for the same thing twice.
 *
 * @param table Levels joined by dots, or `all`.
 * @param offered Ids of the measures that there are.
 * @param parameters Pairs of name and value; `lang` is the reader's language and is left to the page.
 */
export function parseQuery(
  table: string,
  parameters: readonly (readonly [string, string])[],
  offered: readonly string[],
): { readonly ok: true; readonly query: Query } | Refusal {
  const draft: Draft = { by: [], filters: [], measures: ["C1"], statistic: "percent" };
  const given = Map.groupBy(parameters, ([name]) => name);
  const valuesOf = (name: string) => (given.get(name) ?? []).map(([, value]) => value);
  const faults: (string | null)[] = [];

  const names = table === WHOLE ? [] : table.split(".");
  if (!names.every(isLevel)) faults.push(`A table is named by ${levels.join(", ")} joined by dots, or by "${WHOLE}".`);
  draft.by = inOrder(levels, names.filter(isLevel));
  if (new Set(draft.by.map(dimensionOf)).size < draft.by.length) {
    faults.push("Show one of area, region and nation at a time.");
    draft.by = draft.by.filter((level) => dimensionOf(level) === level);
  }
  const named = split(valuesOf("measure"));
  const isNameless = given.has("measure") && named.length === 0;
  faults.push(isNameless ? "Name a measure, or leave the parameter out." : readMeasures(draft, named, offered));
  faults.push(readStatistic(draft, split(valuesOf("statistic"))));
  faults.push(readWindow(draft, split(valuesOf("window"))));
  for (const level of levels) if (given.has(level)) faults.push(readFilter(draft, level, valuesOf(level)));
  faults.push(readPlaces(draft));
  const other = [...given.keys()].some(
    (name) => !isLevel(name) && !["measure", "statistic", "window", "mode", "lang"].includes(name),
  );
  if (other) faults.push(`The parameters are measure, statistic, window, mode, lang, ${levels.join(", ")}.`);

  const query: Query = draft;
  const why = faults.find((fault) => fault !== null);
  const nearest = nearestTo(query);
  if (why !== undefined) return refuse(why, nearest);
  const isPublished = storedTable(nearest) === storedTable(query);
  const mode = split(valuesOf("mode"));
  if (mode.length > 0) return readModelled(query, mode, isPublished);
  if (!isPublished) {
    const why = "This crossing is not among the tables of a release; a filter counts as a dimension.";
    const refusal = refuse(why, nearest);
    return canBeModelled(query) ? { ...refusal, modelled: addressOf({ ...query, mode: "modelled" }) } : refusal;
  }
  return { ok: true, query };
}

/** The tables that a release offers, and what can be asked of each. */
export function offeredTables() {
  const holds = (tables: readonly Table[], table: Table) => tables.some((one) => tableId(one) === tableId(table));
  return peopleTables.map((table) => ({
    table: tableName({ by: table }),
    statistics: [
      "percent",
      "count",
      ...(holds(summaryTables, table) ? ["score"] : []),
      ...(holds(histogramTables, table) ? ["answers"] : []),
    ],
    /** Whether it can be asked of items that are put once for each agency, such as C2.POL. */
    perAgency: holds(perAgencyTables, table),
  }));
}
