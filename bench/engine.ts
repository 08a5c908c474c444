import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { type EngineOptions, startEngine } from "../scripts/miniflare.ts";
import { freePort } from "../test/support/port.ts";
import { type Answer, connect } from "./load.ts";

/** The development engine on an empty state of its own, as these options have it. It can be stopped, looked into, and started again. */
export async function startBenchEngine(
  stateDir = mkdtempSync(join(tmpdir(), "throughline-bench-")),
  options: Pick<EngineOptions, "gateways" | "inspectorPort"> = {},
) {
  const running = await startEngine({ port: await freePort(), stateDir, fresh: false, ...options });
  const origin = new URL(running.url);
  const client = connect(origin, 8);

  const ask = async (method: "GET" | "POST", path: string, body?: unknown, key?: string): Promise<Answer> => {
    const headers = {
      ...(body !== undefined && { "content-type": "application/json" }),
      ...(key !== undefined && { authorization: `Bearer ${key}` }),
    };
    const answer = await client.call({
      method,
      path,
      headers,
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    if (answer.status >= 400) throw new Error(`${method} ${path}: ${answer.status} ${answer.body.slice(0, 300)}`);
    return answer;
  };

  let stopped = false;

  return {
    origin,
    client,
    ask,
    stateDir,
    operatorKey: running.operatorKey,
    keys: running.keys,
    moveClock: async (to: string) => void (await ask("POST", "/development/clock", { to })),
    /** Stops, once, and keeps the state. */
    stop: async () => {
      if (stopped) return;
      stopped = true;
      client.close();
      await running.stop();
    },
    remove: () => rmSync(stateDir, { recursive: true, force: true }),
  };
}

export type BenchEngine = Awaited<ReturnType<typeof startBenchEngine>>;

/** Registers a force as a sender, and gives its key. */
export async function registerForce({ ask, operatorKey }: BenchEngine, forceCode: string): Promise<string> {
  const sender = {
    id: `force-${forceCode}`,
    name: `Force ${forceCode}`,
    role: "force",
    forceCode,
    expiresOn: "2027-12-31",
  };
  const { body } = await ask("POST", "/v1/senders", sender, operatorKey);
  const { key } = JSON.parse(body) as { key?: string };
  if (key === undefined) throw new Error("Registering a sender answered without a key");
  return key;
}

/** Opens the file of the stopped engine's database that holds a table. */
export function openStopped(stateDir: string, table: string): DatabaseSync {
  const folder = join(stateDir, "d1/miniflare-D1DatabaseObject");
  for (const name of readdirSync(folder)) {
    if (!/^[0-9a-f]{64}\.sqlite$/.test(name)) continue;
    const database = new DatabaseSync(join(folder, name));
    if (database.prepare("select 1 from sqlite_schema where name = ?").get(table) !== undefined) return database;
    database.close();
  }
  throw new Error(`No database under ${folder} has a table ${table}`);
}
