import { isEqualInConstantTime, macSha1, sha256Hex } from "../platform/crypto.ts";

/** A call as it came in, at the address that Twilio was told to call. */
export type SignedCall = {
  /** The public address, not what a proxy makes of it. */
  readonly url: string;
  readonly signature: string;
  /** The body exactly as received: a form, or JSON where the address has `bodySHA256`. */
  readonly body: string;
};

const parts = /^([a-z][a-z0-9+.-]*:\/\/)([^/?#]*@)?(\[[^\]]*\]|[^:/?#]*)(:\d+)?(.*)$/is;

/** The address without a port, and with the one that its scheme has: it is not known which of them was signed. */
function portsOf(url: string): readonly string[] {
  const [, scheme, user = "", host = "", port, rest = ""] = parts.exec(url) ?? [];
  if (scheme === undefined) return [url];
  const standard = scheme.toLowerCase() === "https://" ? ":443" : ":80";
  return [`${scheme}${user}${host}${rest}`, `${scheme}${user}${host}${port ?? standard}${rest}`];
}

/** The same address with its query encoded anew, as older parts of Twilio sign it. */
function recoded(url: string): string {
  const at = url.indexOf("?");
  if (at < 0) return url;
  const pairs = [...new URLSearchParams(url.slice(at + 1))];
  const query = pairs.map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`).join("&");
  return `${url.slice(0, at)}?${query}`;
}

/** Parameters by name, in order; of one that is repeated, its different values in order. */
function joined(form: URLSearchParams): string {
  const names = [...new Set(form.keys())].toSorted();
  return names.flatMap((name) => [...new Set(form.getAll(name))].toSorted().map((value) => `${name}${value}`)).join("");
}

const bodyHashIn = (url: string) => (URL.canParse(url) ? new URL(url).searchParams.get("bodySHA256") : null);

/** Whether Twilio signed this call with the account's token (X-Twilio-Signature). */
export async function isSignedByTwilio(authToken: string, { url, signature, body }: SignedCall): Promise<boolean> {
  const bodyHash = bodyHashIn(url);
  if (bodyHash !== null && !isEqualInConstantTime(bodyHash, await sha256Hex(body))) return false;
  const parameters = bodyHash === null ? joined(new URLSearchParams(body)) : "";
  const candidates = portsOf(url).flatMap((address) => [address, recoded(address)]);
  const expected = await Promise.all(
    [...new Set(candidates)].map((each) => macSha1(authToken, `${each}${parameters}`)),
  );
  return expected.some((each) => isEqualInConstantTime(each, signature));
}
