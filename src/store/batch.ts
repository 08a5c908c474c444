import type { SQLWrapper } from "drizzle-orm";
import { SQLiteAsyncDialect } from "drizzle-orm/sqlite-core";

const dialect = new SQLiteAsyncDialect();

/**
 * Runs statements as one transaction, the only kind that D1 has: all of them, or none.
 *
 * Drizzle's own `batch` cannot bind the parameters of raw SQL (0.45: "reading 'bind'" of undefined), and raw SQL with
 * one JSON parameter is how rows go in by the thousand. Query builders may stand among the statements, not awaited.
 *
 * @returns The rows of each statement, in their order.
 */
export async function runBatch(
  { $client }: { readonly $client: D1Database },
  statements: readonly SQLWrapper[],
): Promise<readonly (readonly unknown[])[]> {
  const prepared = statements.map((statement) => {
    const { sql, params } = dialect.sqlToQuery(statement.getSQL());
    return $client.prepare(sql).bind(...params);
  });
  const results = await $client.batch(prepared);
  return results.map((result) => result.results);
}
