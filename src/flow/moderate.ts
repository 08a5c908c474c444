import { absentWords, type HeldComment, isWelsh, maskWords, type Verdict } from "../domain/moderation.ts";
import { suggestNames } from "../domain/name-suggestions.ts";
import { areasFor, may, type StaffMember } from "../domain/permission.ts";
import type { HasClock } from "../kernel/time.ts";
import { open, seal, sha256Hex } from "../platform/crypto.ts";
import type { HasKeys } from "../platform/keys.ts";
import type { HasLog } from "../platform/log.ts";
import {
  type CommentRow,
  countHeldComments,
  decideComment,
  heldComment,
  listHeldComments,
  resealComment,
} from "../store/responses/comments.ts";
import type { HasResponses } from "../store/responses/database.ts";
import { recordAct } from "./audit.ts";
import { COMMENT_CONTEXT } from "./show-comments.ts";

export type Moderating = HasResponses & HasKeys & HasClock & HasLog & Parameters<typeof recordAct>[0];

/** Comments a page of the list. */
const PAGE = 20;

/** Comments opened at most to fill a page in one language. */
const READ_AT_MOST = 200;

/** What can still be read: a quarter's comments end with their key. */
const readable = async ({ keys }: HasKeys) => await keys.list("comment");

const opened = async ({ keys }: HasKeys, { period, sealed }: CommentRow) =>
  await open(await keys.datedSeal("comment", period), sealed, COMMENT_CONTEXT);

/** Of a text: that it still stands as it was read. */
const seenOf = async ({ sealed }: CommentRow) => (await sha256Hex(sealed)).slice(0, 32);

/** How many comments wait for this moderator. */
export const countComments = async (engine: HasResponses & HasKeys, { grants }: StaffMember): Promise<number> =>
  await countHeldComments(engine.responses, {
    areas: areasFor(grants, "moderate-comments"),
    periods: await readable(engine),
  });

/**
 * Comments that wait, in the order of chance in which they are kept.
 *
 * @param after The last id of the page before; nothing for the first.
 * @param language Read the text to tell; nothing of it is stored.
 */
export async function listComments(
  engine: Moderating,
  { email, grants }: StaffMember,
  { after, language }: { readonly after: string; readonly language: "en" | "cy" | null },
): Promise<{ readonly comments: readonly Omit<HeldComment, "seen">[]; readonly next: string | null }> {
  const of = { areas: areasFor(grants, "moderate-comments"), periods: await readable(engine) };
  const rows = await listHeldComments(engine.responses, of, after, READ_AT_MOST);
  const comments: Omit<HeldComment, "seen">[] = [];
  let last: string | null = null;
  for (const row of rows) {
    if (comments.length === PAGE) break;
    last = row.id;
    const text = await opened(engine, row);
    if (text === null || (language !== null && isWelsh(text) !== (language === "cy"))) continue;
    const { id, period, area, stage, recordedBy } = row;
    comments.push({ id, period, area, stage: stage as HeldComment["stage"], recordedBy, text });
  }
  const isMore = last !== null && (last !== rows.at(-1)?.id || rows.length === READ_AT_MOST);
  await recordAct(engine, { staff: email }, "view-comment", `comments:${comments.length}`);
  return { comments, next: isMore ? last : null };
}

async function find(engine: HasResponses, { grants }: StaffMember, id: string): Promise<CommentRow | null> {
  const row = await heldComment(engine.responses, id);
  return row !== null && may(grants, "moderate-comments", row.area) ? row : null;
}

/** A comment with what may be names in it; null when it was decided, is of other areas, or cannot be read any more. */
export async function openComment(
  engine: Moderating,
  member: StaffMember,
  id: string,
): Promise<(HeldComment & { readonly suggestions: readonly string[] }) | null> {
  const row = await find(engine, member, id);
  if (row === null || !(await readable(engine)).includes(row.period)) return null;
  await recordAct(engine, { staff: member.email }, "view-comment", `comment:${id}`);
  const text = await opened(engine, row);
  if (text === null) return null;
  const spans = await suggestNames(text);
  const suggestions = [...new Set(spans.map(({ from, to }) => text.slice(from, to)))];
  const { period, area, stage, recordedBy } = row;
  return {
    id,
    period,
    area,
    stage: stage as HeldComment["stage"],
    recordedBy,
    text,
    seen: await seenOf(row),
    suggestions,
  };
}

/**
 * What became of it. `masked`: words were taken out, and nothing was released yet. `absent`: some of the words are not in
 * the text, and nothing was done. `changed`: the text is another one by now.
 */
export type Moderated = "done" | "masked" | "absent" | "changed" | "missing";

/**
 * Takes more out of a comment, or decides about it, and records who did.
 *
 * A release cannot be undone. So what is released is a text that its moderator saw: a release that would take words out
 * takes them out, says `masked`, and is to be asked for again, without words and with the new `seen`, of what is left.
 *
 * @param seen Of the text that the moderator looked at: if it is another one by now, nothing is done and `changed` said.
 * @param words To be taken out; with a verdict to withhold they mean nothing.
 * @param verdict Null to look at it again.
 */
export async function moderate(
  engine: Moderating,
  member: StaffMember,
  id: string,
  {
    seen,
    words,
    verdict,
  }: { readonly seen: string; readonly words: readonly string[]; readonly verdict: Verdict | null },
): Promise<Moderated> {
  const row = await find(engine, member, id);
  if (row === null) return "missing";
  if ((await seenOf(row)) !== seen) return "changed";
  const text = await opened(engine, row);
  if (text === null) return "missing";
  // What is withheld is destroyed, whatever was to be taken out of it.
  if (verdict?.act !== "withhold" && absentWords(text, words).length > 0) return "absent";
  const masked = maskWords(text, words);
  const decided = verdict?.act === "release" && masked !== text ? null : verdict;
  const said = decided === null ? "redact" : decided.act === "release" ? "release" : `withhold:${decided.reason}`;
  await recordAct(engine, { staff: member.email }, "moderate-comment", `comment:${id} ${said}`);
  const { responses, keys } = engine;
  const isDone =
    decided === null
      ? await resealComment(responses, {
          id,
          was: row.sealed,
          sealed: await seal(await keys.datedSeal("comment", row.period), masked, COMMENT_CONTEXT),
        })
      : await decideComment(responses, {
          id,
          was: row.sealed,
          text: decided.act === "release" ? text : null,
          reason: decided.act === "withhold" ? decided.reason : null,
          themes: decided.themes,
        });
  if (!isDone) return "changed";
  engine.log.event("comment-moderated", { act: decided?.act ?? "redact" });
  return decided === verdict ? "done" : "masked";
}
