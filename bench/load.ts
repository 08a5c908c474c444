import { Agent, request } from "node:http";

export type Call = {
  readonly method: "GET" | "POST";
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
};

export type Answer = {
  readonly status: number;
  readonly headers: NodeJS.Dict<string | string[]>;
  readonly body: string;
};

/** A client that keeps its connections: node:http, for fetch would take half of a small machine itself. */
export function connect(origin: URL, connections: number) {
  const agent = new Agent({ keepAlive: true, maxSockets: connections });
  const call = ({ method, path, headers = {}, body }: Call) =>
    new Promise<Answer>((resolve, reject) => {
      const length = body === undefined ? {} : { "content-length": String(Buffer.byteLength(body)) };
      const options = {
        agent,
        method,
        host: origin.hostname,
        port: origin.port,
        path,
        headers: { ...headers, ...length },
      };
      const sent = request(options, (response) => {
        const chunks: Buffer[] = [];
        response.on("data", (chunk: Buffer) => chunks.push(chunk));
        response.on("error", reject);
        response.on("end", () => {
          resolve({
            status: response.statusCode ?? 0,
            headers: response.headers,
            body: Buffer.concat(chunks).toString(),
          });
        });
      });
      sent.on("error", reject);
      sent.end(body);
    });
  return { call, close: () => agent.destroy() };
}

export type Client = ReturnType<typeof connect>;

export type Pace = {
  /** Calls a second. */
  readonly rate: number;
  /** Median time of one call, in milliseconds. */
  readonly median: number;
};

/**
 * Sends all calls, so many at a time, each client waiting for its answer before it sends the next.
 * @throws Error when an answer is not one of the expected statuses: a fast refusal is no result.
 */
export async function pace(
  client: Client,
  calls: readonly Call[],
  clients: number,
  expected: readonly number[],
): Promise<Pace> {
  const times: number[] = [];
  const queue = calls.values();
  const work = async () => {
    for (const call of queue) {
      const began = performance.now();
      const { status, body } = await client.call(call);
      if (!expected.includes(status)) throw new Error(`${call.method} ${call.path}: ${status} ${body.slice(0, 300)}`);
      times.push(performance.now() - began);
    }
  };
  const began = performance.now();
  await Promise.all(Array.from({ length: clients }, work));
  return { rate: (calls.length / (performance.now() - began)) * 1000, median: medianOf(times) };
}

export function medianOf(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? Number.NaN) + upper) / 2;
}

const plain = (value: number) => (value >= 100 ? value.toFixed(0) : value >= 1 ? value.toFixed(1) : value.toFixed(3));

/** `median [least-most]` of several rounds. */
export const spread = (values: readonly number[]) =>
  `${plain(medianOf(values))} [${plain(Math.min(...values))}-${plain(Math.max(...values))}]`;
