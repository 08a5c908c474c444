import { type HasClock, type Instant, type LocalDate, londonDate } from "../kernel/time.ts";
import { Problem } from "../kernel/problem.ts";
import {
  deriveBytes,
  fromBase64,
  importMacKey,
  importSealKey,
  type MacKey,
  randomBytes,
  type SealKey,
  toBase64,
} from "./crypto.ts";

/**
 * Two sorts of key (docs/decisions/0004).
 *
 * *Standing* keys are derived from the root secret, one a purpose, and live as long as the root. *Dated* keys
 * need a salt in KV besides: deleting the salt destroys the key for good, which is how weeks of contact data, waves of
 * nullifiers, days of sealed answers and cohorts of journeys come to an end. Only the nightly `createKeys` makes
 * one, ahead of time; everyone else finds it or answers "not ready": a key made on demand would race and split a wave.
 */
export type StandingPurpose =
  | "reference"
  | "blind-index"
  | "opt-out"
  | "link"
  | "session"
  | "api-key"
  | "sender"
  | "noise"
  | "journey";

/**
 * What a dated key is named by: contact epoch, wish to be contacted and wave by ISO week, pool and conversation by day,
 * cohort, comment and quarter of mixed records by quarter.
 */
export type DatedKind = "epoch" | "wish" | "wave" | "day" | "cohort" | "comment" | "quarter" | "conversation";

export const datedKinds = [
  "epoch",
  "wish",
  "wave",
  "day",
  "cohort",
  "comment",
  "quarter",
  "conversation",
] as const satisfies readonly DatedKind[];

/** That a dated key was destroyed. */
export type Receipt = { readonly kind: DatedKind; readonly name: string; readonly on: LocalDate };

export type Keys = {
  /** HMAC key of a standing purpose. */
  standing(purpose: StandingPurpose): Promise<MacKey>;
  /** AES key of a standing purpose. */
  standingSeal(purpose: StandingPurpose): Promise<SealKey>;
  /** 32 bytes for the noise of one release: HKDF-SHA-256(root, no salt, `vss/noise/v1|release`), privacy.md R5. */
  noise(release: string): Promise<Uint8Array>;
  /** HMAC key of a dated kind. @throws Problem `key-not-ready` when it does not exist (yet, or any more). */
  dated(kind: DatedKind, name: string): Promise<MacKey>;
  /** @throws Problem `key-not-ready` while no contact may be opened, whatever keys there are. */
  admitContact(): Promise<void>;
  /** AES key of a dated kind. @throws Problem `key-not-ready`. */
  datedSeal(kind: DatedKind, name: string): Promise<SealKey>;
  /** Makes the dated keys that do not exist yet. For the nightly cron alone. */
  create(kind: DatedKind, names: readonly string[]): Promise<void>;
  /**
   * Destroys a dated key; nothing made with it can be read or tested again. Leaves a receipt: kind, name and day, and
   * nothing of the key. Repeating it is harmless.
   */
  destroy(kind: DatedKind, name: string): Promise<void>;
  /** What was destroyed of a kind, by name. A receipt whose key is still there, of a crash between the two, is none. */
  destroyed(kind: DatedKind): Promise<readonly Receipt[]>;
  /** The dated keys that exist. */
  list(kind: DatedKind): Promise<readonly string[]>;
};

export type HasKeys = { readonly keys: Keys };

/** How long an isolate may go on using a dated key that another has destroyed, in milliseconds (KV itself takes as long). */
const REMEMBER = 60_000;

/** The names under a prefix, with the day that is noted beside each. */
async function listed(store: KVNamespace, prefix: string) {
  const found: (readonly [name: string, on: LocalDate | undefined])[] = [];
  let cursor: string | undefined;
  do {
    const page = await store.list<{ readonly on: LocalDate }>({ prefix, ...(cursor !== undefined && { cursor }) });
    found.push(...page.keys.map(({ name, metadata }) => [name.slice(prefix.length), metadata?.on] as const));
    cursor = page.list_complete ? undefined : page.cursor;
  } while (cursor !== undefined);
  return found;
}

const address = (kind: DatedKind, name: string) => `key/${kind}/${name}`;

/** Kinds under which somebody's number or address is sealed. */
const ofContact: ReadonlySet<DatedKind> = new Set(["epoch", "wish", "conversation"]);

/** @param guard Refuses what must not be opened now, by a `Problem`. Asked before a key of contact is read. */
export function openKeys(
  root: string,
  store: KVNamespace,
  { clock, guard }: HasClock & { readonly guard?: () => Promise<void> },
): Keys {
  if (root.length < 32) throw new Error("ROOT_KEY must be at least 32 characters of secret");
  const standing = new Map<string, Promise<CryptoKey>>();
  const remembered = new Map<string, { readonly until: Instant; readonly material: Promise<Uint8Array> }>();
  const imported = new WeakMap<Promise<Uint8Array>, Map<string, Promise<CryptoKey>>>();

  const once = (cache: Map<string, Promise<CryptoKey>>, name: string, make: () => Promise<CryptoKey>) => {
    const known = cache.get(name);
    if (known) return known;
    const made = make();
    cache.set(name, made);
    return made;
  };

  const material = (kind: DatedKind, name: string): Promise<Uint8Array> => {
    const at = address(kind, name);
    const now = clock.now();
    const known = remembered.get(at);
    if (known && known.until > now) return known.material;
    const read = async () => {
      const salt = await store.get(at);
      if (salt === null)
        throw new Problem("key-not-ready", `The ${kind} key for ${name} does not exist. Try again later.`);
      if (ofContact.has(kind)) await guard?.();
      return await deriveBytes(root, fromBase64(salt), `throughline/${kind}/${name}`);
    };
    const fresh = read().catch((cause: unknown) => {
      remembered.delete(at);
      throw cause;
    });
    remembered.set(at, { until: new Date(Date.parse(now) + REMEMBER).toISOString() as Instant, material: fresh });
    return fresh;
  };

  const datedKey = (kind: DatedKind, name: string, use: string, make: (bytes: Uint8Array) => Promise<CryptoKey>) => {
    const bytes = material(kind, name);
    const cache = imported.get(bytes) ?? new Map<string, Promise<CryptoKey>>();
    imported.set(bytes, cache);
    return once(cache, use, async () => await make(await bytes));
  };

  const list = async (kind: DatedKind) => (await listed(store, address(kind, ""))).map(([name]) => name);

  return {
    standing: (purpose) =>
      once(
        standing,
        `mac/${purpose}`,
        async () => await importMacKey(await deriveBytes(root, "", `throughline/${purpose}`)),
      ),
    standingSeal: (purpose) =>
      once(
        standing,
        `seal/${purpose}`,
        async () => await importSealKey(await deriveBytes(root, "", `throughline/seal/${purpose}`)),
      ),
    noise: (release) => deriveBytes(root, "", `vss/noise/v1|${release}`),
    dated: (kind, name) => datedKey(kind, name, "mac", importMacKey),
    admitContact: async () => await guard?.(),
    datedSeal: (kind, name) => datedKey(kind, name, "seal", importSealKey),
    create: async (kind, names) => {
      for (const name of names) {
        const at = address(kind, name);
        if ((await store.get(at)) === null) await store.put(at, toBase64(randomBytes(32)));
      }
    },
    destroy: async (kind, name) => {
      remembered.delete(address(kind, name));
      // Before, so that none is missing; as long as the key is there it counts for nothing.
      await store.put(`destroyed/${kind}/${name}`, "", { metadata: { on: londonDate(clock.now()) } });
      await store.delete(address(kind, name));
    },
    destroyed: async (kind) => {
      const [receipts, living] = await Promise.all([listed(store, `destroyed/${kind}/`), list(kind)]);
      const still = new Set(living);
      return receipts.flatMap(([name, on]) => (on === undefined || still.has(name) ? [] : [{ kind, name, on }]));
    },
    list,
  };
}
