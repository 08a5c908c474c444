import type { Stage } from "../../src/domain/dimension.ts";
import { methodology } from "../../src/domain/methodology.ts";
import { characteristicName } from "../../src/results/characteristics.ts";
import { driverName } from "../../src/results/drivers.ts";
import { modeName } from "../../src/results/modes.ts";
import { experiencesAt, OUTCOME } from "../../src/statistics/associations.ts";
import type { Item } from "../../src/statistics/item.ts";
import {
  histogramTables,
  ledger,
  peopleTables,
  scoreTablesOf,
  type Table,
  tableId,
} from "../../src/statistics/lattice.ts";
import { discreteGaussian, drawNoise, type NoiseTable } from "../../src/statistics/noise.ts";
import { type Cell, centredTable, countTable } from "../../src/statistics/perturb.ts";
import { cellOf, contributors } from "../../src/statistics/tally.ts";
import { streamOf, whole } from "../chance.ts";
import { hitOf, isPositive, type Score, scoreOf, weigh } from "./differencing.ts";
import { fromNumbers, type Stored } from "./evidence.ts";
import { characteristicsOf, items, modeOf, type Person } from "./people.ts";
import { mean, phi, probabilityOf } from "./theory.ts";
import type { Truth } from "./truth.ts";

// A2 on satisfaction as a whole, which a release counts in more tables than any other answer: beside every experience,
// by how people answered, and by what they told of themselves (docs/decisions/0040, 0046).

const overall = items.find(({ id }) => id === OUTCOME);

function needOverall(): Item {
  if (overall === undefined) throw new Error("satisfaction is not asked");
  return overall;
}

const tables: ReadonlyMap<string, Table> = new Map(peopleTables.map((table) => [tableId(table), table]));

/** What an answer is counted by, positive or not; further families of the ledger's that count it belong here. */
const COUNTED_BY = ["item", "item-by-mode", "driver", "item-by-characteristic"] as const;

/** What its code is counted by besides: each is told apart from the other end of the scale. */
const TOLD_BY = ["histogram"] as const;
const SUMMED_BY = ["centred-sum"] as const;

const spent = (families: readonly (keyof ReturnType<typeof ledger>["rhoPerFamily"])[]) =>
  families.reduce((sum, family) => sum + ledger().rhoPerFamily[family], 0);

/**
 * Accuracy by theory of whoever knows everybody else, by the ledger. A family of rho = groups / (2 variance) has two
 * counts a group that an answer moves by one: squared distances add up to four times rho.
 */
export const satisfactionTheory = phi(0.5 * Math.sqrt(4 * spent(COUNTED_BY)));

/**
 * The same of who knows that the answer was at one end of the scale or the other, from everything but adjusted scores: an
 * answer changed from end to end moves a sum of points by twice its half range, a square of eight times rho.
 */
const { "driver": DRIVERS, "item-by-characteristic": CHARACTERISTICS } = ledger().rhoPerFamily;
const { driver: DRIVERS_AT_MOST, characteristic: CHARACTERISTICS_AT_MOST } = ledger().distinctContributorSets;

/** What an answer spends of squared distance: by its side and its end, and by sums of points twice as far. */
const distance = (counted: number, summed: number) => 4 * counted + 8 * summed;

/** Accuracy by theory with so many experiences and characteristics beside an answer, of the most that there may be. */
function theoryOf(of: { readonly experiences: number; readonly characteristics: number }, isByCode: boolean): number {
  const counted =
    spent(COUNTED_BY) -
    DRIVERS * (1 - of.experiences / DRIVERS_AT_MOST) -
    CHARACTERISTICS * (1 - of.characteristics / CHARACTERISTICS_AT_MOST);
  return phi(0.5 * Math.sqrt(isByCode ? distance(counted + spent(TOLD_BY), spent(SUMMED_BY)) : distance(counted, 0)));
}

/** The same with adjusted scores, by the ledger. */
export const allEndsTheory = phi(
  0.5 * Math.sqrt(distance(spent([...COUNTED_BY, ...TOLD_BY]), spent([...SUMMED_BY, "adjusted-score"]))),
);

export const endsTheory = phi(0.5 * Math.sqrt(4 * spent([...COUNTED_BY, ...TOLD_BY]) + 8 * spent(SUMMED_BY)));

const { variance, truncation } = methodology.disclosure.noise.associations;
const associationTable = discreteGaussian(variance, truncation);

/** Logarithm of P(noise = k), kept above that of zero. */
const logOf = (table: NoiseTable, k: number) =>
  Math.log(Math.max(1e-300, Math.abs(k) > table.truncation ? 0 : probabilityOf(table, k)));

/** How much likelier two counts are if somebody is in the first than if they are in the second; others known. */
const moved = (table: NoiseTable, [a, b]: readonly [number, number], [others, rest]: readonly [number, number]) =>
  logOf(table, a - others - 1) + logOf(table, b - rest) - logOf(table, a - others) - logOf(table, b - rest - 1);

/** Everybody's answers as the tables of drivers and modes count them, by name of the count. */
function besideOf(people: readonly Person[], item: Item) {
  const counts = new Map<string, number>();
  const add = (name: string) => counts.set(name, (counts.get(name) ?? 0) + 1);
  const asked = new Map<Stage, readonly Item[]>();
  const experiencesOf = (stage: Stage) => {
    const known = asked.get(stage);
    if (known !== undefined) return known;
    const ids = new Set(experiencesAt(stage).map(({ id }) => id));
    const found = items.filter(({ id }) => ids.has(id));
    asked.set(stage, found);
    return found;
  };
  for (const person of people) {
    const satisfied = isPositive(item, person);
    if (satisfied === null) continue;
    add(`${modeOf(person)}|${person.stage}|${satisfied}`);
    for (const [id, code] of characteristicsOf(person)) add(`${id}|${code}|${person.stage}|${satisfied}`);
    for (const experience of experiencesOf(person.stage)) {
      const good = isPositive(experience, person);
      if (good !== null) add(`${experience.id}|${person.stage}|${satisfied}|${good}`);
    }
  }
  return { countOf: (name: string) => counts.get(name) ?? 0, experiencesOf };
}

type Attacked = { readonly people: readonly Person[]; readonly truth: Truth; readonly stored: Stored };

/** Numbers of a stored cell, without its codes; null where the release has none. */
const numbersAt = (stored: Stored, table: string, measure: string, place: string) =>
  stored(table, measure)
    ?.find(([codes]) => codes.join(".") === place)
    ?.slice(1)
    .map(Number) ?? null;

/** What the counts by mode, by characteristic and beside every experience say, in favour of a positive answer. */
function besides({ stored }: Attacked, beside: ReturnType<typeof besideOf>, person: Person, answer: boolean): number {
  const { stage } = person;
  const mode = modeOf(person);
  const known = (name: (satisfied: boolean) => string): readonly [number, number] => [
    beside.countOf(name(true)) - Number(answer),
    beside.countOf(name(false)) - Number(!answer),
  ];
  const [, P, Q] = numbersAt(stored, "stage", modeName(mode, OUTCOME), stage) ?? [];
  let sum =
    P === undefined || Q === undefined
      ? 0
      : moved(
          countTable,
          [P, Q],
          known((one) => `${mode}|${stage}|${one}`),
        );
  for (const [id, code] of characteristicsOf(person)) {
    const [, good, other] = numbersAt(stored, "stage", characteristicName(id, code, OUTCOME), stage) ?? [];
    if (good === undefined || other === undefined) continue;
    sum += moved(
      associationTable,
      [good, other],
      known((one) => `${id}|${code}|${stage}|${one}`),
    );
  }
  for (const experience of beside.experiencesOf(stage)) {
    const good = isPositive(experience, person);
    const counts = numbersAt(stored, "stage", driverName(experience.id), stage);
    if (good === null || counts === null) continue;
    // Satisfied with and without it, not satisfied with and without.
    const [a = 0, b = 0] = good ? [counts[0], counts[2]] : [counts[1], counts[3]];
    sum += moved(
      associationTable,
      [a, b],
      known((one) => `${experience.id}|${stage}|${one}|${good}`),
    );
  }
  return sum;
}

/** What distributions and sums of points say, in favour of the upper end of the scale against the lower. */
function ends({ stored, truth }: Attacked, item: Item, person: Person, answer: boolean): number {
  const placeIn = (table: Table) => table.map((one) => person[one]).join(".");
  const [top, bottom] = [item.points.indexOf(item.half), item.points.indexOf(-(item.half ?? 0))];
  let sum = 0;
  for (const table of histogramTables) {
    const { grid, tally } = truth.cells(item, table);
    const cell = cellOf(grid, person);
    const [a, b] = [top, bottom].map(
      (place) => numbersAt(stored, tableId(table), `h:${item.id}:${item.codes[place] ?? ""}`, placeIn(table))?.[0],
    );
    if (a === undefined || b === undefined) continue;
    const others = [top, bottom].map((place) => contributors(tally, cell, [place]).n);
    sum += moved(countTable, [a, b], [(others[0] ?? 0) - Number(answer), (others[1] ?? 0) - Number(!answer)]);
  }
  const half = item.half ?? 0;
  for (const table of scoreTablesOf(item.id)) {
    const { grid, tally } = truth.cells(item, table);
    const cell = cellOf(grid, person);
    const [found] = numbersAt(stored, tableId(table), `m:${item.id}`, placeIn(table)) ?? [];
    if (found === undefined) continue;
    const exact = item.points.reduce<number>(
      (all, points, place) => all + (points ?? 0) * contributors(tally, cell, [place]).n,
      0,
    );
    const rest = exact - (answer ? half : -half);
    sum += logOf(centredTable(half), found - rest - half) - logOf(centredTable(half), found - rest + half);
  }
  return sum;
}

/** Where somebody stands on the scale: at its upper end, its lower, or neither. */
const endOf = (item: Item, person: Person): number => {
  const points = item.points[item.places.get(person.items[item.id] ?? "") ?? -1] ?? null;
  return points === null || Math.abs(points) !== item.half ? 0 : Math.sign(points);
};

/** The exact numbers behind a stored cell of satisfaction's, as a release counts them before its noise; and that noise. */
function exactAt({ truth }: Attacked, beside: ReturnType<typeof besideOf>, item: Item) {
  const pairs = [true, false];
  return (table: Table, measure: string, cell: number, stage: string) => {
    const [kind = "", named = "", code = ""] = measure.split(":");
    if (kind === "characteristic") {
      const [P = 0, Q = 0] = pairs.map((one) => beside.countOf(`${named}|${code}|${stage}|${one}`));
      return { numbers: [P + Q, P, Q], noise: associationTable };
    }
    if (kind === "by-mode") {
      const [P = 0, Q = 0] = pairs.map((one) => beside.countOf(`${named}|${stage}|${one}`));
      return { numbers: [P + Q, P, Q], noise: countTable };
    }
    if (kind === "driver") {
      const numbers = pairs.flatMap((one) =>
        pairs.map((good) => beside.countOf(`${named}|${stage}|${String(one)}|${String(good)}`)),
      );
      return { numbers, noise: associationTable };
    }
    const { tally } = truth.cells(item, table);
    const counted = (place: number) => contributors(tally, cell, [place]).n;
    if (kind === "h") return { numbers: [counted(item.codes.indexOf(code))], noise: countTable };
    if (kind === "m") {
      const sum = item.points.reduce<number>((all, points, place) => all + (points ?? 0) * counted(place), 0);
      return { numbers: [sum], noise: centredTable(item.half ?? 0) };
    }
    const { base, good } = truth.of(item, table, cell);
    return { numbers: [base.n, good.n, base.n - good.n], noise: countTable };
  };
}

/** A draw of some noise. */
type Draw = (table: NoiseTable) => number;

/** Draws of the declared noise, of one release's own. */
export function drawsOfRelease(seed: string): Draw {
  const next = streamOf(seed, "drawn anew");
  return (table) => drawNoise(whole(next, 0, 2 ** 26 - 1) * 2 ** 27 + whole(next, 0, 2 ** 27 - 1), table);
}

/** The same tables with other draws of noise: what another release of the same answers would have been. */
export function drawnAnew(of: Attacked, draw: Draw): Stored {
  const item = needOverall();
  const exact = exactAt(of, besideOf(of.people, item), item);
  const known = new Map<string, ReturnType<Stored>>();
  return (table, measure) => {
    const name = `${table}/${measure}`;
    const before = known.get(name);
    if (before !== undefined) return before;
    const dimensions = tables.get(table) ?? [];
    const made =
      of.stored(table, measure)?.map(([codes], cell): Cell => {
        const { numbers, noise } = exact(dimensions, measure, cell, codes[dimensions.indexOf("stage")] ?? "");
        return [codes, ...numbers.map((n) => n + draw(noise))];
      }) ?? null;
    known.set(name, made);
    return made;
  };
}

type Told = { readonly most: number; readonly isByCode: boolean };

/** What came of guesses, what these targets had beside their answers, and what theory says of so much. */
type Guessed = Score & {
  readonly experiences: number;
  readonly characteristics: number;
  readonly toldOfThese: number;
};

/** @param isByCode The target is known to have answered at one end of the scale, and distributions and sums are read too. */
function guessing(of: Attacked, { most, isByCode }: Told): Guessed {
  const item = needOverall();
  const { people, truth, stored } = of;
  const source = fromNumbers(stored);
  const beside = besideOf(people, item);
  const next = streamOf("satisfaction", String(isByCode));
  const hits: number[] = [];
  const had: { readonly experiences: number; readonly characteristics: number }[] = [];
  for (let trial = 0; trial < most * 20 && hits.length < most; trial++) {
    const person = people[whole(next, 0, people.length - 1)];
    const answer = person === undefined ? null : isPositive(item, person);
    if (person === undefined || answer === null || answer !== (hits.length % 2 === 0)) continue;
    if (isByCode && endOf(item, person) === 0) continue;
    const told = weigh({ truth, source }, item, person, answer) + besides(of, beside, person, answer);
    hits.push(hitOf(told + (isByCode ? ends(of, item, person, answer) : 0), answer));
    const experiences = beside.experiencesOf(person.stage).filter((one) => isPositive(one, person) !== null).length;
    had.push({ experiences, characteristics: characteristicsOf(person).length });
  }
  return {
    ...scoreOf(hits),
    experiences: mean(had.map((one) => one.experiences)),
    characteristics: mean(had.map((one) => one.characteristics)),
    toldOfThese: mean(had.map((one) => theoryOf(one, isByCode))),
  };
}

/**
 * The attacker knows all other answers, the target's own experiences and characteristics, and guesses whether the target is satisfied, from
 * the 18 tables, the counts by mode, by characteristic and those beside every experience. One question's large cells are drawn once, so that
 * a release is luckier than another: `error` is the spread over releases drawn anew, of which `expected` is the mean.
 *
 * @param draws How many releases are drawn anew.
 */
export function satisfaction(of: Attacked, told: Told, draws: number) {
  const found = guessing(of, told);
  const others = Array.from({ length: draws }, (_, at) =>
    guessing({ ...of, stored: drawnAnew(of, drawsOfRelease(`release ${at}`)) }, told),
  ).map(({ success }) => success);
  const expected = mean(others);
  const error = Math.sqrt(others.reduce((sum, one) => sum + (one - expected) ** 2, 0) / Math.max(1, draws - 1));
  return { ...found, error, expected };
}
