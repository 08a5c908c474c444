import type { HasClock, Instant } from "../kernel/time.ts";
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
 * cohort and comment by quarter.
 */
export type DatedKind = "epoch" | "wish" | "wave" | "day" | "cohort" | "comment" | "conversation";

export type Keys = {
  /** HMAC key of a standing purpose. */
  standing(purpose: StandingPurpose): Promise<MacKey>;
  /** AES key of a standing purpose. */
  standingSeal(purpose: StandingPurpose): Promise<SealKey>;
  /** 32 bytes for the noise of one release: HKDF-SHA-256(root, no salt, `vss/noise/v1|release`), privacy.md R5. */
  noise(release: string): Promise<Uint8Array>;
  /** HMAC key of a dated kind. @throws Problem `key-not-ready` when it does not exist (yet, or any more). */
  dated(kind: DatedKind, name: string): Promise<MacKey>;
  /** AES key of a dated kind. @throws Problem `key-not-ready`. */
  datedSeal(kind: DatedKind, name: string): Promise<SealKey>;
  /** Makes the dated keys that do not exist yet. For the nightly cron alone. */
  create(kind: DatedKind, names: readonly string[]): Promise<void>;
  /** Destroys a dated key; nothing made with it can be read or tested again. Repeating it is harmless. */
  destroy(kind: DatedKind, name: string): Promise<void>;
  /** The dated keys that exist. */
  list(kind: DatedKind): Promise<readonly string[]>;
};

export type HasKeys = { readonly keys: Keys };

/** How long an isolate may go on using a dated key that another has destroyed, in milliseconds (KV itself takes as long). */
const REMEMBER = 60_000;

export function openKeys(root: string, store: KVNamespace, { clock }: HasClock): Keys {
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

  const address = (kind: DatedKind, name: string) => `key/${kind}/${name}`;

  const material = (kind: DatedKind, name: string): Promise<Uint8Array> => {
    const at = address(kind, name);
    const now = clock.now();
    const known = remembered.get(at);
    if (known && known.until > now) return known.material;
    const read = async () => {
      const salt = await store.get(at);
      if (salt === null) {
        remembered.delete(at);
        throw new Problem("key-not-ready", `The ${kind} key for ${name} does not exist. Try again later.`);
      }
      return await deriveBytes(root, fromBase64(salt), `throughline/${kind}/${name}`);
    };
    const fresh = read();
    remembered.set(at, { until: new Date(Date.parse(now) + REMEMBER).toISOString() as Instant, material: fresh });
    return fresh;
  };

  const datedKey = (kind: DatedKind, name: string, use: string, make: (bytes: Uint8Array) => Promise<CryptoKey>) => {
    const bytes = material(kind, name);
    const cache = imported.get(bytes) ?? new Map<string, Promise<CryptoKey>>();
    imported.set(bytes, cache);
    return once(cache, use, async () => await make(await bytes));
  };

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
    datedSeal: (kind, name) => datedKey(kind, name, "seal", importSealKey),
    create: async (kind, names) => {
      for (const name of names) {
        const at = address(kind, name);
        if ((await store.get(at)) === null) await store.put(at, toBase64(randomBytes(32)));
      }
    },
    destroy: async (kind, name) => {
      remembered.delete(address(kind, name));
      await store.delete(address(kind, name));
    },
    list: async (kind) => {
      const prefix = `key/${kind}/`;
      const names: string[] = [];
      let cursor: string | undefined;
      do {
        const page = await store.list({ prefix, ...(cursor !== undefined && { cursor }) });
        names.push(...page.keys.map(({ name }) => name.slice(prefix.length)));
        cursor = page.list_complete ? undefined : page.cursor;
      } while (cursor !== undefined);
      return names;
    },
  };
}
