import { readCode } from "../domain/code.ts";
import { methodology } from "../domain/methodology.ts";
import { ATTEMPT_MINUTES } from "../domain/retention.ts";
import { type HasRandom, randomId } from "../kernel/ids.ts";
import { type HasClock, type Instant, londonDate, plusMinutes } from "../kernel/time.ts";
import { macName } from "../platform/crypto.ts";
import type { HasKeys } from "../platform/keys.ts";
import type { HasLog } from "../platform/log.ts";
import { forgetAttempts, returnAttempt, spendAttempt } from "../store/vault/code-attempts.ts";
import type { HasVault } from "../store/vault/database.ts";
import { findByLink } from "../store/vault/invitations.ts";

// A code has 60 bits where a link has 128, so guessing at codes is counted, exactly (privacy.md 3.4).

/**
 * Codes in an hour that did not do what they were tried for: from one address, and from all together. A year of guessing
 * at the second rate among a million live codes would find one to answer with by a chance of 1 in 130,000.
 *
 * Stopping has more room, and its own: who guesses right at it stops somebody, and learns nothing; who cannot stop may be
 * in danger.
 */
const AT_MOST = { open: { byAddress: 10, byAll: 1_000 }, stop: { byAddress: 30, byAll: 10_000 } };

/** The instant before which tries are forgotten. */
const forgottenAt = (now: Instant) => plusMinutes(now, -ATTEMPT_MINUTES);

type Guarding = HasVault & HasKeys & HasClock & HasRandom & HasLog;

/** A token as a link or a reader gives it, from which address, and what it is to do: open a survey, or stop contact. */
export type Typed = { readonly token: string; readonly from: string; readonly to: "open" | "stop" };

/**
 * Does something with a token. If it is a code, the act counts as a wrong try until it has shown that the code does it:
 * many at once cannot outrun the count. A code whose time is over counts as one that never was, or the count would tell
 * them apart. A link's token is not counted.
 *
 * @param isDone Whether the act did what it was for.
 * @returns What the act did; `too-many` when it was not done.
 */
export async function guardCode<T>(
  engine: Guarding,
  { token, from, to }: Typed,
  act: () => Promise<T>,
  isDone: (done: T) => boolean,
): Promise<T | "too-many"> {
  if (readCode(token) !== token) return await act();
  const now = engine.clock.now();
  const since = forgottenAt(now);
  const [address = "", ...earlier] = await Promise.all(
    [...new Set([londonDate(now), londonDate(since)])].map(async (day) =>
      macName(await engine.keys.dated("day", day), `code|${from}`),
    ),
  );
  const id = randomId(engine);
  if (!(await spendAttempt(engine.vault, { id, act: to, address, earlier, now, since }, AT_MOST[to]))) {
    engine.log.event("code-tries-refused", { to });
    return "too-many";
  }
  const done = await act();
  if (isDone(done)) await returnAttempt(engine.vault, id);
  return done;
}

/** What a code leads to: a survey that can be answered, one that is over, or nothing that we know. */
export async function lookUpCode(
  { vault, keys, clock }: HasVault & HasKeys & HasClock,
  code: string,
): Promise<"open" | "over" | "unknown"> {
  const today = londonDate(clock.now());
  const linkHash = await macName(await keys.standing("link"), code);
  const { linkDays, generalisation } = methodology;
  const found = await findByLink(vault, linkHash, { today, linkDays, k: generalisation.k });
  if (!found) return "unknown";
  const isLive = found.state === "claimed" || found.state === "sent" || found.state === "delivered";
  return isLive && found.expiresOn >= today ? "open" : "over";
}

/** Forgets tries that count no more. Each try does so too; this is for the night after the last. */
export const forgetTries = async ({ vault, clock }: HasVault & HasClock) =>
  await forgetAttempts(vault, forgottenAt(clock.now()));
