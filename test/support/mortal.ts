// A process that is killed: at its k-th step, and never acts again. Every step is before or after a call to a database or
// to the keys.
import { env } from "cloudflare:workers";
import { openKeys } from "../../src/platform/keys.ts";
import { openResponses } from "../../src/store/responses/database.ts";
import { openVault } from "../../src/store/vault/database.ts";
import type { openCapabilities } from "./capabilities.ts";

const EXECUTING = new Set(["all", "run", "raw", "first"]);
const KEEPING = new Set(["get", "put", "delete", "list"]);

/** Does something to whatever is called: counts it, or keeps it from happening. */
export type Around = <T>(act: () => Promise<T>) => Promise<T>;

type Acting = (...given: readonly unknown[]) => unknown;
const isActing = (value: unknown): value is Acting => typeof value === "function";

/** A database whose every statement and batch is told of. */
export function watchD1(d1: D1Database, around: Around): D1Database {
  const real = new WeakMap<object, D1PreparedStatement>();
  const watch = (statement: D1PreparedStatement): D1PreparedStatement => {
    const watched = new Proxy(statement, {
      get: (target, name) => {
        const value: unknown = Reflect.get(target, name);
        if (!isActing(value)) return value;
        if (name === "bind") return (...given: readonly unknown[]) => watch(target.bind(...given));
        const act = value.bind(target);
        return EXECUTING.has(String(name))
          ? async (...given: readonly unknown[]) => await around(async () => await act(...given))
          : act;
      },
    });
    real.set(watched, statement);
    return watched;
  };
  return new Proxy(d1, {
    get: (target, name) => {
      if (name === "prepare") return (query: string) => watch(target.prepare(query));
      if (name === "batch")
        return async (statements: D1PreparedStatement[]) =>
          await around(async () => await target.batch(statements.map((each) => real.get(each) ?? each)));
      const value: unknown = Reflect.get(target, name);
      return isActing(value) ? value.bind(target) : value;
    },
  });
}

const openMortalKv = (kv: KVNamespace, around: Around): KVNamespace =>
  new Proxy(kv, {
    get: (target, name) => {
      const value: unknown = Reflect.get(target, name);
      if (!isActing(value)) return value;
      const act = value.bind(target);
      return KEEPING.has(String(name))
        ? async (...given: readonly unknown[]) => await around(async () => await act(...given))
        : act;
    },
  });

/**
 * The engine as one process has it that is killed at its k-th step. It is another isolate: it remembers no key.
 *
 * @param k Infinity: it lives.
 */
export function openMortal<E extends ReturnType<typeof openCapabilities>>(engine: E, k: number) {
  let steps = 0;
  const step = () => {
    steps++;
    if (steps >= k) throw new Error("the Worker was killed");
  };
  const around: Around = async (act) => {
    step();
    const result = await act();
    step();
    return result;
  };
  return {
    engine: {
      ...engine,
      responses: openResponses(watchD1(env.RESPONSES, around)),
      vault: openVault(watchD1(env.VAULT, around)),
      keys: openKeys(env.ROOT_KEY, openMortalKv(env.KEYS, around), engine),
    },
    /** Whether it was killed by now. */
    isDead: () => steps >= k,
  };
}
