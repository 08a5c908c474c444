import { drawOf } from "./chance.ts";
import { type Client, fewAtOnce, type HeldComment } from "./client.ts";
import { decisionOn } from "./comments.ts";

// A moderator of the demonstration: signs in, reads the comments that wait, and decides about each on the console.

/** One of the people of development's page of identities. */
const MODERATOR = "moderator@nation.example";

/** Decisions at once. Each adds to the audit log, which takes one entry at a time. */
const AT_ONCE = 2;

/** What the form about one comment sends. */
export function formOf({ seen, text }: Pick<HeldComment, "seen" | "text">): URLSearchParams {
  const { verdict, themes, words } = decisionOn(text ?? "");
  return new URLSearchParams([
    ["act", "decide"],
    ["seen", seen],
    ["verdict", verdict],
    ...themes.map((theme) => ["theme", theme]),
    ...words.map((word) => ["mask", word]),
  ]);
}

/**
 * Decides about the comments that wait, but for a few that are left to whoever looks at the console.
 *
 * @param leave Share that is left, 0 to 1. Which, the comment's own id decides: begun again, the same ones are left.
 * @returns How many were decided.
 */
export async function moderate(client: Client, seed: string, leave: number): Promise<number> {
  const held = await client.heldComments();
  const mine = held.filter(({ id, text }) => text !== null && drawOf(seed, `moderate/${id}`) >= leave);
  if (mine.length === 0) return 0;
  const cookie = await client.signIn(MODERATOR);
  await fewAtOnce(mine, AT_ONCE, async (comment) => await client.decide(cookie, comment.id, formOf(comment)));
  return mine.length;
}
