import type { Sender, SenderRole } from "../domain/sender.ts";
import type { HasRandom } from "../kernel/ids.ts";
import { Problem } from "../kernel/problem.ts";
import { type HasClock, type LocalDate, londonDate } from "../kernel/time.ts";
import { isEqualInConstantTime, mac, toBase64Url } from "../platform/crypto.ts";
import type { HasKeys } from "../platform/keys.ts";
import type { HasVault } from "../store/vault/database.ts";
import { insertSender, senderByPrefix, type SenderRow } from "../store/vault/senders.ts";

// A key is `tl_`, 8 characters that find its row and may be shown, `_`, and 43 characters (256 bits) of secret.

const PREFIX_BYTES = 6;
const SECRET_BYTES = 32;
const form = /^tl_([A-Za-z0-9_-]{8})_[A-Za-z0-9_-]{43}$/;

// An unknown key is compared with this, so that it takes as long as a known one.
const NOBODY = "A".repeat(43);

const hashOf = async ({ keys }: HasKeys, key: string) => toBase64Url(await mac(await keys.standing("api-key"), key));

/** Adds a sender and makes its key, which is told this once and never stored. @throws Problem `conflict`. */
export async function createSender(
  engine: HasVault & HasKeys & HasClock & HasRandom,
  wanted: {
    readonly id: string;
    readonly name: string;
    readonly role: SenderRole;
    readonly forceCode: string | null;
    readonly expiresOn: LocalDate;
  },
): Promise<{ readonly sender: Sender; readonly key: string; readonly keyPrefix: string }> {
  const keyPrefix = toBase64Url(engine.random.bytes(PREFIX_BYTES));
  const key = `tl_${keyPrefix}_${toBase64Url(engine.random.bytes(SECRET_BYTES))}`;
  const now = engine.clock.now();
  const { id, name, role, forceCode, expiresOn } = wanted;
  const row = { id, name, role, forceCode, keyPrefix, keyHash: await hashOf(engine, key), createdAt: now, expiresOn };
  const isAdded = await insertSender(engine.vault, row);
  if (!isAdded) throw new Problem("conflict", "There is a sender with this id. Choose another.");
  return { sender: { id, name, role, forceCode }, key, keyPrefix };
}

/** Remembers senders for a moment, so that a feed costs one look-up a minute and not one a request. */
const REMEMBER = 60_000;
const remembered = new WeakMap<object, Map<string, { readonly until: number; readonly row: SenderRow }>>();

async function rowOf({ vault, clock }: HasVault & HasClock, keyPrefix: string): Promise<SenderRow | null> {
  const known = remembered.get(vault) ?? new Map<string, { readonly until: number; readonly row: SenderRow }>();
  remembered.set(vault, known);
  const now = Date.parse(clock.now());
  const recent = known.get(keyPrefix);
  if (recent && recent.until > now) return recent.row;
  const row = await senderByPrefix(vault, keyPrefix);
  if (row) known.set(keyPrefix, { until: now + REMEMBER, row });
  return row;
}

/** Whose key this is; null for a key that is unknown, wrong or has run out. */
export async function authenticate(engine: HasVault & HasKeys & HasClock, key: string): Promise<Sender | null> {
  const keyPrefix = form.exec(key)?.[1];
  if (keyPrefix === undefined) return null;
  const row = await rowOf(engine, keyPrefix);
  const isRight = isEqualInConstantTime(await hashOf(engine, key), row?.keyHash ?? NOBODY);
  if (!row || !isRight || row.expiresOn < londonDate(engine.clock.now())) return null;
  const { id, name, role, forceCode } = row;
  return { id, name, role, forceCode };
}
