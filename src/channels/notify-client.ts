import { SignJWT } from "jose";
import { type HasClock, millisecondsOf } from "../kernel/time.ts";
import { ask, type Reply } from "./http.ts";

const KEY_FORM = /^.+-([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})-([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/i;

/** The service that an API key is of, and the secret that signs for it; null when it is none. */
export function readApiKey(apiKey: string): { readonly service: string; readonly secret: string } | null {
  const [, service, secret] = KEY_FORM.exec(apiKey.trim()) ?? [];
  return service !== undefined && secret !== undefined ? { service, secret } : null;
}

export type NotifyAccess = {
  readonly baseUrl: string;
  readonly apiKey: string;
  /** How long it may take to answer, in milliseconds. */
  readonly timeoutMs: number;
};

export type NotifyClient = {
  get(path: string): Promise<Reply>;
  post(path: string, body: object): Promise<Reply>;
};

/** Requests to GOV.UK Notify, each with a token of its second. One that is refused is signed anew and made once more. */
export function openNotifyClient({ baseUrl, apiKey, timeoutMs }: NotifyAccess, { clock }: HasClock): NotifyClient {
  const key = readApiKey(apiKey);
  if (!key) throw new Error("an API key of GOV.UK Notify is a name, a service id and a secret, joined by hyphens");
  const secret = new TextEncoder().encode(key.secret);
  let signed = { at: 0, token: "" };

  const tokenNow = async (isFresh: boolean): Promise<string> => {
    const at = Math.floor(millisecondsOf(clock.now()) / 1000);
    if (!isFresh && signed.at === at) return signed.token;
    const jwt = new SignJWT().setProtectedHeader({ typ: "JWT", alg: "HS256" }).setIssuer(key.service).setIssuedAt(at);
    signed = { at, token: await jwt.sign(secret) };
    return signed.token;
  };

  const attempt = async (path: string, init: RequestInit, isFresh: boolean): Promise<Reply> => {
    const headers = { "authorization": `Bearer ${await tokenNow(isFresh)}`, "content-type": "application/json" };
    return await ask(`${baseUrl}${path}`, { ...init, headers }, timeoutMs);
  };

  const request = async (path: string, init: RequestInit): Promise<Reply> => {
    const reply = await attempt(path, init, false);
    // A token is refused before anything is taken, so once more does no harm.
    const isRefused = reply.kind === "answered" && (reply.status === 401 || reply.status === 403);
    return isRefused ? await attempt(path, init, true) : reply;
  };

  return {
    get: async (path) => await request(path, { method: "GET" }),
    post: async (path, body) => await request(path, { method: "POST", body: JSON.stringify(body) }),
  };
}
