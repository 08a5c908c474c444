import * as v from "valibot";
import type { HasClock } from "../kernel/time.ts";

/** The keys with which Cloudflare Access signs tokens, as it publishes them. */
export type AccessKeys = {
  /**
   * The published keys; null when they cannot be had.
   *
   * @param isRenewed Whether a token came that is signed by none of them: they are asked for anew, once a minute at most.
   */
  read(isRenewed?: boolean): Promise<PublishedKeys | null>;
};

const published = v.object({
  keys: v.array(v.looseObject({ kid: v.string(), kty: v.literal("RSA"), n: v.string(), e: v.string() })),
});
export type PublishedKeys = v.InferOutput<typeof published>;

/** How long keys are kept before they are asked for anew, in milliseconds. Access changes them every six weeks. */
const FRESH = 60 * 60_000;
/** How long they stand while the issuer does not answer. A key that was replaced stays valid for a week. */
const USABLE = 24 * FRESH;
/** How often the issuer is asked at most, whatever tokens come. */
const PAUSE = 60_000;
const PATIENCE = 5_000;

type Fetch = (address: string, init: RequestInit) => Promise<Response>;

/**
 * Opens the published keys of a team. An old key stays valid for as long as it is published, and no longer.
 *
 * Answers are kept, never the promise of one: what one request waits for must not depend on another's life.
 */
export function openAccessKeys(
  issuer: string,
  { clock }: HasClock,
  ask: Fetch = async (address, init) => await fetch(address, init),
): AccessKeys {
  let known: { readonly at: number; readonly keys: PublishedKeys } | null = null;
  let asked = Number.NEGATIVE_INFINITY;

  const renew = async (now: number) => {
    try {
      const init = { redirect: "manual", signal: AbortSignal.timeout(PATIENCE) } as const;
      const response = await ask(`${issuer}/cdn-cgi/access/certs`, init);
      const read = response.ok ? v.safeParse(published, await response.json()) : null;
      if (read?.success) known = { at: now, keys: read.output };
    } catch {
      // It does not answer, or not with JSON: what is known stands for a while.
    }
    asked = now;
  };

  return {
    read: async (isRenewed = false) => {
      const now = Date.parse(clock.now());
      const age = known === null ? Number.POSITIVE_INFINITY : now - known.at;
      if ((isRenewed || age > FRESH) && now - asked >= PAUSE) {
        // Others who come meanwhile go on with what is known. While nothing is, they must ask for themselves.
        if (known !== null) asked = now;
        await renew(now);
      }
      return known !== null && now - known.at <= USABLE ? known.keys : null;
    },
  };
}
