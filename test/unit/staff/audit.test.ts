import { createHash } from "node:crypto";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type AuditEntry, chainText, type ChainedEntry, GENESIS, traceChain } from "../../../src/domain/audit.ts";
import type { Instant } from "../../../src/kernel/time.ts";

const sha256 = (text: string) => createHash("sha256").update(text).digest("hex");

function chainOf(entries: readonly Omit<AuditEntry, "seq">[]): readonly ChainedEntry[] {
  const chain: ChainedEntry[] = [];
  for (const [index, entry] of entries.entries()) {
    const numbered = { ...entry, seq: index + 1 };
    chain.push({ ...numbered, hash: sha256(chainText(chain.at(-1)?.hash ?? GENESIS, numbered)) });
  }
  return chain;
}

const trace = (chain: readonly ChainedEntry[]) =>
  traceChain(
    { head: { seq: 0, hash: GENESIS }, breach: null },
    chain,
    chain.map((entry, index) => sha256(chainText(chain[index - 1]?.hash ?? GENESIS, entry))),
  );

const entry = fc.record({
  at: fc.constantFrom("2026-03-04T09:30:00.000Z", "2026-03-04T09:31:00.000Z").map((at) => at as Instant),
  actor: fc.constantFrom("operator", "staff:ann@force.example"),
  action: fc.constantFrom("view-held", "assert-route"),
  object: fc.constantFrom("invitation:1", "invitation:2", 'a","b'),
});
const chain = fc.array(entry, { minLength: 2, maxLength: 12 }).map(chainOf);
const placed = chain.chain((entries) =>
  fc.tuple(fc.constant(entries), fc.nat(entries.length - 1), fc.nat(entries.length - 1)),
);

describe("a chain of audit entries", () => {
  it("is whole as it was written, and ends at its head", () => {
    fc.assert(
      fc.property(chain, (entries) => {
        const last = entries.at(-1);
        expect(trace(entries)).toEqual({ head: { seq: last?.seq, hash: last?.hash }, breach: null });
      }),
    );
  });

  it("breaks at a row of which anything was changed", () => {
    const change = fc.constantFrom<keyof ChainedEntry>("at", "actor", "action", "object", "hash");
    fc.assert(
      fc.property(placed, change, ([entries, at], field) => {
        const changed = entries.map((each, index) => (index === at ? { ...each, [field]: `${each[field]}!` } : each));
        expect(trace(changed).breach).toEqual({ seq: at + 1, why: "altered" });
      }),
    );
  });

  it("breaks where a row was taken out, save at its end, which its head tells", () => {
    fc.assert(
      fc.property(placed, ([entries, at]) => {
        const rest = entries.filter((_, index) => index !== at);
        const isLast = at === entries.length - 1;
        expect(trace(rest).breach).toEqual(isLast ? null : { seq: at + 1, why: "missing" });
        if (isLast) expect(trace(rest).head.seq).toBe(entries.length - 1);
      }),
    );
  });

  it("breaks where rows were taken out and the rest numbered anew, or two changed places", () => {
    fc.assert(
      fc.property(placed, ([entries, from, to]) => {
        fc.pre(from !== to);
        const numbered = entries
          .filter((_, index) => index !== from)
          .map((each, index) => Object.assign({}, each, { seq: index + 1 }));
        if (from < entries.length - 1) expect(trace(numbered).breach).not.toBeNull();
        const swapped = [...entries];
        [swapped[from], swapped[to]] = [entries[to], entries[from]] as [ChainedEntry, ChainedEntry];
        expect(trace(swapped).breach).not.toBeNull();
        const renumbered = swapped.map((each, index) => Object.assign({}, each, { seq: index + 1 }));
        expect(trace(renumbered).breach).not.toBeNull();
      }),
    );
  });

  it("may begin with a checkpoint in place of what has served its time, and with nothing else", () => {
    fc.assert(
      fc.property(placed, ([entries, at]) => {
        const kept = entries.slice(at);
        const forgotten = kept.map((each, index) =>
          index === 0 ? { ...each, actor: "", action: "checkpoint", object: "" } : each,
        );
        expect(trace(forgotten).breach).toBeNull();
        const inside = entries.map((each, index) =>
          index === at ? { ...each, actor: "", action: "checkpoint", object: "" } : each,
        );
        if (at > 0) expect(trace(inside).breach).toEqual({ seq: at + 1, why: "altered" });
        if (at > 0) expect(trace(kept).breach).toEqual({ seq: 1, why: "missing" });
      }),
    );
  });
});
