import { type Judged, tallyOf } from "../domain/feed-quality.ts";
import type { Sender } from "../domain/sender.ts";
import type { Milestone } from "../domain/milestone.ts";
import { type HasClock, londonDate } from "../kernel/time.ts";
import type { HasLog } from "../platform/log.ts";
import type { HasVault } from "../store/vault/database.ts";
import { addTally } from "../store/vault/quality.ts";
import type { EventAnswer } from "./receive-milestones.ts";

/** An answer and what it answers, as the report on data quality counts them. */
export const judge = ({ status, problem }: EventAnswer, milestone: Milestone | null): Judged => ({
  status,
  faults: status === "rejected" ? (problem?.errors ?? []) : [],
  milestone,
});

/** Counts what a request brought. Figures are worth less than the events: a failure is logged, and fails nothing. */
export async function tallyFeed(
  { vault, clock, log }: HasVault & HasClock & HasLog,
  { id }: Sender,
  records: readonly Judged[],
): Promise<void> {
  if (records.length === 0) return;
  try {
    await addTally(vault, id, londonDate(clock.now()), tallyOf(records));
  } catch (cause) {
    log.failure("tally-failed", cause);
  }
}
