import { createLocalJWKSet, errors, type JSONWebKeySet, jwtVerify, type LocalJWKSet } from "jose";
import { type Instant, millisecondsOf } from "../kernel/time.ts";

/** What an access token must say, and by whose keys. */
export type TokenRules = {
  /** `https://TEAM.cloudflareaccess.com`. */
  readonly issuer: string;
  /** The application's audience tag. */
  readonly audience: string;
  readonly keys: JSONWebKeySet;
  readonly now: Instant;
};

/**
 * Who a token is of. `unknown-key`: signed by a key that is not among these, and may have been published since.
 * `refused` says nothing of why: whoever forged it learns nothing.
 */
export type TokenVerdict =
  | { readonly state: "valid"; readonly email: string }
  | { readonly state: "unknown-key" }
  | { readonly state: "refused" };

/** How far our clock and the issuer's may differ, in seconds. */
const SKEW = 30;

/** Keys are imported once for as long as they are kept. */
const imported = new WeakMap<JSONWebKeySet, LocalJWKSet>();

function keyOf(keys: JSONWebKeySet): LocalJWKSet {
  const known = imported.get(keys) ?? createLocalJWKSet(keys);
  imported.set(keys, known);
  return known;
}

const EMAIL = /^[^\s@]{1,64}@[^\s@]{1,190}$/;

/**
 * Verifies the token that Cloudflare Access sends with each request of somebody who has signed in
 * (`Cf-Access-Jwt-Assertion`): RS256 alone, by one of the published keys that it names, for this application, from this
 * team, in its time. A token of a machine (`common_name`, an empty `sub`, no `email`) or of a session beyond this
 * application (`type` `org`) is nobody's.
 *
 * @see https://developers.cloudflare.com/cloudflare-one/identity/authorization-cookie/application-token
 */
export async function verifyStaffToken(
  token: string,
  { issuer, audience, keys, now }: TokenRules,
): Promise<TokenVerdict> {
  try {
    const { payload, protectedHeader } = await jwtVerify(token, keyOf(keys), {
      algorithms: ["RS256"],
      issuer,
      audience,
      clockTolerance: SKEW,
      currentDate: new Date(millisecondsOf(now)),
      requiredClaims: ["exp", "iat", "sub", "email"],
    });
    const { email, sub, type } = payload;
    const isPerson = type === "app" && typeof email === "string" && EMAIL.test(email) && sub !== "";
    if (!isPerson || protectedHeader.kid === undefined) return { state: "refused" };
    return { state: "valid", email: email.toLowerCase() };
  } catch (cause) {
    if (cause instanceof errors.JWKSNoMatchingKey) return { state: "unknown-key" };
    if (cause instanceof errors.JOSEError) return { state: "refused" };
    throw cause;
  }
}
