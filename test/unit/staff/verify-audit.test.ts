import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { afterAll, describe, expect, it } from "vitest";
import { chainText, type ChainedEntry, GENESIS } from "../../../src/domain/audit.ts";
import type { Instant } from "../../../src/kernel/time.ts";

const root = join(import.meta.dirname, "../../..");
const folder = mkdtempSync(join(tmpdir(), "throughline-audit-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const schema =
  /^CREATE TABLE audit \([^;]+;/m.exec(readFileSync(join(root, "migrations/vault/0001_vault.sql"), "utf8"))?.[0] ?? "";

/** A log of 1,200 acts, more than a page. */
const entries: ChainedEntry[] = [];
for (let seq = 1; seq <= 1_200; seq++) {
  const at = new Date(Date.UTC(2026, 2, 4, 9, 0, seq)).toISOString() as Instant;
  const entry = { seq, at, actor: "staff:o'neill@force.example", action: "view-held", object: `invitation:${seq}` };
  const hash = createHash("sha256")
    .update(chainText(entries.at(-1)?.hash ?? GENESIS, entry))
    .digest("hex");
  entries.push({ ...entry, hash });
}
const head = `1200:${entries.at(-1)?.hash ?? ""}`;

const quoted = (value: string | number) => (typeof value === "number" ? value : `'${value.replaceAll("'", "''")}'`);

/** As `wrangler d1 export` writes it. */
function exportOf(rows: readonly ChainedEntry[]): string {
  const inserts = rows.map(
    ({ seq, at, actor, action, object, hash }) =>
      `INSERT INTO "audit" ("seq","at","actor","action","object","hash") VALUES(${[seq, at, actor, action, object, hash].map(quoted).join(",")});`,
  );
  return ["PRAGMA defer_foreign_keys=TRUE;", schema, ...inserts].join("\n");
}

/** Runs the command as an auditor does. */
const run = async (words: readonly string[], environment: Readonly<Record<string, string>> = {}) =>
  await new Promise<{ code: number; said: string }>((resolve) => {
    const script = join(root, "scripts/verify-audit.ts");
    const env = { ...process.env, ...environment };
    const child = execFile(process.execPath, [script, ...words], { env }, (_, stdout, stderr) =>
      resolve({ code: child.exitCode ?? -1, said: stdout + stderr }),
    );
  });

let files = 0;
async function verifyRows(rows: readonly ChainedEntry[], ...words: readonly string[]) {
  const file = join(folder, `${files++}.sql`);
  writeFileSync(file, exportOf(rows));
  return await run([file, ...words]);
}

const changed = (at: number, change: Partial<ChainedEntry>) =>
  entries.map((entry) => (entry.seq === at ? { ...entry, ...change } : entry));

/** Two rows that have changed places, under each other's numbers. */
const moved = entries.map((entry) => {
  const other = entry.seq === 40 ? entries[1_099] : entry.seq === 1_100 ? entries[39] : undefined;
  return other ? { ...other, seq: entry.seq } : entry;
});

describe("npm run audit:verify", { timeout: 60_000 }, () => {
  it("says that an export is whole, and its head", async () => {
    const { code, said } = await verifyRows(entries, "--head", head);
    expect([code, said]).toEqual([0, `Entries 1 to 1200 are one chain. Its head is ${head}\n`]);
    expect((await verifyRows(entries)).said).toContain("No head was given");
  });

  it.each([
    ["changed", changed(700, { actor: "staff:eve@force.example" }), 700],
    ["taken out", entries.filter(({ seq }) => seq !== 1_050), 1_050],
    ["moved", moved, 40],
  ])("names the first row of one in which a row was %s", async (_, rows, at) => {
    const { code, said } = await verifyRows(rows);
    expect(code).toBe(1);
    expect(said).toMatch(new RegExp(`^BROKEN at entry ${at}:`));
  });

  it("finds by a head kept elsewhere that the end was cut off, or all was written anew", async () => {
    const cut = entries.slice(0, 1_000);
    expect((await verifyRows(cut)).code).toBe(0);
    expect(await verifyRows(cut, "--head", head)).toMatchObject({ code: 1, said: expect.stringContaining("cut off") });
    const other = `900:${"0".repeat(64)}`;
    expect(await verifyRows(entries, "--head", other)).toMatchObject({
      code: 1,
      said: expect.stringContaining("BROKEN at entry 900"),
    });
  });

  it("reads a database file as well, and a running engine in pages", async () => {
    const file = join(folder, "vault.sqlite");
    const database = new DatabaseSync(file);
    database.exec(`begin; ${exportOf(changed(3, { object: "invitation:4" }))} commit;`);
    database.close();
    expect((await run([file])).said).toMatch(/^BROKEN at entry 3:/);

    const asked: string[] = [];
    const server = createServer((request, response) => {
      const { searchParams } = new URL(request.url ?? "", "http://engine.example");
      asked.push(`${request.headers.authorization} ${searchParams.get("after")}`);
      const after = Number(searchParams.get("after"));
      response.setHeader("content-type", "application/json");
      response.end(JSON.stringify({ entries: entries.slice(after, after + Number(searchParams.get("limit"))) }));
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const address = server.address();
    const origin = `http://127.0.0.1:${typeof address === "object" ? address?.port : 0}`;
    expect(await run([origin, "--head", head], { OPERATOR_KEY: "a-key" })).toMatchObject({ code: 0 });
    expect(asked).toEqual(["Bearer a-key 0", "Bearer a-key 1000"]);
    server.close();
  });

  it("ends with 2 where it could not look", async () => {
    for (const words of [[], [join(folder, "absent.sql")], [join(folder, "vault.sqlite"), "--head", "nonsense"]])
      expect((await run(words)).code).toBe(2);
  });
});
