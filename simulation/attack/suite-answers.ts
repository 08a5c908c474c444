import { tableId } from "../../src/statistics/lattice.ts";
import type { AttackRow } from "./attack.ts";
import { amend, byDifference, countedAgain, untouched } from "./corrections.ts";
import {
  actOnRecord,
  caseOutcome,
  caseTheory,
  countsBetween,
  countsFit,
  countTables,
  frameBy,
  toldCounts,
} from "./counts.ts";
import { fromNumbers } from "./evidence.ts";
import type { ReleasedNation } from "./nation.ts";
import { asTheory, atLeast, atMost, type Effort, three } from "./rows.ts";
import { allEndsTheory, endsTheory, satisfaction, satisfactionTheory } from "./satisfaction.ts";
import { alike, bound, correlationOf, type Several } from "./several.ts";
import { type Truth, truthOf } from "./truth.ts";

// Rows on what is told of one person in more than one table of one question: several questions at once, satisfaction as a
// whole, a correction beside what it corrects; and on counts of cases, which are no answers.

const PUBLIC = "the public API, no key";
const NUMBERS = "the noisy whole numbers before rounding";
const ROUNDED = "counts as they are stored, rounded";

const numbers: Readonly<Record<number, string>> = { 2: "two", 5: "five", 10: "ten" };

/** A2 over several questions, and over all that satisfaction as a whole is counted by. */
export function acrossQuestions(
  { people, stored }: ReleasedNation,
  truth: Truth,
  effort: Effort,
): readonly AttackRow[] {
  const source = fromNumbers(stored);
  const most = effort.targets[0] / 4;
  const held = correlationOf(people).toFixed(2);
  const several = [2, 5, 10].flatMap((many) => {
    const row = (id: string, what: string, had: string, found: Several) => {
      const attack = `${what} (theory ${three(found.theory)})`;
      return asTheory([id, attack, `${had}; ${NUMBERS}`], { score: found, theory: found.theory });
    };
    const all = `all other answers to ${numbers[many] ?? many} questions`;
    return [
      row(
        "A2 alike",
        `${numbers[many] ?? many} answers of one person that are known to be alike: which way`,
        `${all}; that the target's are all positive or all not`,
        alike({ people, truth, source }, many, most),
      ),
      row(
        "A2 bound",
        `one of ${numbers[many] ?? many} answers, each weighed by how answers of one person go together`,
        `${all}; that any two of one person's correlate by ${held}`,
        bound({ people, truth, source }, many, most),
      ),
    ];
  });
  const whole = (id: string, what: string, had: string, isByCode: boolean) => {
    const found = satisfaction({ people, truth, stored }, { most: most / 3, isByCode }, effort.draws);
    const theory = isByCode ? endsTheory : satisfactionTheory;
    const { toldOfThese } = found;
    const attack = `${what} (theory ${three(theory)} with fifteen experiences and three characteristics; ${three(toldOfThese)} with the ${found.experiences.toFixed(0)} and ${found.characteristics.toFixed(1)} that these had; over releases drawn anew, ${three(found.expected)})`;
    return asTheory(
      [id, attack, `all other answers, and the target's experiences and characteristics; ${NUMBERS}${had}`],
      { score: found, theory, toldOfThese },
    );
  };
  return [
    ...several,
    whole(
      "A2 whole",
      "satisfaction as a whole: 18 tables, each experience beside it, each characteristic, and by mode",
      "",
      false,
    ),
    whole(
      "A2 ends",
      `the same with its distribution and sums of points, but without adjusted scores, with which theory has ${three(allEndsTheory)}: from which end of the scale an answer was`,
      "; that it was at one end",
      true,
    ),
  ];
}

/** A7 of corrections: a few answers are changed or taken out, the period is released anew, and both releases read. */
export async function corrected(nation: ReleasedNation, truth: Truth): Promise<readonly AttackRow[]> {
  const { people, stored } = nation;
  const { amendments, after } = amend(people);
  await nation.amend(after.filter(({ items }, at) => items !== people[at]?.items));
  const id = await nation.correct();
  const second: typeof stored = (table, measure) => stored(table, measure, id);
  const releases = { before: truth, after: truthOf(after), first: stored, second };
  const row = (kind: "changed" | "erased", what: string) => {
    const found = byDifference(
      releases,
      amendments.filter((one) => one.kind === kind),
    );
    return asTheory(
      [
        "A7 corrected",
        `${what}, from a release and its correction (theory ${three(found.theory)}: each group is drawn twice)`,
        `whose answer and to which question, and what the other amendments changed; ${NUMBERS} of both releases`,
      ],
      { score: found, theory: found.theory },
    );
  };
  const names = countTables.map(([table, measure]) => [tableId(table), measure] as const);
  return [
    row("changed", "which way an answer was turned around"),
    row("erased", "what an answer was that was taken out"),
    atMost(
      ["A7 untouched", "cells that a correction draws anew though nobody in them was corrected (share)", NUMBERS],
      untouched(releases),
      0,
      0,
    ),
    atMost(
      ["A7 counts", "counts of cases that a correction draws anew (share of tables)", NUMBERS],
      countedAgain(stored, second, names),
      0,
      0,
    ),
  ];
}

/** Counts of cases: whether their noise is as declared, and what it leaves to whoever knows every other case. */
export async function ofCases({ ask, period, stored }: ReleasedNation, effort: Effort): Promise<readonly AttackRow[]> {
  const { trials, p } = countsFit(toldCounts(stored));
  const outcome = caseOutcome(await frameBy(ask, period), effort.targets[0] / 4);
  return [
    atLeast(
      [
        "A10 counts",
        "counts of cases and of rights on record: p of chi-square against the declared noise and rounding",
        `every case; ${ROUNDED}`,
      ],
      { trials, success: p },
      0.001,
      0.5,
    ),
    asTheory(
      [
        "A2 cases",
        `which of two ways a case of the frame ended, from area, stage, both and the nation (theory ${three(caseTheory.outcome)} without the rounding)`,
        `all other cases; ${PUBLIC}`,
      ],
      { score: outcome, theory: caseTheory.outcome, isRounded: true },
    ),
    asTheory(
      [
        "A2 records",
        `whether an act is on record of one victim, from area and nation (theory ${three(caseTheory.record)} without the rounding)`,
        `all other victims' records; ${ROUNDED}`,
      ],
      { score: actOnRecord(stored), theory: caseTheory.record, isRounded: true },
    ),
  ];
}

/** The same counts of cases in two quarters: whether the one's noise tells the other's. */
export function casesAgain(stored: ReleasedNation["stored"], other: string, effort: Effort): AttackRow {
  const second: ReleasedNation["stored"] = (table, measure) => stored(table, measure, other);
  const { trials, r } = countsBetween(toldCounts(stored), toldCounts(second));
  const error = 1 / Math.sqrt(Math.max(1, trials));
  return atMost(
    [
      "A10 quarters",
      `the same counts of cases in two quarters: |r| of their noise (its error by chance ${three(error)})`,
      `every case; ${ROUNDED}`,
    ],
    { trials, success: Math.abs(r) },
    3 * error + effort.slack,
    0,
  );
}
