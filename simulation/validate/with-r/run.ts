// npm run validate:r [-- INVITATIONS]
// Estimates the scores of one synthetic nation twice from the same people: by the functions that a release is made with,
// and by R's survey package (estimate.R), before any noise. Fails where they differ by more than a millionth.
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { methodology } from "../../../src/domain/methodology.ts";
import { type AnswerCell, estimateAreas, type Frame } from "../../../src/statistics/area-estimates.ts";
import { scoreOfSevenPoints } from "../../../src/statistics/score.ts";
import { designEffect, weightedMean } from "../../../src/statistics/survey-design.ts";
import { kish, rake } from "../../../src/statistics/weights.ts";
import { type Stream, streamOf, whole } from "../../chance.ts";
import { by, makeNation, noNoise, survey } from "../nation.ts";

const SEED = "two implementations";
const PRECISION = 1e-6;

/** One respondent. */
type Person = { readonly area: string; readonly categories: Readonly<Record<string, string>>; readonly score: number };

/** People in the place of cells: each with a score of their own. */
const peopleOf = (cells: readonly AnswerCell[], next: Stream): readonly Person[] =>
  cells.flatMap(({ area, categories, n, sum }) => {
    const centre = Math.round(1 + (6 * sum) / n / 100);
    return Array.from({ length: n }, () => {
      const code = Math.min(7, Math.max(1, centre + whole(next, -2, 2)));
      return { area, categories, score: scoreOfSevenPoints(code) };
    });
  });

/** The cells that a release would count of these people. */
function cellsOf(people: readonly Person[]): readonly AnswerCell[] {
  const cells = new Map<string, { -readonly [K in keyof AnswerCell]: AnswerCell[K] }>();
  for (const { area, categories, score } of people) {
    const key = [area, ...by.weighBy.map((name) => categories[name])].join("|");
    const cell = cells.get(key) ?? { area, categories, n: 0, sum: 0, squares: 0, baseWeight: 1 };
    cells.set(key, cell);
    cell.n += 1;
    cell.sum += score;
    cell.squares += score * score;
  }
  return [...cells.values()];
}

type Quantities = Map<string, number>;

/** What the engine finds. */
function byEngine(people: readonly Person[], frame: Frame): Quantities {
  const cells = cellsOf(people);
  const found = estimateAreas(cells, frame, by, noNoise);
  if (found === null) throw new Error("There are no people to estimate from");
  const quantities: Quantities = new Map();
  const note = (quantity: string, area: string, value: number) => quantities.set(`${quantity} | ${area}`, value);
  for (const { unit, raw, adjusted, standardError } of found.caseMix.units) {
    note("weighted mean", unit, raw);
    note("adjusted mean", unit, adjusted);
    note("adjusted standard error", unit, standardError);
  }
  note("residual deviation", "nation", found.caseMix.sigma);

  const weightOf = new Map<string, number>();
  for (const { area, weights, met } of found.weighted) {
    const own = cells.filter((cell) => cell.area === area);
    for (const [index, { categories }] of own.entries()) weightOf.set(keyOf({ area, categories }), weights[index] ?? 0);
    note("margins met", area, met.length);
    const sizes = own.map(({ n }) => n);
    note("design effect of weights", area, kish(weights, sizes)?.designEffect ?? Number.NaN);
  }
  const weights = people.map((person) => weightOf.get(keyOf(person)) ?? 0);
  const design = { weights, strata: people.map(({ area }) => area) };
  const scores = people.map(({ score }) => score);
  const mean = weightedMean(design, scores);
  note("national mean", "nation", mean?.value ?? Number.NaN);
  note("national standard error", "nation", mean?.standardError ?? Number.NaN);
  note("design effect", "nation", designEffect(design, scores, true) ?? Number.NaN);
  return quantities;
}

const keyOf = ({ area, categories }: Pick<Person, "area" | "categories">) =>
  [area, ...by.weighBy.map((name) => categories[name])].join("|");

/** The nation raked to its own margins, with the variance that raking leaves. */
function byRaking(people: readonly Person[], frame: Frame): Quantities {
  const margins = by.weighBy.map((name) => {
    const categories = people.map((person) => person.categories[name] ?? "");
    const targets = new Map<string, number>();
    for (const category of new Set(categories)) {
      targets.set(category, total([...frame.values()].map((of) => of[name]?.[category] ?? 0)));
    }
    return { name, categories, targets };
  });
  const start = people.map(() => 1);
  const raked = rake(start, margins);
  if (!raked.met) throw new Error(`The nation cannot be raked: ${raked.because}`);
  const design = { weights: raked.weights, margins: margins.map(({ categories }) => categories) };
  const scores = people.map(({ score }) => score);
  const mean = weightedMean(design, scores);
  return new Map([
    ["raked mean | nation", mean?.value ?? Number.NaN],
    ["raked standard error | nation", mean?.standardError ?? Number.NaN],
  ]);
}

const total = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0);

const csv = (head: readonly string[], rows: readonly (readonly (string | number)[])[]) =>
  [head, ...rows].map((row) => row.join(",")).join("\n");

/** What R finds, from files. */
function byR(people: readonly Person[], frame: Frame): Quantities {
  const folder = mkdtempSync(join(tmpdir(), "throughline-with-r-"));
  try {
    const write = (name: string, text: string) => writeFileSync(join(folder, name), `${text}\n`);
    const rows = people.map(({ area, categories, score }) => {
      const codes = by.weighBy.map((name) => categories[name] ?? "");
      return [area, ...codes, score, 1];
    });
    write("people.csv", csv(["area", ...by.weighBy, "score", "base"], rows));
    const targets = [...frame].flatMap(([area, margins]) =>
      Object.entries(margins).flatMap(([attribute, of]) =>
        Object.entries(of).map(([category, n]) => [area, attribute, category, n]),
      ),
    );
    write("frame.csv", csv(["area", "attribute", "category", "n"], targets));
    const { fewestAnswers, cap, rounds } = methodology.weights;
    write(
      "rules.csv",
      csv(["attributes", "fewest", "cap", "rounds"], [[by.weighBy.join(" "), fewestAnswers, cap, rounds]]),
    );
    execFileSync("Rscript", [join(import.meta.dirname, "estimate.R"), folder], {
      stdio: ["ignore", "ignore", "inherit"],
    });
    const [, ...lines] = readFileSync(join(folder, "r.csv"), "utf8").trim().split("\n");
    return new Map(
      lines.map((line) => {
        const [quantity = "", area = "", value] = line.replaceAll('"', "").split(",");
        return [`${quantity} | ${area}`, Number(value)];
      }),
    );
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Seconds that SQLite takes to count the same people by area and each attribute: plain group-bys, without any method. */
function bySql(people: readonly Person[]): number {
  const database = new DatabaseSync(":memory:");
  const columns = by.weighBy.map((name) => `"${name}" text`).join(", ");
  database.exec(`create table person (area text, ${columns}, score real); begin`);
  const insert = database.prepare(`insert into person values (?, ${by.weighBy.map(() => "?").join(", ")}, ?)`);
  for (const { area, categories, score } of people) {
    insert.run(area, ...by.weighBy.map((name) => categories[name] ?? ""), score);
  }
  database.exec("commit");
  const began = performance.now();
  for (const name of by.weighBy) {
    database.prepare(`select area, "${name}", count(*), avg(score) from person group by 1, 2`).all();
  }
  database.prepare("select area, count(*), avg(score), avg(score * score) from person group by 1").all();
  const took = (performance.now() - began) / 1000;
  database.close();
  return took;
}

function timed<T>(what: () => T): readonly [T, number] {
  const began = performance.now();
  const result = what();
  return [result, (performance.now() - began) / 1000];
}

const invitations = Number(process.argv[2] ?? 250_000);
const nation = makeNation(SEED, {
  areas: 43,
  invitations,
  response: 0.3,
  mixSpread: 0.4,
  mixEffect: 24,
  responseEffect: 0.9,
  areaSpread: 3,
  isGeneralised: true,
});
const people = peopleOf(survey(nation, streamOf(SEED, "answers")), streamOf(SEED, "scores"));
console.log(`${people.length} answers of ${invitations} invited in ${nation.places.length} areas`);

const [engine, engineTook] = timed(
  () => new Map([...byEngine(people, nation.frame), ...byRaking(people, nation.frame)]),
);
const [r, rTook] = timed(() => byR(people, nation.frame));
const worst = new Map<string, { n: number; difference: number; at: string }>();
for (const [key, found] of r) {
  const [quantity = "", at = ""] = key.split(" | ");
  const own = engine.get(key) ?? Number.NaN;
  const difference = Math.abs(own - found) / Math.max(Math.abs(found), Number.MIN_VALUE);
  const known = worst.get(quantity) ?? { n: 0, difference: 0, at: "" };
  const isWorse = !(difference <= known.difference);
  worst.set(quantity, isWorse ? { n: known.n + 1, difference, at } : { ...known, n: known.n + 1 });
}
for (const [quantity, { n, difference, at }] of worst) {
  console.log(
    `  ${quantity.padEnd(28)} ${String(n).padStart(3)} compared   furthest apart by ${difference.toExponential(1)} ${at}`,
  );
}
console.log(
  `engine ${engineTook.toFixed(1)} s, R ${rTook.toFixed(1)} s, plain group-bys in SQLite ${bySql(people).toFixed(2)} s`,
);
const missing = [...engine.keys()].filter((key) => !r.has(key));
const apart = [...worst].filter(([, { difference }]) => !(difference <= PRECISION)).map(([quantity]) => quantity);
if (apart.length > 0 || missing.length > 0) {
  console.error(`The two differ in: ${[...apart, ...missing].join(", ")}`);
  process.exit(1);
}
console.log(`The two agree to ${PRECISION} in everything.`);
