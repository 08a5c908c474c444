import { env } from "cloudflare:workers";
import { getTableConfig, type SQLiteTable } from "drizzle-orm/sqlite-core";
import { describe, expect, it } from "vitest";
import * as responsesSchema from "../../src/store/responses/schema.ts";
import * as vaultSchema from "../../src/store/vault/schema.ts";

type Column = {
  readonly name: string;
  readonly type: string;
  readonly notNull: boolean;
  /** Place in the primary key, from 1; 0 when it is no part of it. */
  readonly key: number;
  readonly default: string | null;
};

type Table = { readonly columns: readonly Column[]; readonly unique: readonly string[] };

type TableRow = { readonly name: string; readonly wr: number; readonly strict: number };
type ColumnRow = { name: string; type: string; notnull: number; pk: number; dflt_value: string | null };

const isOurs = ({ name }: { readonly name: string }) => !/^(sqlite_|_cf_|d1_migrations)/.test(name);

async function tablesOf(d1: D1Database): Promise<readonly TableRow[]> {
  const { results } = await d1
    .prepare("select name, wr, strict from pragma_table_list where type = 'table'")
    .all<TableRow>();
  return results.filter(isOurs);
}

async function columnsOf(d1: D1Database, table: string): Promise<readonly ColumnRow[]> {
  return (await d1.prepare("select * from pragma_table_info(?)").bind(table).all<ColumnRow>()).results;
}

/** The columns that a unique constraint of the table covers, each set as one text. */
async function uniqueSetsOf(d1: D1Database, table: string): Promise<readonly string[]> {
  const statement = `select group_concat(c.name, ', ' order by c.seqno) as columns
    from pragma_index_list(?) l join pragma_index_info(l.name) c where l.origin = 'u' group by l.name`;
  const { results } = await d1.prepare(statement).bind(table).all<{ columns: string }>();
  return results.map(({ columns }) => columns).toSorted();
}

/** What the migrations made. */
async function migrated(d1: D1Database): Promise<Record<string, Table>> {
  const found: Record<string, Table> = {};
  for (const { name } of await tablesOf(d1)) {
    const columns = (await columnsOf(d1, name)).map((column) => ({
      name: column.name,
      type: column.type.toLowerCase(),
      notNull: column.notnull === 1,
      key: column.pk,
      default: column.dflt_value?.replaceAll("'", "") ?? null,
    }));
    found[name] = { columns, unique: await uniqueSetsOf(d1, name) };
  }
  return found;
}

const defaultOf = (value: unknown) => (typeof value === "string" || typeof value === "number" ? String(value) : null);

/** What Drizzle believes. */
function declared(schema: Record<string, SQLiteTable>): Record<string, Table> {
  const tables = Object.values(schema).map((table) => {
    const { name, columns, primaryKeys, uniqueConstraints } = getTableConfig(table);
    const composite = primaryKeys[0]?.columns.map((column) => column.name) ?? [];
    const described = columns.map((column) => ({
      name: column.name,
      type: column.getSQLType(),
      notNull: column.notNull,
      key: column.primary ? 1 : composite.indexOf(column.name) + 1,
      default: column.hasDefault ? defaultOf(column.default) : null,
    }));
    const sets = uniqueConstraints.map((constraint) => constraint.columns.map((column) => column.name).join(", "));
    const single = columns.filter((column) => column.isUnique).map((column) => column.name);
    return [name, { columns: described, unique: [...sets, ...single].toSorted() }] as const;
  });
  return Object.fromEntries(tables);
}

/** The text of a migration, one entry a table: what stands above it, and its lines. */
function createdTables(sql: string) {
  return [...sql.matchAll(/^(?<above>.*)\nCREATE TABLE (?<name>\w+) \(\n(?<body>[\s\S]*?)^\)/gm)].map(({ groups }) => ({
    name: groups?.["name"] ?? "",
    above: groups?.["above"] ?? "",
    lines: (groups?.["body"] ?? "").split("\n"),
  }));
}

/**
 * Columns whose name says all there is to say, wherever they stand: a `--` beside each would only repeat it. The codes
 * that they hold are listed in src/domain/dimension.ts, the nouns in docs/glossary.md.
 */
const selfEvident = new Set(
  `id hash n at since day wave period state status reason version value area stage offence age sex language locale mode
  instrument outcome category sealed nullifier items rkey overall consent engagement body actor act object officer_ref
  officer_unit email_index`.split(/\s+/),
);

const saysItself = (column: string) => selfEvident.has(column) || /_(id|at|on)$/.test(column);

const databases = [
  { name: "vault", d1: env.VAULT, schema: vaultSchema },
  { name: "responses", d1: env.RESPONSES, schema: responsesSchema },
] as const;

describe.each(databases)("the $name database", ({ d1, schema }) => {
  it("has the tables, columns, types, keys, defaults and unique sets that Drizzle was told", async () => {
    expect(declared(schema)).toEqual(await migrated(d1));
  });
});

describe("every table", () => {
  it("is STRICT, so that a column holds only what it says", async () => {
    for (const { d1 } of databases) {
      const tables = await tablesOf(d1);
      expect(tables.length).toBeGreaterThan(8);
      expect(tables.filter(({ strict }) => strict !== 1)).toEqual([]);
    }
  });

  it("is explained above its creation, and each column beside it or by its name", () => {
    const migrations = Object.values(env.TEST_MIGRATIONS).flat();
    const tables = migrations.flatMap(({ queries }) => createdTables(queries.join("\n")));
    expect(tables.length).toBeGreaterThan(20);
    expect(tables.filter(({ above }) => !above.startsWith("--")).map(({ name }) => name)).toEqual([]);

    const silent = tables.flatMap(({ name, lines }) =>
      lines.flatMap((line) => {
        const column = /^ {2}"?(?<column>[a-z_]+)"? [A-Z]/.exec(line)?.groups?.["column"];
        return column === undefined || line.includes("--") || saysItself(column) ? [] : [`${name}.${column}`];
      }),
    );
    expect(silent).toEqual([]);
  });
});

describe("the responses database", () => {
  it("keeps no order of arrival: every table is WITHOUT ROWID", async () => {
    const tables = await tablesOf(env.RESPONSES);
    expect(tables.filter(({ wr }) => wr !== 1)).toEqual([]);
  });

  it("knows no time finer than the release period, but for what does not last and for releases themselves", async () => {
    const fleeting = ["draft", "started", "spent", "pool", "shut_day", "ended_count"];
    const finer =
      /(^|_)(at|on|day|week|wave|date|time|hour|minute|month|since|until|instant|created|updated|received|seq)(_|$)/;
    const columns: string[] = [];
    for (const { name } of await tablesOf(env.RESPONSES)) {
      if (fleeting.includes(name)) continue;
      for (const column of await columnsOf(env.RESPONSES, name)) {
        if (finer.test(column.name)) columns.push(`${name}.${column.name}`);
      }
    }
    // A release is made by us, not by a person: the days on which it was built and published are public.
    expect(columns).toEqual(["release.started_at", "release.published_on"]);
  });
});
