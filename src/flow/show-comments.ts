import { methodology } from "../domain/methodology.ts";
import { mixedContext } from "../domain/mixing.ts";
import { coarsenComments, type CommentRecord, groupComments } from "../domain/response.ts";
import type { HasClock, Quarter } from "../kernel/time.ts";
import { type MacKey, open, seal, type SealKey } from "../platform/crypto.ts";
import type { HasKeys } from "../platform/keys.ts";
import type { HasLog } from "../platform/log.ts";
import type { HasResponses } from "../store/responses/database.ts";
import { moveComments, periodsWithComments, readWaitingComments } from "../store/responses/mixed.ts";
import { finalIdOf, isQuarterShut } from "./quarter.ts";

/** Comments opened at a time: three megabytes of what they are sealed in, most of them. */
const PAGE = 500;

/** Comments shown in one batch, whose ids fit one parameter: more than a night brings. */
const AT_ONCE = 5000;

/** What comments are sealed in before moderators, under the comment key of their quarter. */
export const COMMENT_CONTEXT = "comment";

type Shower = HasResponses & HasKeys & HasClock;

/**
 * Puts before moderators the comments that have ten of their place: of one quarter, area and stage, and whose words they
 * are. The others wait, sealed, until they have; or until the quarter is over, when they are made as coarse as that takes
 * (docs/decisions/0045). The history then says of a comment that it is one of ten, and of the ten together in which nights
 * they were mixed. The last of a quarter, which tell no area, may be fewer.
 *
 * @throws Error of the first quarter that could not be looked through, after all others have been.
 */
export async function showComments(engine: Shower & HasLog): Promise<void> {
  const failures: unknown[] = [];
  for (const period of await periodsWithComments(engine.responses)) {
    try {
      const comments = await showCommentsOf(engine, period as Quarter);
      if (comments > 0) engine.log.event("comments-shown", { comments });
    } catch (cause) {
      failures.push(cause);
    }
  }
  if (failures.length > 0) throw failures[0];
}

/**
 * The same of one quarter. Repeatable at any point, and by two at once: a batch goes in whole, and only while all that it
 * was made of is there.
 *
 * @param atOnce How many go in one batch at most; not less than twice what a group must have.
 * @returns How many were to be shown.
 * @throws Error when comments wait that nothing can open any more.
 */
export async function showCommentsOf(engine: Shower, period: Quarter, atOnce = AT_ONCE): Promise<number> {
  const { responses, keys } = engine;
  // Asked before anything is read: what waits of a quarter that is shut is all that there will be.
  const isLast = await isQuarterShut(engine, period);
  const waiting = await openWaiting(engine, period);
  if (waiting.length === 0) return 0;
  const { k } = methodology.generalisation;
  const groups = isLast ? groupComments(coarsenComments(waiting, k), 1) : groupComments(waiting, k);
  const showing = {
    period,
    naming: await keys.dated("quarter", period),
    under: await keys.datedSeal("comment", period),
  };
  for (const some of inBatches(groups, atOnce)) {
    const shown = await Promise.all(some.map((one) => shownAs(one, showing)));
    await moveComments(responses, period, {
      waiting: some.map(({ waitingAs }) => waitingAs),
      shown: shown.toSorted((a, b) => (a.id < b.id ? -1 : 1)),
    });
  }
  return groups.flat().length;
}

/** A comment that waits, opened. */
type Waiting = CommentRecord & { readonly waitingAs: string; readonly rkey: number };

async function openWaiting({ responses, keys }: Shower, period: Quarter): Promise<readonly Waiting[]> {
  const waiting: Waiting[] = [];
  for (let after = ""; ;) {
    const page = await readWaitingComments(responses, period, after, PAGE);
    const last = page.at(-1);
    if (last === undefined) return waiting;
    after = last.id;
    const under = await keys.datedSeal("quarter", period);
    for (const plain of await Promise.all(page.map((row) => openRow(row, { period, under })))) waiting.push(plain);
  }
}

type Sealed = { readonly period: Quarter; readonly under: SealKey };

async function openRow(row: { readonly id: string; readonly sealed: string }, { period, under }: Sealed) {
  const plain = await open(under, row.sealed, mixedContext("comment", period));
  if (plain === null) throw new Error("A comment that waits does not open under its quarter's key");
  const record = JSON.parse(plain) as CommentRecord & { readonly rkey: number };
  return { ...record, waitingAs: row.id };
}

/** What names comments that are shown, and seals them. */
type Showing = Sealed & { readonly naming: MacKey };

const shownAs = async ({ waitingAs, area, stage, recordedBy, text, rkey }: Waiting, showing: Showing) => ({
  id: await finalIdOf(showing.naming, waitingAs),
  period: showing.period,
  area,
  stage,
  recordedBy,
  sealed: await seal(showing.under, text, COMMENT_CONTEXT),
  rkey,
});

/** Lays groups together, whole, into as few batches as may be; one that is larger than a batch is halved until it fits. */
function inBatches<T>(groups: readonly (readonly T[])[], atOnce: number): readonly (readonly T[])[] {
  const fitting = (group: readonly T[]): readonly (readonly T[])[] => {
    if (group.length <= atOnce) return [group];
    const half = Math.ceil(group.length / 2);
    return [group.slice(0, half), group.slice(half)].flatMap(fitting);
  };
  const batches: T[][] = [];
  for (const group of groups.flatMap(fitting)) {
    const last = batches.at(-1);
    if (last !== undefined && last.length + group.length <= atOnce) last.push(...group);
    else batches.push([...group]);
  }
  return batches;
}
