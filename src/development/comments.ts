import { COMMENT_CONTEXT } from "../flow/show-comments.ts";
import { open, sha256Hex } from "../platform/crypto.ts";
import type { HasKeys } from "../platform/keys.ts";
import { listHeldComments } from "../store/responses/comments.ts";
import type { HasResponses } from "../store/responses/database.ts";

/** Comments a page. */
const PAGE = 200;

/**
 * A page of the comments that wait, as a moderator's pages show them one by one: with what a decision has to send back to
 * say which text it is about. A demonstration reads over a thousand.
 *
 * @param after The last id of the page before; nothing for the first.
 */
export async function readHeldComments({ responses, keys }: HasResponses & HasKeys, after: string) {
  const rows = await listHeldComments(responses, { areas: "all", periods: await keys.list("comment") }, after, PAGE);
  return await Promise.all(
    rows.map(async ({ id, period, sealed }) => ({
      id,
      text: await open(await keys.datedSeal("comment", period), sealed, COMMENT_CONTEXT),
      seen: (await sha256Hex(sealed)).slice(0, 32),
    })),
  );
}
