import type { Instant } from "../kernel/time.ts";

/** What is recorded of staff and of the operator. In the imperative: an entry stands before its act, which may yet fail. */
export const auditedActs = [
  "view-held",
  "view-comment",
  "moderate-comment",
  "assert-route",
  "stop-contact",
  "view-closure",
  "record-closure",
  "correct-closure",
  "find-case",
  "issue-code",
  "take-call",
  "view-number",
  "record-call",
  "begin-interview",
  "replay-delivery",
  "resume-gateway",
  "create-sender",
  "create-key",
  "revoke-key",
  "change-mapping",
  "upload-file",
  "put-staff",
  "end-staff",
  "start-release",
  "resume-vault",
  "correct-release",
  "read-audit",
  "checkpoint",
  "view-contact-wish",
  "end-contact-wish",
  "acknowledge-alarm",
] as const;
export type AuditedAct = (typeof auditedActs)[number];

/** One entry. No number, address of a victim, token or answer is in it. */
export type AuditEntry = {
  /** 1, 2, 3, ... */
  readonly seq: number;
  readonly at: Instant;
  /** `staff:EMAIL`, `sender:ID` or `operator`. */
  readonly actor: string;
  readonly action: string;
  /** Class and id of what it was done to, such as `invitation:0195...`. */
  readonly object: string;
};

/** An entry as it is stored, with the hash that chains it to the one before. */
export type ChainedEntry = AuditEntry & { readonly hash: string };

/** Before the first entry. */
export const GENESIS = "0".repeat(64);

/** What an entry's hash is made of: the hash before, and the entry as JSON, so that no two entries read alike. */
export const chainText = (before: string, { seq, at, actor, action, object }: AuditEntry): string =>
  JSON.stringify([before, seq, at, actor, action, object]);

/** The end of a chain, by which a later reader knows that nothing was cut off. */
export type AuditHead = { readonly seq: number; readonly hash: string };

/** Where a chain breaks, and how: a row was changed, is not there, or the chain ends before a head that was known. */
export type Breach = { readonly seq: number; readonly why: "altered" | "missing" | "cut-off" };

/** How far a chain was followed. */
export type Trace = { readonly head: AuditHead; readonly breach: Breach | null };

/**
 * Follows a chain over more of its entries, which come in the order of their numbers, and stops at the first breach.
 *
 * The first row of a chain is number 1, or a checkpoint: what is older has served its time, and its hash stands for it.
 *
 * @param hashes The SHA-256 of each entry's `chainText` after the hash that is stored before it, in their order.
 */
export function traceChain(so: Trace, entries: readonly ChainedEntry[], hashes: readonly string[]): Trace {
  let { head } = so;
  for (const [index, entry] of entries.entries()) {
    const isBeginning = head.seq === 0 && entry.action === "checkpoint";
    if (!isBeginning && entry.seq !== head.seq + 1) return { head, breach: { seq: head.seq + 1, why: "missing" } };
    if (!isBeginning && entry.hash !== hashes[index]) return { head, breach: { seq: entry.seq, why: "altered" } };
    head = { seq: entry.seq, hash: entry.hash };
  }
  return { head, breach: null };
}
