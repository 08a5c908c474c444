// npm run validate [-- --quick]
// Puts the methodology to nations whose truth is known, writes what it finds to docs/methodology/validation.md, and fails
// when a promise is not kept. --quick does a tenth of the runs and writes nothing.
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { methodology } from "../../src/domain/methodology.ts";
import { plot } from "./plot.ts";
import {
  bias,
  coverageOfPercentages,
  coverageOfScores,
  falseBands,
  falseChanges,
  type Figures,
  foundDrops,
  modeEffect,
  plantedBands,
} from "./studies.ts";

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

function coverage() {
  say("coverage of intervals");
  const rows = bases.map((base) => {
    const percent = (isNoisy: boolean) => coverageOfPercentages(SEED, base, isNoisy, runs(40_000));
    const score = (isNoisy: boolean) => coverageOfScores(SEED, base, isNoisy, runs(300));
    const of = { base, plain: percent(false), noisy: percent(true), score: score(false), noisyScore: score(true) };
    for (const [what, found] of Object.entries(of)) {
      if (what !== "base") promise(`coverage at base ${base}, ${what}`, found, 94, 96);
    }
    return of;
  });
  return {
    text: table(
      ["Base", "Percentage", "with noise", "Adjusted area score", "with noise"],
      rows.map((of) => [String(of.base), ...[of.plain, of.noisy, of.score, of.noisyScore].map(figure)]),
    ),
    plot: plot(
      "Coverage of 95 per cent intervals by base",
      { x: "Base", y: "Intervals that hold the truth, %", from: 92, to: 98, wanted: [94, 96] },
      [
        { name: "percentages with noise", points: rows.map(({ base, noisy }) => [base, noisy]) },
        { name: "adjusted scores with noise", points: rows.map(({ base, noisyScore }) => [base, noisyScore]) },
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

function biases() {
  say("bias before and after");
  const of = [
    ["250,000 invitations", bias(SEED, 250_000, true, runs(100))],
    ["the same, nothing made coarse", bias(SEED, 250_000, false, runs(100))],
    ["500,000 invitations", bias(SEED, 500_000, true, runs(50))],
  ] as const;
  for (const [name, found] of of) {
    promise(`bias before, ${name}`, found["unadjusted, against the like of the nation"] ?? 0, 2, 100);
    promise(`bias after, ${name}`, found["adjusted, against the like of the nation"] ?? 9, 0, 0.3);
  }
  return listed(of);
}

function bands() {
  say("bands where areas differ only as areas do");
  const of = ([0, 3, 6] as const).map((spread) => {
    const found = falseBands(SEED, spread, true, runs(300));
    promise(`false better or worse at a spread of ${spread}`, found["better or worse"] ?? 9, 0, 5);
    promise(
      `false much better or much worse at a spread of ${spread}`,
      found["much better or much worse"] ?? 9,
      0,
      0.2,
    );
    return [`areas spread by ${spread} points`, found] as const;
  });
  return listed(of);
}

function changes() {
  say("changes over time");
  const rows = [
    ["no change: runs with any false alarm", promise("runs with a false change", falseChanges(SEED, runs(1000)), 0, 5)],
    ["a drop of 8 points, found in the period it came", foundDrops(SEED, 1, runs(1000))],
    [
      "the same, found a period later",
      promise("drops found within two periods", foundDrops(SEED, 2, runs(1000)), 90, 100),
    ],
  ] as const;
  return table(
    ["", "Runs, %"],
    rows.map(([name, found]) => [name, figure(found)]),
  );
}

const planted = () => {
  say("areas far from the rest");
  const sizes = [8, 12, 16, 20];
  const of = sizes.map((points) => [`${points} points`, plantedBands(SEED, points, runs(100))] as const);
  return {
    text: listed(of),
    plot: plot(
      "Areas far from the rest that are found",
      { x: "Points below the rest", y: "Found, %", from: 0, to: 100 },
      [{ name: "found", points: of.map(([, found], at) => [sizes[at] ?? 0, found["found"] ?? 0] as const) }],
    ),
  };
};

const [covered, biased, banded, changed, far] = [coverage(), biases(), bands(), changes(), planted()];
say("mode");
const modes = listed([["6 points by telephone", modeEffect(SEED, 6, runs(40))]]);

const verdicts = table(
  ["Promised", "Found", "Between", ""],
  promised.map(({ what, found, from, to }) => [
    what,
    figure(found),
    `${from} and ${to}`,
    found >= from && found <= to ? "kept" : "**not kept**",
  ]),
);

const page = `# What the methodology finds when the truth is known

Written by \`npm run validate\`, not by hand. Methodology ${methodology.version}. Synthetic nations of 43 areas that differ tenfold in size, whose
victims are decided by chance from one seed; what each study switches on is in \`simulation/validate/nation.ts\`. The noise here is
normal, of the variance of a release's own; the estimates are the engine's own functions.

## Intervals

How often a 95 % interval holds the truth, in per cent. The adjusted scores carry a mix of cases that differs between areas, and
people who answer more or less often by their kind.

${covered.text}

![Coverage by base](coverage.svg)

## Bias

Mean size of the error that remains in areas' scores, in points from 0 to 100, when chance is averaged away. Areas differ in
their mix of cases; the mix decides the score, and who answers. "The like of the nation" is what an area would score with the
nation's mix of cases.

${biased}

## Bands where there is nothing to find

Areas as draws from one distribution, with noise: what share of them is called what, in per cent. Nominal: 5 beyond 1.96, 0.2 beyond
3.09.

${banded}

## Areas far from the rest

Four areas of 43 are lowered by so many points, the others spread by 1.5: what share of them is found, and what share of the
areas called better or worse are others, in per cent.

${far.text}

![Areas found](planted.svg)

## Changes over time

43 areas of 400 answers a period, four periods before the change, standard deviation 30, with noise; alarms by Benjamini and
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
