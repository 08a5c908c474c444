import Papa from "papaparse";
import { type Stage, stages } from "../../src/domain/dimension.ts";
import { tableId, tablesOf } from "../../src/statistics/lattice.ts";
import { cellOf } from "../../src/statistics/tally.ts";
import { type Ask, type Figures, readFigures } from "./api.ts";
import type { AttackRow } from "./attack.ts";
import { refusals, sideChannels, tableDoor } from "./channels.ts";
import { allButOne, differencing, kinds, othersTheory, pairTheory, type Score } from "./differencing.ts";
import { fromFigures, fromNumbers } from "./evidence.ts";
import { betweenReleases, drawsOf, goodness, sumsOfNobody } from "./fit.ts";
import { growing, watched } from "./growth.ts";
import { cases, coverageOf } from "./intervals.ts";
import { publishedFamilies, solvedUniquely } from "./means.ts";
import { hostileNames } from "./names.ts";
import { type ReleasedNation, releasedNation } from "./nation.ts";
import { items, makeFakes, makeNeighbours } from "./people.ts";
import { again, repeats } from "./repeats.ts";
import { disclosureRules } from "../../src/statistics/rules.ts";
import { asPairs, asTheory, atLeast, atMost, type Effort, notTried, three } from "./rows.ts";
import { acrossQuestions, casesAgain, corrected, ofCases } from "./suite-answers.ts";
import {
  channelRow,
  everyRoute,
  hostileRoutes,
  lasting,
  type Routes,
  routesOf,
  trendChannels,
} from "./suite-routes.ts";
import { type Truth, truthOf } from "./truth.ts";
import { averaging, bySums, byMargins, marginsBy, type Recovery, unionsAreSums, unionsBy } from "./unions.ts";

const say = (text: string) => process.stderr.write(`${text}\n`);

const PUBLIC = "the public API, no key";
const NUMBERS = "the noisy whole numbers before rounding";

/** Reads every table of every question by the public API. */
async function readLattice(ask: Ask, release: string): Promise<(table: string, measure: string) => Figures> {
  const known = new Map<string, Figures>();
  for (const table of new Set(items.flatMap(({ id }) => tablesOf(id).map(tableId)))) {
    const ids = items.map(({ id }) => id).filter((id) => tablesOf(id).some((one) => tableId(one) === table));
    for (let from = 0; from < ids.length; from += 20) {
      const measures = ids.slice(from, from + 20);
      const figures = await readFigures(ask, { release, table, measures });
      for (const id of measures) known.set(`${table}/${id}`, figures);
    }
  }
  return (table, measure) => known.get(`${table}/${measure}`) ?? new Map();
}

/** A1: in nations where many cells differ by one person. */
async function neighbours(size: number, effort: Effort): Promise<readonly AttackRow[]> {
  const found = { numbers: [] as Score[], published: [] as Score[] };
  const trialsOf = (scores: readonly Score[]) => scores.reduce((sum, { trials }) => sum + trials, 0);
  for (let at = 0; at < effort.nations && trialsOf(found.published) < effort.pairs; at++) {
    const seed = `neighbours ${at}`;
    const nation = await releasedNation({ size, seed, people: makeNeighbours(seed, size) });
    try {
      const truth = truthOf(nation.people);
      found.numbers.push(differencing(truth, fromNumbers(nation.stored)));
      found.published.push(differencing(truth, fromFigures(await readLattice(nation.ask, nation.period))));
    } finally {
      await nation.close();
    }
  }
  const pooled = (scores: readonly Score[]): Score => {
    const trials = trialsOf(scores);
    if (trials === 0) return { trials, success: 0 };
    return { trials, success: scores.reduce((sum, score) => sum + score.trials * score.success, 0) / trials };
  };
  const rowOf = (id: string, had: string, score: Score) =>
    asPairs([id, attack, `${had}; that they differ by one`], score, pairTheory, effort);
  const attack = `differencing of cells that differ by one person (theory ${three(pairTheory)})`;
  return [rowOf("A1", PUBLIC, pooled(found.published)), rowOf("A1 numbers", NUMBERS, pooled(found.numbers))];
}

/** A2: whoever knows everybody else's answers. */
async function others({ people, ask, stored, period }: ReleasedNation, truth: Truth, effort: Effort) {
  const figures = fromFigures(await readLattice(ask, period));
  const [numbers, published] = effort.targets;
  return kinds.flatMap((kind): readonly AttackRow[] => {
    const theory = othersTheory(kind.sets);
    const attack = `one answer on a question ${kind.name}, in ${kind.sets} groups (theory ${three(theory)})`;
    const byNumbers = allButOne({ people, truth, source: fromNumbers(stored) }, kind, numbers);
    const byFigures = allButOne({ people, truth, source: figures }, kind, published);
    // A release draws once: what is beyond theory by the luck of its few large cells is told by the spread over questions.
    return [
      asTheory(["A2", attack, `all other answers; ${PUBLIC}`], { score: byFigures, theory, isRounded: true }),
      asTheory(["A2 numbers", attack, `all other answers; ${NUMBERS}`], { score: byNumbers, theory }),
    ];
  });
}

const parseCsv = (text: string) =>
  Papa.parse<Record<string, string>>(text, { header: true, skipEmptyLines: true }).data;

/** A5 and A6. */
async function askedAgain(nation: ReleasedNation, effort: Effort): Promise<readonly AttackRow[]> {
  const at = { ask: nation.ask, release: nation.period };
  const { bodies, ...warm } = await repeats(at, effort.questions, parseCsv);
  await nation.restart();
  const cold = await again(nation.ask, bodies);
  const sums = await unionsAreSums(at, nation.stored, effort.questions);
  const { trials, error, theory, exactly } = await averaging(unionsBy(nation.ask, nation.period), nation.people);
  const left = { trials, success: error / theory };
  // A mean square of so many errors strays from its own mean by sqrt(2 / trials).
  const least = 1 - 3 * Math.sqrt(2 / trials);
  const averaged = [
    "A6 averaging",
    `mean over 127 ways to part a total in two: mean squared error left, as a share of that of the cells' own noise (${three(exactly)} of totals exact)`,
    PUBLIC,
  ] as const;
  const words = "orders, repeats, idle filters, lists, languages, JSON and CSV, latest and id, callers";
  return [
    atMost(["A5", `the same question in other ways (share that differ): ${words}`, PUBLIC], warm, 0, 0),
    atMost(["A5 cold", "the same questions after a restart (share that differ)", PUBLIC], cold, 0, 0),
    atMost(["A6", "unions that are not the sum of their cells (share)", PUBLIC], sums, 0, 0),
    trials < 30 ? notTried(averaged, trials) : atLeast(averaged, left, least, 1),
  ];
}

/** A8 and A9. */
async function recovered(nation: ReleasedNation): Promise<readonly AttackRow[]> {
  const { ask, period, people } = nation;
  const families = solvedUniquely(await publishedFamilies(ask, period));
  const unions = unionsBy(ask, period);
  const margins = await byMargins(unions, await marginsBy(ask, period), people);
  const sums = await bySums(unions, people);
  const scoreOf = ({ trials, error }: Recovery): Score => ({ trials, success: error });
  const words = "count of a cell that is not shown: error left, in persons";
  const rows = [
    atMost(["A8", "count, percentage and mean of one cell fit one truth only (share)", PUBLIC], families, 0, 0),
  ];
  if (margins.trials > 0) {
    rows.push(atLeast(["A9", `${words}; margin less siblings`, PUBLIC], scoreOf(margins), 3, margins.prior));
  }
  // Nothing but its own noise protects a stored cell from whoever adds and subtracts: less than that would be a leak.
  const noise = Math.sqrt(disclosureRules.noise.variance);
  rows.push(
    atLeast(
      ["A9 sums", `${words}; differences of sums with and without it, averaged (theory ${three(noise)})`, PUBLIC],
      scoreOf(sums),
      noise * (1 - 2 / Math.sqrt(2 * Math.max(1, sums.trials))),
      sums.prior,
    ),
  );
  return rows;
}

/** A10, of one release. */
function fitted(truth: Truth, stored: ReleasedNation["stored"]): readonly AttackRow[] {
  const draws = drawsOf(truth, stored);
  const had = `the truth; ${NUMBERS}`;
  const of = (id: string, what: string, kindsOf: readonly string[]) => {
    const { trials, p } = goodness(draws.filter(({ kind }) => kindsOf.includes(kind)).map(({ noise }) => noise));
    return atLeast(
      [id, `${what}: p of chi-square against the declared noise`, had],
      { trials, success: p },
      0.001,
      0.5,
    );
  };
  const { trials, ratio } = sumsOfNobody(draws);
  const most = 1 + 5 * Math.sqrt(2 / Math.max(1, trials));
  return [
    of("A10", "draws of every counted group", ["counted", "empty numerator"]),
    of("A10 zeros", "draws of counts of nobody among somebody", ["empty numerator"]),
    of("A10 nobody", "draws of cells in which nobody is", ["empty cell"]),
    atMost(
      ["A10 sums", "sum over cells in which nobody is: variance as a share of independent draws'", had],
      { trials, success: ratio },
      most,
      1,
    ),
  ];
}

/** How many gave a valid answer, by question, area, stage, and offence where that is told. */
function numbersOf(truth: Truth): (key: string) => number {
  return (key) => {
    const [measure, area, stage, offence] = key.split("|");
    const item = items.find(({ id }) => id === measure);
    const asked: Stage | undefined = stages.find((one) => one === stage);
    if (item === undefined || area === undefined || asked === undefined) return 0;
    const table = offence === undefined ? (["area", "stage"] as const) : (["area", "stage", "offence"] as const);
    const { grid } = truth.cells(item, table);
    return truth.of(item, table, cellOf(grid, { area, stage: asked, ...(offence !== undefined && { offence }) })).base
      .n;
  };
}

/** A11 and A12. */
async function outside(
  nation: ReleasedNation,
  truth: Truth,
  routes: Routes,
  effort: Effort,
): Promise<readonly AttackRow[]> {
  const at = { ask: nation.ask, release: nation.period };
  const found = await sideChannels(at, numbersOf(truth), effort.looks, tableDoor(effort.breadth));
  const { trials, texts } = await refusals(at, Math.min(500, effort.looks));
  const hostile = await hostileNames(at);
  for (const failed of hostile.failed) say(`A12: ${failed}`);
  return [
    ...found.map((channel) => channelRow("A11", "cells", channel)),
    ...(await trendChannels(nation, numbersOf(truth), effort)),
    atMost(
      ["A11 texts", "refusals that differ in more than the words asked: further texts", PUBLIC],
      { trials, success: texts - 1 },
      0,
      0,
    ),
    atMost(
      ["A12", "hostile, unknown and empty names that are answered, echoed, or break it (share)", PUBLIC],
      hostile,
      0,
      0,
    ),
    ...(await hostileRoutes(nation, routes, effort)),
  ];
}

/** A7, and the independence of A10 between two releases of the same people. It moves the clock on, so it comes last. */
async function grown(
  nation: ReleasedNation,
  truth: Truth,
  routes: Routes,
  effort: Effort,
): Promise<readonly AttackRow[]> {
  const { ask, people } = nation;
  const count = effort.fakes.reduce((sum, fakes) => sum + fakes, 0);
  const fakes = makeFakes("open", count);
  let from = 0;
  const steps = effort.fakes.map((many) => async () => {
    await nation.add(fakes.slice(from, from + many), "2025Q4");
    from += many;
  });
  const every = lasting(routes, "2025Q3", effort);
  const open = await growing(
    ask,
    [...watched("2025Q3"), ...every],
    [
      ...steps,
      async () => nation.add(makeFakes("late", 5), "2025Q3"),
      async () => nation.release("2025Q3"),
      async () => nation.add(people, "2025Q4"),
      async () => nation.release("2025Q4"),
    ],
  );
  const frozen = await growing(ask, watched("2025Q4"), [
    async () => nation.add(makeFakes("after", 5), "2025Q4"),
    async () => nation.release("2025Q4"),
  ]);
  const second = drawsOf(truthOf([...people, ...fakes]), (table, measure) => nation.stored(table, measure, "2025Q4"));
  const { trials, r } = betweenReleases(drawsOf(truth, nation.stored), second);
  const had = `${PUBLIC}; ${count} respondents of the attacker's`;
  return [
    atMost(
      [
        "A7",
        "fakes in the open quarter, late ones, and the release asked for again: share of answers of every route that change",
        had,
      ],
      open,
      0,
      0,
    ),
    atMost(["A7 frozen", "the quarter with the fakes, once released: share of answers that change", had], frozen, 0, 0),
    atMost(
      [
        "A10 releases",
        `the same people in two releases: |r| of their noise (its error by chance ${three(1 / Math.sqrt(trials))})`,
        `the truth; ${NUMBERS}`,
      ],
      { trials, success: Math.abs(r) },
      0.01 + effort.slack,
      0,
    ),
    casesAgain(nation.stored, "2025Q4", effort),
  ];
}

/** A1, A2 and A5 to A12 against a nation of so many responses. */
export async function attacks(size: number, effort: Effort): Promise<readonly AttackRow[]> {
  const rows: AttackRow[] = [];
  const part = async (name: string, run: () => Promise<readonly AttackRow[]> | readonly AttackRow[]) => {
    const began = performance.now();
    rows.push(...(await run()));
    say(`${size} ${name}: ${((performance.now() - began) / 1000).toFixed(0)} s`);
  };
  await part("A1", () => neighbours(size, effort));
  const nation = await releasedNation({ size, seed: "nation" });
  try {
    const truth = truthOf(nation.people);
    const routes = await routesOf(nation, effort);
    await part("A2", () => others(nation, truth, effort));
    await part("A5, A6", () => askedAgain(nation, effort));
    await part("A2 several", () => acrossQuestions(nation, truth, effort));
    await part("A5 routes", () => everyRoute(nation, routes, effort));
    await part("A8, A9", () => recovered(nation));
    await part("A10", () => fitted(truth, nation.stored));
    await part("cases", () => ofCases(nation, effort));
    await part("A11, A12", () => outside(nation, truth, routes, effort));
    await part("A7 corrected", () => corrected(nation, truth));
    await part("A7", () => grown(nation, truth, routes, effort));
  } finally {
    await nation.close();
  }
  return rows;
}

/** R8: what published intervals keep of their promise, whatever the size of a nation. */
export function intervals(effort: Effort): readonly AttackRow[] {
  const slack = effort.isFull ? 0.01 : 0.02;
  return cases.flatMap((one) => {
    const { base, share, coverage, inflation } = one;
    const found = coverageOf(one, effort.intervals);
    const had = `base ${base}, true share ${share}`;
    const covered = {
      ...atLeast(
        ["R8", "95 % intervals that hold the truth (share)", had],
        { trials: found.trials, success: found.coverage },
        coverage,
        0.95,
      ),
      threshold: `${three(coverage)} within ${three(slack)}`,
      isPassed: Math.abs(found.coverage - coverage) <= slack,
    };
    if (inflation === null) return [covered];
    const grown = { trials: found.trials, success: found.inflation };
    return [
      covered,
      atMost(["R8", "error with noise as a multiple of sampling error", had], grown, inflation + 2 * slack, 1),
    ];
  });
}
