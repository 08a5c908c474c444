import { type Stage, stages } from "../domain/dimension.ts";
import { type Disposition, dispositions } from "../domain/disposition.ts";
import { outcomeRates, outcomesFrom } from "../statistics/outcome-rates.ts";
import { roundHalfAway, roundTo } from "../statistics/rounding.ts";
import { disclosureRules } from "../statistics/rules.ts";
import { shownCount } from "../statistics/shown.ts";
import type { Query } from "./query.ts";
import { rateMeasures } from "./rates.ts";
import { type Group, groupCells } from "./sum.ts";
import { type CellsOf, FRAME_PREFIX } from "./table.ts";

// What became of everybody who reached a stage, for the quality statement.

/** The whole, where no stage is named. */
export type Where = { readonly area: string | null; readonly stage: Stage | null };

export type Outcome = Where & {
  /** What became of everybody who reached the stage, by disposition: rounded to 10. */
  readonly counts: { readonly [D in Disposition]: number };
  readonly eligible: number;
  readonly opened: number;
  /** Null where so few answered that even their number is not told; then there are no rates. */
  readonly answered: number | null;
  /** Per cent: AAPOR's rates, e, and the shares of the eligible who were not asked. Null where not available. */
  readonly rates: { readonly [rate: string]: number | null };
};

/** Names of the rates, in the order of their columns. */
export const rateNames = [
  "RR1",
  "RR2",
  "RR3",
  "RR4",
  "RR5",
  "RR6",
  "COOP1",
  "COOP2",
  "COOP3",
  "COOP4",
  "REF1",
  "REF2",
  "REF3",
  "CON1",
  "CON2",
  "CON3",
  "e",
  "UO-S",
  "UO-R",
] as const;

function outcomeOf(at: Group["at"], of: (name: string) => number): Outcome {
  const counts = Object.fromEntries(dispositions.map((one) => [one, of(FRAME_PREFIX + one)]));
  const found = { started: of("started"), complete: of("outcome:complete"), partial: of("outcome:partial") };
  const outcomes = outcomesFrom(counts, found);
  const answered = found.complete + found.partial;
  const eligible = dispositions
    .filter((one) => one !== "NE" && one !== "NS")
    .reduce((sum, one) => sum + (counts[one] ?? 0), 0);
  const known = outcomes.I + outcomes.P + outcomes.R + outcomes.NC + outcomes.O;
  const shares: { readonly [name: string]: number | null } = {
    ...outcomeRates(outcomes),
    "e": known + outcomes.NE > 0 ? known / (known + outcomes.NE) : null,
    "UO-S": eligible > 0 ? (counts["UO-S"] ?? 0) / eligible : null,
    "UO-R": eligible > 0 ? (counts["UO-R"] ?? 0) / eligible : null,
  };
  const isTold = answered >= disclosureRules.baseShown;
  const hasRates = answered >= disclosureRules.basePercentage;
  const percent = (share: number | null) =>
    share === null || Number.isNaN(share) || !hasRates
      ? null
      : roundHalfAway(share * 100, eligible >= disclosureRules.largeBase ? 1 : 0);
  const round = (n: number) => roundTo(n, disclosureRules.roundFrameTo);
  const count = (one: Disposition) => round(counts[one] ?? 0);
  return {
    area: at.area ?? null,
    stage: stages.find((stage) => stage === at.stage) ?? null,
    counts: {
      "NE": count("NE"),
      "NS": count("NS"),
      "UO-S": count("UO-S"),
      "UO-R": count("UO-R"),
      "UO": count("UO"),
      "NC": count("NC"),
      "R": count("R"),
      "O": count("O"),
      "pending": count("pending"),
    },
    eligible: round(eligible),
    // Where answers are too few for their number to be told, openings do not tell it either.
    opened: round(isTold ? Math.max(found.started, answered) : found.started),
    answered: isTold ? shownCount(answered) : null,
    rates: Object.fromEntries(rateNames.map((name) => [name, percent(shares[name] ?? null)])),
  };
}

/** Outcomes of the whole, of every stage, or of every area at every stage; none where the release has no frame. */
export function outcomesBy(by: Query["by"], cellsOf: CellsOf): readonly Outcome[] {
  const query = { by, filters: [] };
  const groups = rateMeasures.map((name) => {
    const cells = cellsOf(by.join("."), name);
    return [name, cells === null ? null : groupCells(query, cells)] as const;
  });
  const byName = new Map(groups);
  const first = byName.get("outcome:complete");
  return (first ?? []).map(({ at }, index) =>
    outcomeOf(at, (name) => Math.max(0, byName.get(name)?.[index]?.sum.counts[0] ?? 0)),
  );
}
