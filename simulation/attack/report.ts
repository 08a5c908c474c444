import { disclosureRules } from "../../src/statistics/rules.ts";
import { othersTheory } from "./differencing.ts";
import type { AttackRow } from "./attack.ts";
import { allEndsTheory, endsTheory, satisfactionTheory } from "./satisfaction.ts";

/** One line of the report: a row, and the size of the nation, null where that does not matter. */
export type Line = { readonly size: number | null; readonly row: AttackRow };

const figure = (value: number) => (Number.isInteger(value) ? String(value) : value.toFixed(3));

const head = ["", "N", "Attack", "What the attacker had", "Trials", "Success", "Chance", "Threshold", "Pass"];

/** Every line in order of attack, then of size, as a Markdown table. */
export function tableOf(lines: readonly Line[]): string {
  const number = ({ row }: Line) => Number(/\d+/.exec(row.id)?.[0] ?? 0) + (row.id.startsWith("A") ? 0 : 100);
  const cells = lines
    .toSorted((a, b) => number(a) - number(b))
    .map(({ size, row }) => [
      row.id,
      size === null ? "any" : String(size),
      row.attack.replaceAll("|", "\\|"),
      row.had.replaceAll("|", "\\|"),
      String(row.trials),
      figure(row.success),
      figure(row.chance),
      row.threshold,
      passOf(row),
    ]);
  return [head, head.map(() => "---"), ...cells].map((row) => `| ${row.join(" | ")} |`).join("\n");
}

function passOf({ isPassed, isTold, isTried }: AttackRow): string {
  if (isTried === false) return "not tried";
  if (!isPassed) return "**no**";
  return isTold === true ? "told" : "yes";
}

/** docs/attacks.md: the table, how to run and read it, and what remains. */
export const page = (lines: readonly Line[]): string => `# What attacks on a release achieve

Written by \`npm run attack\`, not by hand. Nations of made-up respondents are released by the real Worker and attacked through
its public HTTP API, by attackers who know how it all works: every parameter is public, the release's key alone is not. Trials
through the API see figures as anybody does. Rows named "numbers" give the attacker the noisy whole numbers as well, which
the API rounds: rounding protects little, for sums of many overlapping categories average it away (row "A9 sums").

## Table

"Success" and "chance" are shares unless the attack names another measure; "chance" is what would be had without looking. Noise
has a variance of ${disclosureRules.noise.variance} in each count. Where theory says how often an attack succeeds, it has to be so, from above and from
below: an attack that does worse than theory is one that does not work, and shows nothing. The limits are two standard errors
above and three below, and 0.01; where figures are rounded, success may truly lie below theory, but not by more than half of the way
to chance. "Told" in the last column is no defence: next to nothing is left to guess there, as theory says.

${tableOf(lines)}

## How to run it

\`npm run attack\` takes some half an hour on two quiet cores. With a part and a size (\`npm run attack -- releases --size=8000\`)
that alone is tried again. \`npm run attack -- --short\` tries a small nation a few times; \`test/process/attacks.test.ts\` runs that form,
and looks that every address of the app is attacked. \`test/unit/simulation/attacks.test.ts\` and \`attacks-wide.test.ts\` show that
each attack succeeds where its defence is off. The noise is drawn under a key of the suite's own, always the same, so that a row changes
only when the engine or the suite does; response times alone differ from run to run.

## How to read it

- **A1** reads one person's answer off two cells that differ by that person. A coin would be right half the time.
- **A2** is the worst case: somebody who knows the answers of everybody else. Right in ${(100 * othersTheory(18)).toFixed(0)} of 100
  tries on a question that is asked at every stage, for the person is in 18 groups that are counted apart. A release draws
  its noise once, so its few large cells lean to one side: the spread over questions says by how much. No release of useful figures
  withstands that attacker; the figure is told, not hidden.
- **A2 alike, A2 bound** are the same over two, five and ten questions at once. Where it is known that the target answered all of them
  alike ("alike"), every question's groups count, and little is left to guess. Where all that is known is how strongly one person's
  answers go together ("bound"), the others add next to nothing: each question tells its own answer best.
- **A2 whole** is satisfaction as a whole, which is counted in more tables than any other answer: right in
  ${(100 * satisfactionTheory).toFixed(0)} of 100 by the ledger. **A2 ends** adds its distribution and its sums of points, for who knows that the answer was at one
  end of the scale or the other: ${(100 * endsTheory).toFixed(0)} of 100. Adjusted scores are left out of the attack; with them it is ${(100 * allEndsTheory).toFixed(0)} by the ledger.
- **A2 cases, A2 records** aim at counts that no answer is in: what became of one case, and whether an act is on record of one victim.
- **A3** reconstructs the answers of people who are alone in their combination, by least squares over all that is published on a
  question, knowing everybody's situation and the true law of answers. The *advantage* is what is guessed right beyond a release in which
  those people's answers were drawn anew ("chance"). The usual rule beside it (A3e) shows what the attack can do. Generalisation is off
  here: the engine's own nation has fewer who are alone. With ten questions that all are asked of everybody, not five, the pooled
  advantage (A3d) was 6.2 at 8,000 and 5.2 at 40,000. **A4** is how often that attacker is sure.
- **A5 to A7** look for a second draw of noise: asked in other words, of unions, after people were added. There is none. "Routes" and
  "twins" take every address from the app itself, its description of the API and the links of its pages, so that a new one is attacked
  as soon as it is there. "Twins" also sets every figure that a page tells with its limits, and with its base where that stands beside it,
  against whole rows of the files that the page links to.
- **A7 corrected** is the one second draw that there is: a correction of a few answers. Whoever knows whose answer to which question was
  corrected, and what the other amendments changed in each cell, reads it off the difference of the two releases. That is the second spend that the correction's
  ledger declares; groups in which nothing was corrected are the same to the digit ("untouched"), and so are counts of cases.
- **A8, A9** try to take the rounding and the hidden cells back. What is left is an error in persons.
- **A10** asks whether the noise is what it is declared to be, in empty cells and between releases as well.
- **A11, A12** look past the figures: at time, length, order, tags, texts, and names that no list has. A correlation over n answers strays
  from 0 by 1/sqrt(n) by chance alone, n less the kinds of question, which each row says; what is the same at each look, as a tag is,
  counts once. The design's 0.02 holds for all that is the same for every cell. Times and tags go beyond it by chance where there are too few
  figures to look at, as of trends: by three of those errors at most. Pages repeat a bad address in one place, their
  own link in the other language.
- **L1 to L6** look for whose answer a row is, in a wave that the engine's own flows cut, opened, took in, mixed and closed, with both
  databases' history row by row. Decision 42 tells what they found before the second mix. L2c, L2d and L2g have no limit: they say how much. L6 takes one defence away at a time.
- **R8** is no attack: it is whether a reader may trust the intervals that carry the noise.

## What remains

- **A cell that is not shown can be recovered up to its noise** (row "A9 sums"). Sums of categories are sums of stored cells, shown or
  not, so that they always agree (decision 23 of the founders). A sum with a hidden cell less the same sum without it is that cell,
  and averaging many such differences takes the rounding away. What then protects the cell is its noise alone: a standard deviation
  of ${Math.sqrt(disclosureRules.noise.variance).toFixed(2)} persons. The 3 persons that the design asks for are of what margins give back (row "A9"); by sums it is less, and
  the row's threshold is the noise that was declared. The base rule is a rule of reliability; nobody should count on it to hide.
- **Counts of one cell under many questions.** Each question has a base with noise of its own. Where everybody answers every question
  these are as many measurements of one number. How many answered is protected less than what they answered.
- **Several questions at once** add up for whoever knows everybody else's answers to all of them, and that the target's are alike
  (row "A2 alike").
- **A correction of one single answer** tells it (row "A7 corrected"): such a one is better left (decision 37).
- What happens before a release (who can see what is stored, and when) is in [the threat model](threat-model.md).
`;
