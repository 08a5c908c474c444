import type { Instant } from "../kernel/time.ts";

/**
 * How far the vault has come, and what databases must never forget, kept where restoring them reaches nothing: in the
 * namespace of the keys. A restored vault is older than its mark.
 */
export type Mark = { readonly n: number; readonly at: Instant };

/** One entry of the list of opt-outs, as the vault has it: an HMAC and no number. */
export type Stop = { readonly index: string; readonly reason: string; readonly since: Instant };

export type Marks = {
  /** The newest mark; null before the first. KV may answer with one that is a minute old. */
  read(): Promise<Mark | null>;
  write(mark: Mark): Promise<void>;
  /** Remembers opt-outs for good. Again: no change. */
  keepStops(stops: readonly Stop[]): Promise<void>;
  stops(): Promise<readonly Stop[]>;
  /** Remembers what a release was published as: the SHA-256 of its tables, which is public. */
  keepRelease(id: string, sha256: string): Promise<void>;
  /** SHA-256 by release. */
  releases(): Promise<ReadonlyMap<string, string>>;
};

export type HasMarks = { readonly marks: Marks };

const MARK = "mark/vault";
const STOPS = "stop/";

const RELEASES = "release/";

type StopDetail = Omit<Stop, "index">;

/** The names under a prefix, with what is noted beside each. */
async function listed<T>(store: KVNamespace, prefix: string): Promise<readonly (readonly [name: string, noted: T])[]> {
  const found: (readonly [string, T])[] = [];
  let cursor: string | undefined;
  do {
    const page = await store.list<T>({ prefix, ...(cursor !== undefined && { cursor }) });
    for (const { name, metadata } of page.keys)
      if (metadata !== undefined) found.push([name.slice(prefix.length), metadata]);
    cursor = page.list_complete ? undefined : page.cursor;
  } while (cursor !== undefined);
  return found;
}

export function openMarks(store: KVNamespace): Marks {
  return {
    read: async () => await store.get<Mark>(MARK, "json"),
    write: async (mark) => await store.put(MARK, JSON.stringify(mark)),
    keepStops: async (stops) => {
      for (const { index, ...metadata } of stops) await store.put(`${STOPS}${index}`, "", { metadata });
    },
    stops: async () => (await listed<StopDetail>(store, STOPS)).map(([index, detail]) => ({ index, ...detail })),
    keepRelease: async (id, sha256) => await store.put(`${RELEASES}${id}`, "", { metadata: { sha256 } }),
    releases: async () =>
      new Map(
        (await listed<{ readonly sha256: string }>(store, RELEASES)).map(([id, { sha256 }]) => [id, sha256] as const),
      ),
  };
}
