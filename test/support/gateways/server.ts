// What both counterparts share: HTTP on the loopback, faults by a seed, and calls back to the engine.
import { createHash } from "node:crypto";
import { createServer, type IncomingMessage, request, type ServerResponse } from "node:http";
import { setTimeout as pause } from "node:timers/promises";

/**
 * What may go wrong with one request to send.
 *
 * - `silent`: nothing is taken, and no answer ever comes. `lost`: taken, and no answer comes.
 * - `cut`: nothing is taken, and the connection is cut. `cut-after`: taken, and cut.
 * - `busy`: 429. `error`: 500, nothing taken. `error-after`: 500 although it was taken.
 * - `garbage`: taken, answered 201 with what is no JSON. `slow`: taken and answered, after a while.
 */
export const faults = [
  "silent",
  "lost",
  "cut",
  "cut-after",
  "busy",
  "error",
  "error-after",
  "garbage",
  "slow",
] as const;
export type Fault = (typeof faults)[number];

/** Whether the message was taken, whatever is answered. */
export const isTaken = (fault: Fault | null) =>
  fault === null || ["lost", "cut-after", "error-after", "garbage", "slow"].includes(fault);

/** How a counterpart behaves: how likely each fault is, and what becomes of its receipts. All 0 unless said. */
export type Behaviour = {
  readonly faults?: { readonly [F in Fault]?: number };
  /** Faults of the very next requests to send, in order, before chance decides. `null`: none. */
  readonly next?: readonly (Fault | null)[];
  /** Of receipts: how likely one is never sent, and how likely it is sent twice. */
  readonly receiptsLost?: number;
  readonly receiptsTwice?: number;
  /** Receipts go out in another order than messages came in. */
  readonly receiptsShuffled?: boolean;
  /** How likely `sending` is told of only after the end (Twilio). */
  readonly receiptsLate?: number;
  /** The texts that were kept cannot be read: 500, or no answer ever. */
  readonly inbox?: "fails" | "silent";
};

/** Chance from a seed: the same seed, the same faults. From 0 to below 1. */
export function chanceFrom(seed: string): () => number {
  let at = 0;
  return () => createHash("sha256").update(`${seed}/${at++}`).digest().readUInt32BE(0) / 2 ** 32;
}

export type Asked = {
  readonly method: string;
  readonly url: URL;
  readonly headers: IncomingMessage["headers"];
  readonly body: string;
};

/** An answer; `null` leaves the caller without one, "cut" ends the connection. */
export type Answered = { readonly status: number; readonly body: string; readonly headers?: Record<string, string> };

export const asJson = (status: number, body: unknown, headers: Record<string, string> = {}): Answered => ({
  status,
  body: JSON.stringify(body),
  headers: { "content-type": "application/json", ...headers },
});

async function readBody(incoming: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(Buffer.from(chunk as Uint8Array));
  return Buffer.concat(chunks).toString("utf8");
}

/** Serves on the loopback. `answer` may give null (silence) or "cut". */
export async function serve(
  port: number,
  answer: (asked: Asked) => Promise<Answered | null | "cut">,
): Promise<{ readonly url: string; stop(): Promise<void> }> {
  const handle = async (incoming: IncomingMessage, outgoing: ServerResponse) => {
    const url = new URL(incoming.url ?? "/", "http://127.0.0.1");
    const asked = { method: incoming.method ?? "", url, headers: incoming.headers, body: await readBody(incoming) };
    const answered = await answer(asked);
    if (answered === "cut") incoming.socket.destroy();
    else if (answered !== null) outgoing.writeHead(answered.status, answered.headers).end(answered.body);
  };
  const server = createServer((incoming, outgoing) => {
    handle(incoming, outgoing).catch(() => incoming.socket.destroy());
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, "127.0.0.1", resolve);
  });
  const address = server.address();
  const bound = typeof address === "object" && address !== null ? address.port : port;
  return {
    url: `http://127.0.0.1:${bound}`,
    stop: async () => {
      server.closeAllConnections();
      await new Promise<void>((resolve) => {
        server.close(() => resolve());
      });
    },
  };
}

/** Decides the fault of each request, from `next` and then by chance; counts what it did. */
export function openFaults(seed: string) {
  const chance = chanceFrom(`${seed}/faults`);
  const done = new Map<Fault, number>();
  let behaviour: Behaviour = {};
  let next: (Fault | null)[] = [];
  const drawn = (): Fault | null => {
    let left = chance();
    for (const fault of faults) {
      left -= behaviour.faults?.[fault] ?? 0;
      if (left < 0) return fault;
    }
    return null;
  };
  return {
    behave: (wanted: Behaviour) => {
      behaviour = wanted;
      next = [...(wanted.next ?? [])];
    },
    decide: (): Fault | null => {
      const fault = next.length > 0 ? (next.shift() ?? null) : drawn();
      if (fault !== null) done.set(fault, (done.get(fault) ?? 0) + 1);
      return fault;
    },
    /** How often each fault came. */
    done: (): Readonly<Record<string, number>> => Object.fromEntries(done),
    behaviour: () => behaviour,
  };
}

/** How long a `slow` answer takes, in milliseconds. */
const SLOW = 300;

/** What the caller gets to see under a fault; `answer` is what it would be without one. */
export async function under(fault: Fault | null, answer: Answered, busy: Answered, error: Answered) {
  if (fault === "silent" || fault === "lost") return null;
  if (fault === "cut" || fault === "cut-after") return "cut";
  if (fault === "busy") return busy;
  if (fault === "error" || fault === "error-after") return error;
  if (fault === "garbage")
    return { status: 201, body: "<html>gateway</html>", headers: { "content-type": "text/html" } };
  if (fault === "slow") await pause(SLOW);
  return answer;
}

/** Receipts to be sent, as the behaviour has it: some lost, some twice, in another order. */
export function misbehaving<T>(receipts: readonly T[], behaviour: Behaviour, chance: () => number): readonly T[] {
  const kept = receipts
    .filter(() => chance() >= (behaviour.receiptsLost ?? 0))
    .flatMap((receipt) => (chance() < (behaviour.receiptsTwice ?? 0) ? [receipt, receipt] : [receipt]));
  if (behaviour.receiptsShuffled !== true) return kept;
  return kept
    .map((receipt) => ({ receipt, at: chance() }))
    .toSorted((left, right) => left.at - right.at)
    .map(({ receipt }) => receipt);
}

/** Posts to the engine as a gateway would; the status of its answer and its body. */
export function call(
  url: string,
  headers: Readonly<Record<string, string>>,
  body: string,
): Promise<{ readonly status: number; readonly body: string }> {
  return new Promise((resolve, reject) => {
    const sending = request(url, {
      method: "POST",
      headers: { ...headers, "content-length": Buffer.byteLength(body) },
    });
    sending.once("error", reject);
    sending.once("response", (response) => {
      readBody(response).then(
        (text) => resolve({ status: response.statusCode ?? 0, body: text }),
        (cause: unknown) => reject(cause instanceof Error ? cause : new Error("the answer broke off")),
      );
    });
    sending.end(body);
  });
}
