import { type Change, changesBetween, dumpOf } from "../../simulation/attack/linkage-history.ts";

/** A database of which every table is copied after each call that may have changed one, and what the copies tell. */
export function copying(d1: D1Database, tables: readonly string[], now: () => string) {
  const told: Change[] = [];
  let before: Awaited<ReturnType<typeof dumpOf>> = new Map();
  let step = 0;
  const after = async () => {
    const dump = await dumpOf(d1, tables);
    told.push(...changesBetween(before, dump, { step: ++step, at: now() }));
    before = dump;
  };
  const inner = new WeakMap<object, D1PreparedStatement>();
  const wrapped = (statement: D1PreparedStatement, query: string): D1PreparedStatement => {
    const call = (make: () => Promise<unknown>) => async () => {
      const result = await make();
      if (!/^\s*select/i.test(query)) await after();
      return result;
    };
    const one = {
      bind: (...values: unknown[]) => wrapped(statement.bind(...values), query),
      all: call(() => statement.all()),
      run: call(() => statement.run()),
      first: call(() => statement.first()),
      raw: call(() => statement.raw()),
    };
    inner.set(one, statement);
    return one as unknown as D1PreparedStatement;
  };
  const copied = {
    prepare: (query: string) => wrapped(d1.prepare(query), query),
    batch: async (statements: D1PreparedStatement[]) => {
      const results = await d1.batch(statements.map((one) => inner.get(one) ?? one));
      await after();
      return results;
    },
  };
  return { d1: copied as unknown as D1Database, told };
}
