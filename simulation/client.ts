import { setTimeout as pause } from "node:timers/promises";
import type { CloudEvent } from "./wire.ts";

/** The engine's front doors, and the doors that development adds: nothing here reaches into a database. */
export type Client = ReturnType<typeof openClient>;

export type Text = {
  readonly seq: number;
  readonly at: string;
  readonly reference: string;
  readonly channel: string;
  readonly recipient: string;
  readonly locale: string;
  readonly body: string;
};

export type Replayed = {
  readonly method: "GET" | "POST";
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
};
export type Reply = {
  readonly status: number;
  readonly location: string | null;
  readonly cookie: string | null;
  readonly body?: string;
};
export type Delivered = {
  readonly events: readonly {
    readonly id: string;
    readonly status: "accepted" | "duplicate" | "parked" | "rejected";
    readonly problem?: unknown;
  }[];
};
export type Receipt = { readonly reference: string; readonly status: string };

/** What an engine answered that it should not have. */
const unexpected = (what: string, status: number, text: string) =>
  new Error(`${what} was answered with ${status}: ${text.slice(0, 400)}`);

/** Tries again while the engine is starting or asks to come back later: a driver outlives a restart. */
const PATIENCE = 6;
const PAGE = 1000;
const BATCH = "application/cloudevents-batch+json";

type Send = (path: string, init: RequestInit) => Promise<Response>;

/** Doors of phones and of staff at their screens: forms of the engine's own pages, sent as a browser would. */
function peopleDoors(send: Send) {
  const form = async (path: string, fields: URLSearchParams, cookie?: string) => {
    const type = { "content-type": "application/x-www-form-urlencoded", "sec-fetch-site": "same-origin" };
    const headers = { ...type, ...(cookie !== undefined && { cookie }) };
    const answered = await send(path, { method: "POST", headers, body: fields.toString(), redirect: "manual" });
    const text = await answered.text();
    if (answered.status !== 303) throw unexpected(`POST ${path}`, answered.status, text);
    return answered;
  };
  return {
    /** A text from somebody's phone to the engine. */
    sendText: async (from: string, text: string): Promise<void> => {
      await form("/development/texts", new URLSearchParams({ from, text }));
    },
    /** Becomes one of the demo's staff. Returns the cookie that says so. */
    signIn: async (email: string) => {
      const answered = await form("/development/identity", new URLSearchParams({ email }));
      const [cookie] = (answered.headers.get("set-cookie") ?? "").split(";");
      if (cookie === undefined || cookie === "") throw new Error("Nobody was signed in");
      return cookie;
    },
    /** A moderator's decision about a comment. */
    decide: async (cookie: string, id: string, decision: URLSearchParams): Promise<void> => {
      await form(`/console/comments/${id}`, decision, cookie);
    },
  };
}

/** A comment that waits; the text is null where its key has ended. */
export type HeldComment = { readonly id: string; readonly text: string | null; readonly seen: string };

type ReadOutbox = (after: number, limit: number) => Promise<readonly Text[]>;

async function allAfter(outbox: ReadOutbox, after: number): Promise<readonly Text[]> {
  const texts: Text[] = [];
  for (let read = after; ;) {
    const page = await outbox(read, PAGE);
    const last = page.at(-1);
    if (!last) return texts;
    texts.push(...page);
    read = last.seq;
  }
}

export function openClient(url: string, operatorKey: string) {
  const send = async (path: string, init: RequestInit, tried = 0): Promise<Response> => {
    const answered = await fetch(new URL(path, url), init).catch((cause: unknown) => {
      if (tried >= PATIENCE) throw cause;
      return null;
    });
    if (answered && (answered.status < 500 || tried >= PATIENCE)) return answered;
    await answered?.body?.cancel();
    await pause(100 * 2 ** tried);
    return await send(path, init, tried + 1);
  };
  const json = async (path: string, init: RequestInit): Promise<unknown> => {
    const answered = await send(path, init);
    const text = await answered.text();
    if (!answered.ok) throw unexpected(`${init.method ?? "GET"} ${path}`, answered.status, text);
    return text === "" ? null : (JSON.parse(text) as unknown);
  };
  const post = async (path: string, body: unknown, headers: Readonly<Record<string, string>> = {}) =>
    await json(path, {
      method: "POST",
      headers: { "content-type": "application/json", ...headers },
      body: JSON.stringify(body),
    });
  const findRelease = async (period: string) => {
    const answered = await send(`/v1/releases/${period}`, {});
    const text = await answered.text();
    if (answered.status === 404) return null;
    if (!answered.ok) throw unexpected(`GET /v1/releases/${period}`, answered.status, text);
    return JSON.parse(text) as { readonly status: string };
  };
  const outbox = async (after: number, limit: number) =>
    (await json(`/development/outbox.json?after=${after}&limit=${limit}`, {})) as readonly Text[];
  const operator = { authorization: `Bearer ${operatorKey}` };

  return {
    /** The sender's key; null when there is a sender of this id. */
    createSender: async (sender: object): Promise<{ readonly key: string } | null> => {
      const headers = { "content-type": "application/json", ...operator };
      const answered = await send("/v1/senders", { method: "POST", headers, body: JSON.stringify(sender) });
      const text = await answered.text();
      if (answered.status === 409) return null;
      if (!answered.ok) throw unexpected("POST /v1/senders", answered.status, text);
      return JSON.parse(text) as { readonly key: string };
    },
    /** Another key of a sender. */
    addKey: async (sender: string, key: object) =>
      (await post(`/v1/senders/${sender}/keys`, key, operator)) as { readonly key: string },
    /** What became of each event: accepted, duplicate, parked or rejected. */
    deliver: async (key: string, events: readonly CloudEvent[]) =>
      (await post("/v1/milestones", events, { "authorization": `Bearer ${key}`, "content-type": BATCH })) as Delivered,
    clock: async () => ((await json("/development/clock", {})) as { now: string }).now,
    moveClock: async (to: string) => await post("/development/clock", { to }),
    status: async () =>
      (await json("/development/status", {})) as { readonly due: number; readonly waitingInPool: number },
    outbox,
    /** All that has gone out since. */
    outboxAfter: async (after: number) => await allAfter(outbox, after),
    /** Every comment that waits. */
    heldComments: async (): Promise<readonly HeldComment[]> => {
      const held: HeldComment[] = [];
      for (let after = ""; ;) {
        const page = (await json(`/development/comments.json?after=${after}`, {})) as readonly HeldComment[];
        const last = page.at(-1);
        if (!last) return held;
        held.push(...page);
        after = last.id;
      }
    },
    ...peopleDoors(send),
    replay: async (requests: readonly Replayed[]) => (await post("/development/replay", requests)) as readonly Reply[],
    /** A page as a browser gets it. */
    page: async (path: string, cookie: string) => await (await send(path, { headers: { cookie } })).text(),
    receive: async (receipts: readonly Receipt[]) => await post("/development/receipts", receipts),
    setting: async (name: string, value: string) => await post("/development/settings", { name, value }),
    /** Asks for a release, again if its making was interrupted; that it was asked for before is no fault. */
    startRelease: async (period: string) => {
      const before = await findRelease(period);
      if (before?.status === "published") return;
      const headers = { "content-type": "application/json", ...operator };
      const answered = await send("/v1/releases", { method: "POST", headers, body: JSON.stringify({ period }) });
      const text = await answered.text();
      const isKnown = before !== null && answered.status === 409;
      if (!answered.ok && !isKnown) throw unexpected("POST /v1/releases", answered.status, text);
    },
    findRelease,
    health: async () => (await json("/healthz", {})) as Readonly<Record<string, string>>,
  };
}

/** Runs the acts, a few at a time, and gives their results in order. */
export async function fewAtOnce<T, R>(
  things: readonly T[],
  few: number,
  act: (thing: T) => Promise<R>,
): Promise<readonly R[]> {
  const results: R[] = [];
  let following = 0;
  const work = async () => {
    for (let index = following++; index < things.length; index = following++) {
      const thing = things[index];
      if (thing !== undefined) results[index] = await act(thing);
    }
  };
  await Promise.all(Array.from({ length: Math.min(few, things.length) }, work));
  return results;
}

export const chunksOf = <T>(things: readonly T[], size: number): readonly (readonly T[])[] =>
  Array.from({ length: Math.ceil(things.length / size) }, (_, index) => things.slice(index * size, (index + 1) * size));
