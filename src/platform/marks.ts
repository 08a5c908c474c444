import type { Instant } from "../kernel/time.ts";

/**
 * How far the vault has come, and what it must never forget, kept where restoring it reaches nothing: in the namespace
 * of the keys. A restored vault is older than its mark.
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
};

export type HasMarks = { readonly marks: Marks };

const MARK = "mark/vault";
const STOPS = "stop/";

type StopDetail = Omit<Stop, "index">;

export function openMarks(store: KVNamespace): Marks {
  return {
    read: async () => await store.get<Mark>(MARK, "json"),
    write: async (mark) => await store.put(MARK, JSON.stringify(mark)),
    keepStops: async (stops) => {
      for (const { index, ...metadata } of stops) await store.put(`${STOPS}${index}`, "", { metadata });
    },
    stops: async () => {
      const found: Stop[] = [];
      let cursor: string | undefined;
      do {
        const page = await store.list<StopDetail>({ prefix: STOPS, ...(cursor !== undefined && { cursor }) });
        for (const { name, metadata } of page.keys)
          if (metadata) found.push({ index: name.slice(STOPS.length), ...metadata });
        cursor = page.list_complete ? undefined : page.cursor;
      } while (cursor !== undefined);
      return found;
    },
  };
}
