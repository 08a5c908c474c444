// npm run validate [-- --quick]
// Puts the methodology to nations whose truth is known, writes what it finds to docs/methodology/validation.md, and fails
// when a promise is not kept. --quick does a tenth of the runs and writes nothing.
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { methodology } from "../../src/domain/methodology.ts";
import { plot } from "./plot.ts";
import type { Figures, Told } from "./studies.ts";
import { inThread } from "./threads.ts";

const SEED = "validation";
const isQuick = process.argv.includes("--quick");
const runs = (whole: number) => (isQuick ? Math.ceil(whole / 10) : whole);

type Promised = { readonly what: string; readonly found: number; readonly from: number; readonly to: number };
const promised: Promised[] = [];

/** Notes a figure that something was promised of. */
function promise(what: string, found: number, from: number, to: number): number {
  promised.push({ what, found, from, to });
  return found;
}

const say = (text: string) => process.stderr.write(`${text}\n`);

const figure = (value: number) => value.toFixed(2);

const table = (head: readonly string[], rows: readonly (readonly string[])[]) =>
  [head, head.map(() => "---"), ...rows].map((row) => `| ${row.join(" | ")} |`).join("\n");

const bases = [100, 200, 400, 1000] as const;

async function coverageAt(base: number) {
  const percent = (isNoisy: boolean) => inThread("coverageOfPercentages", SEED, base, isNoisy, runs(20_000));
  const score = (told: Told, half: 1 | 3 = 3) => inThread("coverageOfScores", SEED, base, { told, half }, runs(200));
  const [plain, noisy, exact, published, publishedThree] = await Promise.all([
    percent(false),
    percent(true),
    score("exact"),
    score("published"),
    score("published", 1),
  ]);
  return { base, plain, noisy, score: exact, published, publishedThree };
}

async function coverage() {
  const rows = await Promise.all(bases.map(coverageAt));
  for (const { base, score: _, ...of } of rows) {
    for (const [what, found] of Object.entries(of)) promise(`coverage at base ${base}, ${what}`, found, 94, 96);
  }
  say("coverage of intervals");
  return {
    text: table(
      ["Base", "Percentage", "with noise", "Adjusted score", "as published", "as published, three answers"],
      rows.map(({ base, ...of }) => [String(base), ...Object.values(of).map(figure)]),
    ),
    plot: plot(
      "Coverage of 95 per cent intervals by base",
      { x: "Base", y: "Intervals that hold the truth, %", from: 92, to: 98, wanted: [94, 96] },
      [
        { name: "percentages with noise", points: rows.map(({ base, noisy }) => [base, noisy]) },
        { name: "adjusted scores as published", points: rows.map(({ base, published }) => [base, published]) },
      ],
    ),
  };
}

const listed = (of: readonly (readonly [string, Figures])[]) => {
  const names = Object.keys(of[0]?.[1] ?? {});
  return table(
    ["", ...of.map(([name]) => name)],
    names.map((name) => [name, ...of.map(([, found]) => figure(found[name] ?? Number.NaN))]),
  );
};

async function biases() {
  const [all, plain, large] = await Promise.all([
    inThread("bias", SEED, { invitations: 250_000, isGeneralised: true }, runs(100)),
    inThread("bias", SEED, { invitations: 250_000, isGeneralised: false }, runs(60)),
    inThread("bias", SEED, { invitations: 500_000, isGeneralised: true }, runs(50)),
  ]);
  const of = [
    ["250,000 invitations", all],
    ["the same, nothing made coarse", plain],
    ["500,000 invitations", large],
  ] as const;
  say("bias before and after");
  for (const [name, found] of of) {
    promise(`bias before, ${name}`, found["unadjusted, against the like of the nation"] ?? 0, 2, 100);
    promise(`bias after, ${name}`, found["adjusted, against the like of the nation"] ?? 9, 0, 0.3);
  }
  return listed(of);
}

async function caps() {
  const of = await Promise.all(
    [1.2, 1.3, 1.5, 2, 5].map(async (cap) => {
      return [`${cap} times the mean`, await inThread("cappedWeights", SEED, cap, runs(40))] as const;
    }),
  );
  say("how far weights may go");
  return listed(of);
}

async function bands() {
  const spreads = [0, 3, 6] as const;
  const all = await Promise.all(spreads.map((spread) => inThread("falseBands", SEED, spread, runs(200))));
  say("bands where areas differ only as areas do");
  return listed(
    all.map((found, at) => {
      const spread = spreads[at];
      promise(`false better or worse at a spread of ${spread}`, found["better or worse"] ?? 9, 0, 5);
      const far = found["much better or much worse"] ?? 9;
      promise(`false much better or much worse at a spread of ${spread}`, far, 0, 0.2);
      return [`areas spread by ${spread} points`, found] as const;
    }),
  );
}

async function changes() {
  const [none, once, twice] = await Promise.all([
    inThread("falseChanges", SEED, runs(1000)),
    inThread("foundDrops", SEED, 1, runs(1000)),
    inThread("foundDrops", SEED, 2, runs(1000)),
  ]);
  say("changes over time");
  const rows = [
    ["no change: runs with any false alarm", promise("runs with a false change", none, 0, 5)],
    ["a drop of 8 points, found in the period it came", once],
    ["the same, found a period later", promise("drops found within two periods", twice, 90, 100)],
  ] as const;
  return table(
    ["", "Runs, %"],
    rows.map(([name, found]) => [name, figure(found)]),
  );
}

async function planted() {
  const sizes = [8, 12, 16, 20];
  const of = await Promise.all(
    sizes.map(async (points) => {
      return [`${points} points`, await inThread("plantedBands", SEED, points, runs(60))] as const;
    }),
  );
  say("areas far from the rest");
  return {
    text: listed(of),
    plot: plot(
      "Areas far from the rest that are found",
      { x: "Points below the rest", y: "Found, %", from: 0, to: 100 },
      [{ name: "found", points: of.map(([, found], at) => [sizes[at] ?? 0, found["found"] ?? 0] as const) }],
    ),
  };
}

async function modeEffects() {
  return listed([["6 points by telephone", await inThread("modeEffect", SEED, 6, runs(40))]]);
}

const [covered, biased, capped, banded, changed, far, modes] = await Promise.all([
  coverage(),
  biases(),
  caps(),
  bands(),
  changes(),
  planted(),
  modeEffects(),
]);

const verdicts = table(
  ["Promised", "Found", "Between", ""],
  promised
    .toSorted((a, b) => (a.what < b.what ? -1 : 1))
    .map(({ what, found, from, to }) => [
      what,
      figure(found),
      `${from} and ${to}`,
      found >= from && found <= to ? "kept" : "**not kept**",
    ]),
);

const page = `# What the methodology finds when the truth is known

Written by \`npm run validate\`, not by hand. Methodology ${methodology.version}. Synthetic nations of 43 areas that differ tenfold in size, whose
victims are decided by chance from one seed; what each study switches on is in \`simulation/validate/nation.ts\`. Estimates, noise,
rounding and what readers are told are the engine's own functions.

## Intervals

How often a 95 % interval holds the truth, in per cent. The adjusted scores carry a mix of cases that differs between areas, and
people who answer more or less often by their kind. "As published" is what a reader has: noisy bases, noisy and rounded scores, and
one variance for all areas; a question with seven answers, and one with three. Before that, an adjusted score's error comes from its own
area's answers, which nobody is told: it runs a little short at base 100, and nothing is promised of it.

${covered.text}

![Coverage by base](coverage.svg)

## Bias

Mean size of the error that remains in areas' scores, in points from 0 to 100, when chance is averaged away. Areas differ in
their mix of cases; the mix decides the score, and who answers. "The like of the nation" is what an area would score with the
nation's mix of cases.

${biased}

## How far weights may go

No weight may be more than ${methodology.weights.cap} times the mean of its area, and the noise of adjusted scores grows by as much (decision
0036). With other limits, in the nation of 250,000 invitations: what remains of the error, how many answers are held back, and how
large the noise then is.

${capped}

## Bands where there is nothing to find

Areas as draws from one distribution, scores as published: what share of them is called what, in per cent. Nominal: 5 beyond 1.96, 0.2 beyond
3.09.

${banded}

## Areas far from the rest

Four areas of 43 are lowered by so many points, the others spread by 1.5: what share of them is found, and what share of the
areas called better or worse are others, in per cent.

${far.text}

![Areas found](planted.svg)

## Changes over time

43 areas of 400 answers a period, four periods before the change, standard deviation 30, with the noise of adjusted scores; alarms by Benjamini and
Hochberg at 5 %.

${changed}

## Mode

Areas differ in how many are asked by telephone (30 % on average, 15 points of spread), which adds 6 points: mean size of the
error that this makes in areas' scores, about the nation's own. The engine does not adjust for mode until people have been given
theirs by chance (methodology.md 2.12).

${modes}

## Promises

${verdicts}
`;

if (!isQuick) {
  const folder = join(import.meta.dirname, "../../docs/methodology");
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "validation.md"), page);
  writeFileSync(join(folder, "coverage.svg"), covered.plot);
  writeFileSync(join(folder, "planted.svg"), far.plot);
}
process.stdout.write(`${verdicts}\n`);
if (promised.some(({ found, from, to }) => !(found >= from && found <= to))) process.exitCode = 1;
