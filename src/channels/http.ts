/**
 * What came of one request.
 *
 * - `answered`: `body` is the answer's JSON, or undefined where it was none.
 * - `unreachable`: it certainly did not arrive. `silent`: it may have; nothing more is known.
 */
export type Reply =
  | {
      readonly kind: "answered";
      readonly status: number;
      readonly body: unknown;
      /** Seconds to wait, as `Retry-After` says. */
      readonly retryAfter: number | null;
    }
  | { readonly kind: "unreachable" }
  | { readonly kind: "silent" };

/** What Cloudflare answers in place of a host that it could not connect to (refused, unreachable, TLS, DNS). */
const notConnected: ReadonlySet<number> = new Set([521, 523, 525, 526, 530]);

/** `Retry-After` in seconds; one that is a date is passed over. */
const secondsOf = (header: string | null) => (header !== null && /^\d{1,6}$/.test(header) ? Number(header) : null);

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Makes one request. It never throws: what the other side says, or fails to say, is a reply. */
export async function ask(url: string, init: RequestInit, timeoutMs: number): Promise<Reply> {
  try {
    // A redirect is not followed: it would carry our credentials to somebody else.
    const response = await fetch(url, { ...init, redirect: "manual", signal: AbortSignal.timeout(timeoutMs) });
    const body = parse(await response.text());
    if (notConnected.has(response.status)) return { kind: "unreachable" };
    const retryAfter = secondsOf(response.headers.get("retry-after"));
    return { kind: "answered", status: response.status, body, retryAfter };
  } catch {
    // The runtime has the same words for a connection that was refused and for one that was cut: it may have arrived.
    return { kind: "silent" };
  }
}
