import {
  type AuditedAct,
  type AuditEntry,
  type AuditHead,
  type Breach,
  chainText,
  type ChainedEntry,
  GENESIS,
  type Trace,
  traceChain,
} from "../domain/audit.ts";
import { AUDIT_DAYS } from "../domain/retention.ts";
import { type HasClock, type Instant, londonDate, londonInstant, plusDays } from "../kernel/time.ts";
import { sha256Hex } from "../platform/crypto.ts";
import type { HasLog } from "../platform/log.ts";
import { addAuditEntry, forgetAudit, readAudit, readAuditHead } from "../store/vault/audit.ts";
import type { HasVault } from "../store/vault/database.ts";

/** Who acts: a member of staff by e-mail, a sender by id, or whoever holds the operator's key. */
export type Actor = { readonly staff: string } | { readonly sender: string } | "operator";

/** As the audit log names them. */
export const nameOf = (actor: Actor) =>
  actor === "operator" ? actor : "staff" in actor ? `staff:${actor.staff}` : `sender:${actor.sender}`;

/** Of several at once one is added at a time. */
const TRIES = 64;

/** Entries read at a time when the chain is followed: as many as the API gives in a page. */
const PAGE = 1_000;

/**
 * Records that somebody does something. Stands before the act, so that nothing is done unrecorded; an entry may so be of
 * an act that then failed.
 *
 * @param object Class and id of what it is done to (`invitation:0195...`); never a number, address, token or answer.
 * @throws Error when the entry cannot be added: the act must not go on.
 */
export async function recordAct(
  { vault, clock }: HasVault & HasClock,
  actor: Actor,
  action: AuditedAct,
  object: string,
): Promise<void> {
  for (let tried = 1; tried <= TRIES; tried++) {
    const head = (await readAuditHead(vault)) ?? { seq: 0, hash: GENESIS };
    const entry: AuditEntry = { seq: head.seq + 1, at: clock.now(), actor: nameOf(actor), action, object };
    const hash = await sha256Hex(chainText(head.hash, entry));
    if (await addAuditEntry(vault, { ...entry, hash })) return;
  }
  throw new Error("An audit entry could not be added: others were always first");
}

/** What a walk along the chain found. */
export type ChainReport = {
  /** `too-old`: the chain is whole, but what the known head stands for has served its time, so it proves nothing. */
  readonly outcome: "intact" | "too-old" | "broken";
  /** Number of the first entry that is kept; older ones have served their time. */
  readonly from: number | null;
  readonly head: AuditHead | null;
  readonly breach: Breach | null;
};

/** Entries after a number, oldest first, and at most so many. */
type ReadEntries = (after: number, limit: number) => Promise<readonly ChainedEntry[]>;

/**
 * Follows the chain from its beginning.
 *
 * @param known A head that was written down elsewhere, by which a chain that was cut off or made anew is found: the
 *   chain by itself cannot tell either. One that is not a year old, and yet too old, is a sign that it was made anew.
 */
export async function verifyChain(read: ReadEntries, known: AuditHead | null): Promise<ChainReport> {
  let trace: Trace = { head: { seq: 0, hash: GENESIS }, breach: null };
  let from: number | null = null;
  let isKnownMet = known === null;
  for (;;) {
    const page = await read(trace.head.seq, PAGE);
    from ??= page[0]?.seq ?? null;
    isKnownMet ||= page.some(({ seq, hash }) => seq === known?.seq && hash === known.hash);
    trace = traceChain(trace, page, await hashesOf(trace.head.hash, page));
    if (trace.breach !== null || page.length < PAGE) break;
  }
  const { head, breach } = trace;
  const isTooOld = known !== null && from !== null && known.seq < from;
  const found = breach ?? (known === null || isKnownMet || isTooOld ? null : breachAt(known, head));
  const outcome = found !== null ? "broken" : isTooOld ? "too-old" : "intact";
  return { outcome, from, head: head.seq === 0 ? null : head, breach: found };
}

/** Follows the chain of the vault. @param known As for `verifyChain`. */
export const verifyAudit = async ({ vault }: HasVault, known: AuditHead | null): Promise<ChainReport> =>
  await verifyChain(async (after, limit) => await readAudit(vault, after, limit), known);

const breachAt = ({ seq }: AuditHead, head: AuditHead): Breach => ({
  seq,
  why: seq > head.seq ? "cut-off" : "altered",
});

const hashesOf = async (before: string, entries: readonly ChainedEntry[]): Promise<readonly string[]> =>
  await Promise.all(entries.map((entry, index) => sha256Hex(chainText(entries[index - 1]?.hash ?? before, entry))));

/** A page of the chain, oldest first. */
export const listAudit = async ({ vault }: HasVault, after: number, limit: number): Promise<readonly ChainedEntry[]> =>
  await readAudit(vault, after, limit);

/** Each night: the chain's head goes to the log, which is kept elsewhere; what is older than a year goes. */
export async function keepAudit({ vault, clock, log }: HasVault & HasClock & HasLog): Promise<void> {
  const head = await readAuditHead(vault);
  const oldest: Instant = londonInstant(plusDays(londonDate(clock.now()), -AUDIT_DAYS), 0);
  const forgotten = await forgetAudit(vault, oldest);
  log.event("audit-kept", { seq: head?.seq ?? 0, hash: head?.hash ?? "", forgotten });
}
