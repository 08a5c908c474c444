import { dispositions } from "../domain/disposition.ts";
import { type FrameCounts, outcomeRates, outcomesFrom, type Rate } from "../statistics/outcome-rates.ts";
import { roundHalfAway, roundTo } from "../statistics/rounding.ts";
import { disclosureRules } from "../statistics/rules.ts";
import { shownCount } from "../statistics/shown.ts";
import { type Query, storedTable } from "./query.ts";
import { type Group, groupCells } from "./sum.ts";
import { type CellsOf, FRAME_PREFIX } from "./table.ts";

/** How a release names the perturbed counts of what became of the links that were opened. */
const COMPLETE = "outcome:complete";
const PARTIAL = "outcome:partial";
const STARTED = "started";

/** Every stored measure that rates are made of. */
export const rateMeasures: readonly string[] = [
  COMPLETE,
  PARTIAL,
  STARTED,
  ...dispositions.map((disposition) => FRAME_PREFIX + disposition),
];

/** Where people fall away, in counts rounded like all counts of the frame; and the rates, in per cent. */
export type Participation = {
  readonly at: Group["at"];
  readonly counts: {
    /** Everybody who had reached the stage and should have been asked, those whom nobody could ask among them; not those left out by design. */
    readonly eligible: number;
    /** Not asked because no safe way was known, or no way at all. */
    readonly unsafe: number;
    readonly unreachable: number;
    /** Left out by design: asked recently, or not drawn. */
    readonly notSampled: number;
    readonly delivered: number;
    readonly opened: number;
    /** Null where so few answered that even their number is not told. */
    readonly answered: number | null;
  };
  /** Per cent, or null where not available: response rates, refusals and contact (AAPOR). */
  readonly rates: {
    readonly rr1: number | null;
    readonly rr2: number | null;
    readonly rr3: number | null;
    readonly ref1: number | null;
    readonly con1: number | null;
    /** Share of the eligible who were not asked for want of a safe way: a high one can make the others look good. */
    readonly unsafe: number | null;
  };
};

/**
 * What became of everybody who should have been asked, from the perturbed frame and the perturbed answers.
 *
 * Each figure was perturbed by itself, so they need not add up to the last person (decisions.md 29).
 *
 * @param query Cut by area and stage alone.
 * @returns One row for each row of the question; empty where the release has no frame.
 */
export function participation(query: Pick<Query, "by" | "filters">, cellsOf: CellsOf): readonly Participation[] {
  const table = storedTable(query);
  const groups = new Map(
    rateMeasures.flatMap((name) => {
      const cells = cellsOf(table, name);
      return cells === null ? [] : [[name, groupCells(query, cells)] as const];
    }),
  );
  const [first] = groups.values();
  if (first === undefined || !groups.has(COMPLETE)) return [];
  return first.map(({ at }, index) => {
    const of = (name: string) => Math.max(0, groups.get(name)?.[index]?.sum.counts[0] ?? 0);
    return participationOf(at, of);
  });
}

function participationOf(at: Group["at"], of: (name: string) => number): Participation {
  const frame: FrameCounts = Object.fromEntries(dispositions.map((one) => [one, of(FRAME_PREFIX + one)]));
  const answered = of(COMPLETE) + of(PARTIAL);
  const outcomes = outcomesFrom(frame, { started: of(STARTED), complete: of(COMPLETE), partial: of(PARTIAL) });
  const rates = outcomeRates(outcomes);
  const eligible = dispositions
    .filter((one) => one !== "NE" && one !== "NS")
    .reduce((sum, one) => sum + (frame[one] ?? 0), 0);
  const isTold = answered >= disclosureRules.baseShown;
  const hasRates = answered >= disclosureRules.basePercentage;
  const percent = (rate: Rate) => {
    if (rate === null || Number.isNaN(rate) || !hasRates) return null;
    return roundHalfAway(rate * 100, eligible >= disclosureRules.largeBase ? 1 : 0);
  };
  const round = (count: number) => roundTo(count, disclosureRules.roundFrameTo);
  const unsafe = frame["UO-S"] ?? 0;
  return {
    at,
    counts: {
      eligible: round(eligible),
      unsafe: round(unsafe),
      unreachable: round(frame["UO-R"] ?? 0),
      notSampled: round(frame["NS"] ?? 0),
      delivered: round(frame["NC"] ?? 0),
      opened: round(isTold ? Math.max(of(STARTED), answered) : of(STARTED)),
      answered: isTold ? shownCount(answered) : null,
    },
    rates: {
      rr1: percent(rates.RR1),
      rr2: percent(rates.RR2),
      rr3: percent(rates.RR3),
      ref1: percent(rates.REF1),
      con1: percent(rates.CON1),
      unsafe: percent(eligible === 0 ? null : unsafe / eligible),
    },
  };
}
