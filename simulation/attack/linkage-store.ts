import { toBase64 } from "../../src/platform/crypto.ts";
import { streamOf, whole } from "../chance.ts";

const saltOf = (seed: string, key: string) => {
  const next = streamOf(seed, key);
  return toBase64(Uint8Array.from({ length: 32 }, () => whole(next, 0, 255)));
};

/** KV in memory. The salts of keys are made of the seed, whatever is put: so that a wave can be run again. */
export function openStore(seed: string): KVNamespace {
  const values = new Map<string, string>();
  const store = {
    get: async (key: string) => values.get(key) ?? null,
    put: async (key: string) => void values.set(key, saltOf(seed, key)),
    delete: async (key: string) => void values.delete(key),
    list: async ({ prefix = "" }: { readonly prefix?: string } = {}) => ({
      keys: [...values.keys()]
        .filter((name) => name.startsWith(prefix))
        .toSorted()
        .map((name) => ({ name })),
      list_complete: true,
    }),
  };
  return store as unknown as KVNamespace;
}
