import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync, type SQLInputValue, type StatementSync } from "node:sqlite";
import type { Change } from "./linkage-history.ts";

// The engine's own SQL on SQLite without a network between, so that tens of thousands can answer; and its history, row by
// row, finer than any dump after a statement could be (test/unit/simulation/linkage.test.ts compares both).

const ROOT = join(import.meta.dirname, "../..");

type Bound = { readonly query: string; readonly values: readonly SQLInputValue[] };

const inputOf = (value: unknown): SQLInputValue => {
  if (typeof value === "boolean") return value ? 1 : 0;
  if (value === null || typeof value === "string" || typeof value === "number") return value;
  throw new TypeError(`D1 takes no ${typeof value} here`);
};

/** A database with everything that happened to the rows of some tables. */
export type Recorded = { readonly d1: D1Database; history(): readonly Change[] };

/** Columns that are ciphertext: of these a history tells the length, and whoever has no key reads no more. */
const SEALED = "sealed";

/** @param now The instant that a change is noted with. */
export function openRecorded(
  migrations: "vault" | "responses",
  watched: readonly string[],
  now: () => string,
): Recorded {
  const database = new DatabaseSync(":memory:");
  const folder = join(ROOT, "migrations", migrations);
  for (const file of readdirSync(folder).toSorted()) database.exec(readFileSync(join(folder, file), "utf8"));
  database.exec(
    "create temp table history (step integer, at text, name text, sign text, row text); create temp table step (n integer, at text); insert into step values (0, '')",
  );
  for (const table of watched) watch(database, table);
  const prepared = new Map<string, StatementSync>();
  const statementOf = (query: string) => {
    const known = prepared.get(query) ?? database.prepare(query);
    prepared.set(query, known);
    return known;
  };
  const next = database.prepare("update temp.step set n = n + 1, at = ?");
  const transaction = <T>(work: () => T): T => {
    database.exec("begin");
    try {
      next.run(now());
      const done = work();
      database.exec("commit");
      return done;
    } catch (cause) {
      database.exec("rollback");
      throw cause;
    }
  };
  const run = ({ query, values }: Bound) => {
    const results = statementOf(query).all(...values);
    const changes = Number(database.prepare("select changes() as n").get()?.["n"] ?? 0);
    return { results, success: true, meta: { changes } };
  };
  const bound = new WeakMap<object, Bound>();
  const preparedAs = (query: string, values: readonly SQLInputValue[]): object => {
    const one = {
      bind: (...given: readonly unknown[]) => preparedAs(query, given.map(inputOf)),
      all: async () => transaction(() => run({ query, values })),
      run: async () => transaction(() => run({ query, values })),
      first: async () => transaction(() => run({ query, values }).results[0] ?? null),
      raw: async () => transaction(() => run({ query, values }).results.map((row) => Object.values(row))),
    };
    bound.set(one, { query, values });
    return one;
  };
  const d1 = {
    prepare: (query: string) => preparedAs(query, []),
    batch: async (statements: readonly object[]) =>
      transaction(() =>
        statements.map((statement) => {
          const one = bound.get(statement);
          if (one === undefined) throw new TypeError("a batch takes statements of this database");
          return run(one);
        }),
      ),
  };
  const history = () =>
    database
      .prepare("select step, at, name, sign, row from temp.history order by rowid")
      .all()
      .map((row): Change => ({
        step: Number(row["step"]),
        at: String(row["at"]),
        table: String(row["name"]),
        sign: row["sign"] === "+" ? "+" : "-",
        row: JSON.parse(String(row["row"])),
      }));
  return { d1: d1 as unknown as D1Database, history };
}

/** Notes every row of a table that comes or goes. A row that is changed goes and comes. */
function watch(database: DatabaseSync, table: string): void {
  const columns = database
    .prepare(`select name from pragma_table_info(?)`)
    .all(table)
    .map(({ name }) => String(name));
  const of = (which: "new" | "old") =>
    columns.map((name) => `'${name}', ${name === SEALED ? `length(${which}.${name})` : `${which}.${name}`}`).join(", ");
  const note = (sign: "+" | "-", which: "new" | "old") =>
    `insert into history select n, at, '${table}', '${sign}', json_object(${of(which)}) from step;`;
  database.exec(`
    create temp trigger ${table}_comes after insert on main.${table} begin ${note("+", "new")} end;
    create temp trigger ${table}_goes after delete on main.${table} begin ${note("-", "old")} end;
    create temp trigger ${table}_changes after update on main.${table} begin ${note("-", "old")} ${note("+", "new")} end;`);
}
