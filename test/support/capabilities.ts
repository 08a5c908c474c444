import { env } from "cloudflare:workers";
import type { Instant } from "../../src/kernel/time.ts";
import { randomBytes } from "../../src/platform/crypto.ts";
import { openKeys } from "../../src/platform/keys.ts";
import { openLimits } from "../../src/platform/limits.ts";
import { openMarks } from "../../src/platform/marks.ts";
import { openResponses } from "../../src/store/responses/database.ts";
import { openVault } from "../../src/store/vault/database.ts";

/** A log that keeps its lines, so that a test can read what an operator would. */
export function recordingLog() {
  const lines: string[] = [];
  return {
    lines,
    event: (name: string, fields: object = {}) => void lines.push(JSON.stringify({ event: name, ...fields })),
    failure: (name: string, cause: unknown) => void lines.push(JSON.stringify({ event: name, failed: String(cause) })),
  };
}

/** Real databases and keys, with a clock that the test sets. */
export function openCapabilities(start: string) {
  const time = { now: start as Instant };
  const clock = { now: () => time.now };
  return {
    setTime: (instant: string) => void (time.now = instant as Instant),
    clock,
    vault: openVault(env.VAULT),
    responses: openResponses(env.RESPONSES),
    keys: openKeys(env.ROOT_KEY, env.KEYS, { clock }),
    marks: openMarks(env.KEYS),
    random: { bytes: randomBytes },
    limits: openLimits(env.RATE_LIMIT, env.FAILURE_LIMIT),
    log: recordingLog(),
  };
}

/** Every row of every table of a database, as text: what somebody who holds the file can read. */
export async function dump(d1: D1Database): Promise<string> {
  const tables = await d1.prepare("select name from sqlite_schema where type = 'table'").all<{ name: string }>();
  const names = tables.results.map(({ name }) => name).filter((name) => !/^(sqlite_|_cf_|d1_)/.test(name));
  const rows = await Promise.all(
    names.map(async (name) => (await d1.prepare(`select * from "${name}"`).all()).results),
  );
  return JSON.stringify(Object.fromEntries(names.map((name, index) => [name, rows[index]])));
}
