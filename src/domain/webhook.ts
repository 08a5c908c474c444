import type { Fault } from "../kernel/problem.ts";
import type { Instant } from "../kernel/time.ts";

// The headers of Standard Webhooks 1.0.0, and what their timestamp tells.

/** The signature schemes: HMAC-SHA-256 under a shared secret, Ed25519 under the sender's own key. */
export type SignatureVersion = "v1" | "v1a";

export type SignedHeaders = {
  /** Names one message: a retry keeps it. */
  readonly id: string;
  /** When this attempt was made, in seconds since 1970. A retry has a newer one. */
  readonly timestamp: number;
  /** Any one of them is enough: while a key is being changed there are two. */
  readonly signatures: readonly { readonly version: SignatureVersion; readonly value: string }[];
};

/** How far the sender's clock may be from ours, in seconds: the tolerance of the reference libraries. */
const TOLERANCE = 300;

/** Signatures that are looked at: more are no change of keys, but work for us. */
const SIGNATURES_MAX = 10;

// The id is signed with full stops around it, so that one in it could move the border to what follows.
const idForm = /^[!-\-/-~]{1,200}$/;
const timestampForm = /^\d{1,11}$/;
const signatureForm = /^(v1a?),([A-Za-z0-9+/]+={0,2})$/;

/** Reads the three headers, or says which is missing or wrong. Signatures of schemes that we do not know are passed over. */
export function readSignedHeaders(
  header: (name: string) => string | undefined,
): { readonly ok: true; readonly read: SignedHeaders } | { readonly ok: false; readonly faults: readonly Fault[] } {
  const id = header("webhook-id") ?? "";
  const timestamp = header("webhook-timestamp") ?? "";
  const listed = (header("webhook-signature") ?? "").split(" ").filter((each) => each !== "");
  const signatures = listed.flatMap((each) => {
    const [, version, value] = signatureForm.exec(each) ?? [];
    return (version === "v1" || version === "v1a") && value !== undefined ? [{ version, value } as const] : [];
  });
  const checks: readonly (readonly [isRight: boolean, path: string, fix: string])[] = [
    [idForm.test(id), "webhook-id", "1 to 200 printable characters without a space or full stop"],
    [timestampForm.test(timestamp), "webhook-timestamp", "the seconds since 1970 at which this attempt was made"],
    [
      signatures.length > 0 && listed.length <= SIGNATURES_MAX,
      "webhook-signature",
      `at most ${SIGNATURES_MAX} signatures, \`v1,\` or \`v1a,\` and base64, with spaces between them`,
    ],
  ];
  const faults = checks
    .filter(([isRight]) => !isRight)
    .map(([, path, wanted]) => ({ path, fix: `${header(path) === undefined ? "Required" : "Must be"}: ${wanted}.` }));
  if (faults.length > 0) return { ok: false, faults };
  return { ok: true, read: { id, timestamp: Number(timestamp), signatures } };
}

/** How far a timestamp is beyond the tolerance, as a sentence that says what to do; null when it is within. */
export function skewOf(timestamp: number, now: Instant): string | null {
  const behind = Math.floor(Date.parse(now) / 1000) - timestamp;
  if (Math.abs(behind) <= TOLERANCE) return null;
  const where = behind > 0 ? "behind" : "ahead of";
  return `webhook-timestamp is ${Math.abs(behind)} seconds ${where} our clock, and may be ${TOLERANCE}. Set the sender's clock, and sign each attempt anew.`;
}
