// npm run audit:verify -- PLACE [--head SEQ:HASH]
// Follows the chain of hashes of an audit log, on a machine that the vault's administrators need not control. PLACE is an
// export of the vault (`wrangler d1 export throughline-vault --remote --table audit --output audit.sql`), a SQLite file
// of it, or the address of a running engine, which is read with OPERATOR_KEY of the environment.
// Ends with 0: whole; 1: broken, and it says at which entry; 2: the head is too old to prove anything, or it could not look.
import { readFileSync } from "node:fs";
import { DatabaseSync } from "node:sqlite";
import { parseArgs } from "node:util";
import type { AuditHead, ChainedEntry } from "../src/domain/audit.ts";
import { type ChainReport, verifyChain } from "../src/flow/audit.ts";

type Read = Parameters<typeof verifyChain>[0];

const SQLITE = "SQLite format 3\0";

/** The entries of an export, or of a database file. @throws Error for a file without the table. */
function readFromFile(path: string): Read {
  const isDatabase = readFileSync(path).subarray(0, SQLITE.length).toString("latin1") === SQLITE;
  const database = isDatabase ? new DatabaseSync(path, { readOnly: true }) : new DatabaseSync(":memory:");
  if (!isDatabase) database.exec(readFileSync(path, "utf8"));
  const page = database.prepare(
    "select seq, at, actor, action, object, hash from audit where seq > ? order by seq limit ?",
  );
  return async (after, limit) => page.all(after, limit) as unknown as readonly ChainedEntry[];
}

/** The entries as the engine gives them. Each page that is read is itself recorded. @throws Error when it does not. */
function readFromEngine(origin: string, key: string): Read {
  return async (after, limit) => {
    const address = new URL(`/v1/audit?after=${after}&limit=${limit}`, origin);
    const answer = await fetch(address, { headers: { authorization: `Bearer ${key}` }, redirect: "error" });
    if (!answer.ok) throw new Error(`The engine answered ${answer.status}`);
    return ((await answer.json()) as { readonly entries: readonly ChainedEntry[] }).entries;
  };
}

const reasons = {
  "altered": "is not what was written: it was changed, or another row was moved to its place",
  "missing": "is not there: it was taken out, or the rows after it were moved",
  "cut-off": "was the last one once, and is not there: the end of the log was cut off",
} as const;

/** What was found, for people. */
function describeChain({ outcome, from, head, breach }: ChainReport): string {
  if (breach !== null) return `BROKEN at entry ${breach.seq}: it ${reasons[breach.why]}.`;
  if (head === null) return "The log is empty.";
  const extent = `Entries ${from ?? 0} to ${head.seq} are one chain. Its head is ${head.seq}:${head.hash}`;
  return outcome === "too-old"
    ? `${extent}\nThe given head is older than the first entry, and proves nothing.`
    : extent;
}

/** @throws Error for what is no head. */
function readHead(text: string | undefined): AuditHead | null {
  if (text === undefined) return null;
  const [, seq, hash] = /^(\d{1,15}):([0-9a-f]{64})$/.exec(text) ?? [];
  if (seq === undefined || hash === undefined)
    throw new Error("A head is SEQ:HASH, as the log has it at `audit-kept`.");
  return { seq: Number(seq), hash };
}

async function verify(words: readonly string[]): Promise<number> {
  const { positionals, values } = parseArgs({
    args: [...words],
    allowPositionals: true,
    options: { head: { type: "string" } },
  });
  const [place] = positionals;
  if (place === undefined) throw new Error("Say where the log is: an export, a database file, or an engine's address.");
  const known = readHead(values.head);
  const isEngine = /^https?:\/\//.test(place);
  const read = isEngine ? readFromEngine(place, process.env["OPERATOR_KEY"] ?? "") : readFromFile(place);
  const report = await verifyChain(read, known);
  console.log(describeChain(report));
  if (known === null)
    console.log("No head was given: a log that was cut off, or made anew as a whole, looks like this too.");
  return { "intact": 0, "broken": 1, "too-old": 2 }[report.outcome];
}

if (import.meta.main) {
  try {
    process.exitCode = await verify(process.argv.slice(2));
  } catch (cause) {
    console.error(cause instanceof Error ? cause.message : "It could not be verified.");
    process.exitCode = 2;
  }
}
