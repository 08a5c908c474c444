import { spawn } from "node:child_process";
import { createHash, randomBytes } from "node:crypto";
import {
  createWriteStream,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { convertV4MiniflareOptions, Miniflare } from "miniflare";
import { instantOf } from "../src/kernel/time.ts";
import { type Keys, openKeys } from "../src/platform/keys.ts";
import { sourceDefine, sources } from "./source.ts";

/**
 * The development engine: the bundle that `wrangler deploy --dry-run --env development` makes, run by miniflare on this
 * machine. Not `wrangler dev`, whose tooling takes most of the time.
 */
export const root = join(import.meta.dirname, "..");
const ours = join(root, ".throughline");
/** Where secrets, databases and progress live: another place gives another engine. */
export const home = process.env["THROUGHLINE_HOME"] ?? ours;
const build = join(ours, "build");

const databases = { VAULT: "vault", RESPONSES: "responses", DEVELOPMENT: "development" } as const;

export type EngineOptions = {
  readonly port: number;
  /** Where databases, keys and queues live between runs. */
  readonly stateDir: string;
  /** Begin with nothing. */
  readonly fresh: boolean;
  /** Gateways to send by, as a deployment configures them; without them messages go to the outbox. */
  readonly gateways?: string | undefined;
  /** Where a debugger may look into the runtime, if one may. */
  readonly inspectorPort?: number | undefined;
};

export type RunningEngine = {
  readonly url: string;
  readonly operatorKey: string;
  /** The engine's own, for a bench that writes what the engine would have sealed. */
  readonly keys: Keys;
  stop(): Promise<void>;
};

export async function startEngine({
  port,
  stateDir,
  fresh,
  gateways,
  inspectorPort,
}: EngineOptions): Promise<RunningEngine> {
  await buildBundle();
  if (fresh) rmSync(stateDir, { recursive: true, force: true });
  mkdirSync(stateDir, { recursive: true });
  const secrets = readSecrets();
  const log = createWriteStream(join(stateDir, "engine.log"), { flags: "a" });
  const forget = rememberListeners();
  const miniflare = new Miniflare(
    convertV4MiniflareOptions({
      ...settings(stateDir, port, { ...secrets, ...(gateways !== undefined && { GATEWAYS: gateways }) }),
      ...(inspectorPort !== undefined && { inspectorPort }),
      handleStructuredLogs: ({ message }) => log.write(`${message}\n`),
      modulesRoot: build,
      modules: [{ type: "ESModule", path: join(build, "worker.js") }, ...textModules()],
    }),
  );
  forget();
  const address = await miniflare.ready;
  const untie = tieRuntime();
  for (const [binding, folder] of Object.entries(databases)) {
    await migrate(await miniflare.getD1Database(binding), join(root, "migrations", folder));
  }
  const stop = async () => {
    await miniflare.dispose();
    untie();
    log.end();
  };
  const clock = { now: () => instantOf(Date.now()) };
  // The same interface by two libraries' types.
  const store = (await miniflare.getKVNamespace("KEYS")) as unknown as KVNamespace;
  const keys = openKeys(secrets.ROOT_KEY, store, { clock });
  return { url: address.origin, operatorKey: secrets.OPERATOR_KEY, keys, stop };
}

const signals = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/** Miniflare listens to signals, and would end the process at once and as a failure: whoever starts us decides that. */
function rememberListeners(): () => void {
  const before = new Set(signals.flatMap((signal) => process.listeners(signal)));
  return () => {
    for (const signal of signals) {
      for (const listener of process.listeners(signal)) if (!before.has(listener)) process.off(signal, listener);
    }
  };
}

/**
 * Ties the runtime's life to ours. Killed outright, we could not stop it, and it would hold the port and the databases
 * for good; so a shell waits for our end of a pipe to close, whatever closes it. Linux alone tells whose child is whose.
 *
 * @returns What to call when the runtime has been stopped in an orderly way.
 */
function tieRuntime(): () => void {
  const children = `/proc/${process.pid}/task/${process.pid}/children`;
  if (!existsSync(children)) return () => {};
  const isRuntime = (id: string) => readFileSync(`/proc/${id}/cmdline`, "utf8").includes("workerd");
  const ids = readFileSync(children, "utf8")
    .split(" ")
    .filter((id) => id !== "" && isRuntime(id));
  const waiting = spawn("sh", ["-c", `cat > /dev/null; kill ${ids.join(" ")}`], {
    stdio: ["pipe", "ignore", "ignore"],
    detached: true,
  });
  waiting.unref();
  return () => void waiting.kill();
}

/** Style sheets that the Worker imports as text lie beside the bundle. */
const textModules = () =>
  readdirSync(build)
    .filter((name) => name.endsWith(".css"))
    .map((name) => ({ type: "Text" as const, path: join(build, name) }));

/** The bindings of wrangler.toml's development environment, as miniflare names them. */
function settings(stateDir: string, port: number, secrets: Secrets & { readonly GATEWAYS?: string }) {
  return {
    name: "throughline-development",
    host: "127.0.0.1",
    port,
    compatibilityDate: "2026-10-01",
    resourcePersistencePath: stateDir,
    cf: false,
    d1Databases: {
      VAULT: "00000000-0000-0000-0000-000000000001",
      RESPONSES: "00000000-0000-0000-0000-000000000002",
      DEVELOPMENT: "00000000-0000-0000-0000-000000000003",
    },
    kvNamespaces: { KEYS: "00000000000000000000000000000001" },
    queueProducers: { DELIVERIES: { queueName: "throughline-deliveries" } },
    queueConsumers: {
      "throughline-deliveries": {
        maxBatchSize: 100,
        maxBatchTimeout: 0.05,
        maxRetries: 3,
        retryDelay: 1,
        deadLetterQueue: "throughline-deliveries-dead",
      },
      "throughline-deliveries-dead": { maxBatchSize: 100, maxBatchTimeout: 1 },
    },
    ratelimits: {
      RATE_LIMIT: { namespace_id: "1001", simple: { limit: 1_000_000, period: 60 as const } },
      FAILURE_LIMIT: { namespace_id: "1002", simple: { limit: 30, period: 60 as const } },
    },
    workflows: {
      RELEASE: { name: "throughline-release", className: "ReleaseWorkflow" },
    },
    bindings: { ...secrets, PUBLIC_ORIGIN: `http://127.0.0.1:${port}` },
  };
}

export type Secrets = {
  readonly ROOT_KEY: string;
  readonly OPERATOR_KEY: string;
  /** JSON: key id to secret, as the hearing-results subscription would issue them. */
  readonly RESULTS_SUBSCRIPTION_KEYS: string;
};

/** This machine's own secrets: made by chance at the first start, never committed. */
function readSecrets(): Secrets {
  const file = join(home, "secrets.json");
  if (!existsSync(file)) {
    const secret = () => randomBytes(32).toString("base64url");
    const subscription = { development: randomBytes(32).toString("base64") };
    const made: Secrets = {
      ROOT_KEY: secret(),
      OPERATOR_KEY: secret(),
      RESULTS_SUBSCRIPTION_KEYS: JSON.stringify(subscription),
    };
    mkdirSync(home, { recursive: true });
    writeFileSync(file, `${JSON.stringify(made, null, 2)}\n`, { mode: 0o600 });
  }
  return JSON.parse(readFileSync(file, "utf8")) as Secrets;
}

/** All files below a folder (or the file itself), in order. */
function filesOf(path: string): readonly string[] {
  if (!statSync(path).isDirectory()) return [path];
  return readdirSync(path)
    .toSorted()
    .flatMap((name) => filesOf(join(path, name)));
}

function fingerprint(): string {
  const hash = createHash("sha256");
  for (const file of sources.flatMap((source) => filesOf(join(root, source))))
    hash.update(file).update(readFileSync(file));
  return hash.digest("hex");
}

/** Makes the bundle, unless it is there and its sources have not changed. */
export async function buildBundle(): Promise<void> {
  const stamp = join(ours, "build.sha256");
  const wanted = fingerprint();
  if (existsSync(join(build, "worker.js")) && existsSync(stamp) && readFileSync(stamp, "utf8") === wanted) return;
  rmSync(build, { recursive: true, force: true });
  mkdirSync(build, { recursive: true });
  await wrangler(["deploy", "--dry-run", "--env", "development", "--outdir", build, ...sourceDefine()]);
  writeFileSync(stamp, wanted);
}

const quiet = {
  WRANGLER_SEND_METRICS: "false",
  CLOUDFLARE_CF_FETCH_ENABLED: "false",
  WRANGLER_HIDE_BANNER: "true",
  WRANGLER_SEND_ERROR_REPORTS: "false",
  X_LOCAL_OBSERVABILITY: "false",
};

/** Runs wrangler and keeps what it says for the case that it fails. */
async function wrangler(words: readonly string[]): Promise<void> {
  const script = join(root, "node_modules/wrangler/bin/wrangler.js");
  const child = spawn(process.execPath, [script, ...words], {
    cwd: root,
    env: { ...process.env, ...quiet },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const said: string[] = [];
  child.stdout.on("data", (text: Buffer) => said.push(text.toString()));
  child.stderr.on("data", (text: Buffer) => said.push(text.toString()));
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once("error", reject);
    child.once("close", resolve);
  });
  if (code !== 0) throw new Error(`wrangler ${words[0] ?? ""} ended with ${code ?? "a signal"}\n${said.join("")}`);
}

type Database = Awaited<ReturnType<Miniflare["getD1Database"]>>;

/** Applies the migrations that have not been applied, in the order of their names, each in one batch with its record. */
async function migrate(database: Database, folder: string): Promise<void> {
  await database
    .prepare("create table if not exists applied_migration (name text primary key) strict, without rowid")
    .run();
  const { results } = await database.prepare("select name from applied_migration").all<{ name: string }>();
  const applied = new Set(results.map(({ name }) => name));
  const pending = readdirSync(folder)
    .filter((name) => name.endsWith(".sql") && !applied.has(name))
    .toSorted();
  for (const name of pending) {
    const statements = statementsOf(readFileSync(join(folder, name), "utf8")).map((text) => database.prepare(text));
    const record = database.prepare("insert into applied_migration (name) values (?1)").bind(name);
    await database.batch([...statements, record]);
  }
}

/** The statements of a migration. Our migrations hold no semicolon but at a statement's end and in comments. */
function statementsOf(sql: string): readonly string[] {
  return sql
    .split("\n")
    .map((line) => line.replace(/--.*$/, ""))
    .join("\n")
    .split(";")
    .map((statement) => statement.trim())
    .filter((statement) => statement !== "");
}
