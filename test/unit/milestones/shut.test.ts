import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Safety } from "../../../src/domain/case.ts";
import { admitWishes } from "../../../src/domain/intake.ts";
import type { Ledger } from "../../../src/domain/ledger.ts";
import { type Identifier, type MilestoneKind, partnerMilestone } from "../../../src/domain/milestone.ts";
import type { Instant } from "../../../src/kernel/time.ts";
import { arrivalOf, court, force, isOpen, ledgerOf, onDay, type Sent, take, victimOf } from "./memory.ts";

// After any word that shuts a route, in whatever order and with whatever identifiers, nothing is open until somebody
// says yes of a later date. Events are read and taken in by the engine; what they should come to is said here anew.

const one: Identifier = { type: "crimeReference", value: "45/1/26" };
const two: Identifier = { type: "crimeReference", value: "45/2/26" };
const strange: Identifier = { type: "crimeReference", value: "45/9/26" };
const urn: Identifier = { type: "urn", value: "45XY0000126" };
const theirs: Identifier = { type: "urn", value: "46KK0000126" };
const noms: Identifier = { type: "noms", value: "A0000AA" };

const contact = (safeToContact: "yes" | "no" | "unknown", judgedAt: Instant | null, more: object = {}) => ({
  mobile: "07700 900222",
  preferredChannel: "sms",
  safeToContact,
  ...(judgedAt !== null && { safetyAssertedAt: judgedAt, safetyAssertedBy: "officer" }),
  ...more,
});

/** Two cases of two victims, whose routes are safe; the URN is that of the first, and the offender is in both. */
function opened(): Ledger {
  const ledger = ledgerOf(force);
  const report = (id: string, ref: string, names: readonly Identifier[]): Sent => ({
    id,
    kind: "report.recorded",
    at: onDay(1),
    names,
    victim: { ref, contact: contact("yes", onDay(1)) },
  });
  take(ledger, report("first", "V", [one, noms]), onDay(2));
  take(ledger, report("second", "W", [two, noms]), onDay(2));
  take(ledger, { id: "charged", kind: "decision.charged", at: onDay(2), names: [one, urn] }, onDay(2));
  expect(isOpen(ledger, "W", onDay(3))).toBe(true);
  return ledger;
}

const asserted = (id: string, names: readonly Identifier[], said: object, more: object = {}): Sent => ({
  id,
  kind: "victim.contact-asserted",
  at: onDay(3),
  names,
  victim: { ref: "W", contact: said, ...more },
});

/** A member of staff judges the route that is known. */
function judge(ledger: Ledger, safety: Safety, now: Instant): void {
  const milestone = partnerMilestone({
    eventId: `console ${now}`,
    source: "console",
    kind: "victim.contact-asserted",
    occurredAt: now,
    identifiers: [],
    victim: { ref: "W", profile: {}, contact: null },
    forceCode: "45",
  });
  const sender = { ...court, id: "console" };
  const file = [...ledger.cases.values()].find(({ victims }) => victims.has(victimOf(ledger, "W", now).id));
  admitWishes({ ...ledger, sender, now }, arrivalOf(sender, milestone), file?.id ?? "", { safety, by: "liaison" });
}

describe("a word that shuts a route", () => {
  it("counts for the victim, whichever cases its identifiers belong to", () => {
    for (const names of [[two, urn], [one], [one, two], [urn], [theirs], [two, theirs], [noms], [strange, urn]]) {
      const ledger = opened();
      const no = asserted("no", names, contact("no", onDay(3)), { consent: "refused" });
      expect([names, take(ledger, no, onDay(4)).status]).toEqual([names, "accepted"]);
      expect(victimOf(ledger, "W", onDay(4))).toMatchObject({ safety: "no-contact", consent: "refused" });
    }
  });

  it("counts for the victim also where the event itself must wait for its case, and goes when that is taken back", () => {
    const ledger = opened();
    const charged = { ...asserted("both", [one, two], contact("no", onDay(3))), kind: "decision.charged" as const };
    expect(take(ledger, charged, onDay(4)).status).toBe("parked");
    expect(take(ledger, charged, onDay(4)).status).toBe("duplicate");
    expect(victimOf(ledger, "W", onDay(4)).safety).toBe("no-contact");
    const joined: Sent = { id: "same", kind: "case.identifiers", at: onDay(5), names: [one, two] };
    take(ledger, joined, onDay(5));
    expect(victimOf(ledger, "W", onDay(5)).safety).toBe("no-contact");
    const kinds = [...ledger.cases.values()].flatMap(({ milestones }) => milestones.filter((each) => !each.retracted));
    expect(kinds.filter(({ kind }) => kind === "decision.charged")).toHaveLength(2);
    const taken = { id: "oops", kind: "milestone.retracted", at: onDay(6), names: [two], retracts: "both" } as const;
    expect(take(ledger, taken, onDay(6)).status).toBe("accepted");
    expect(victimOf(ledger, "W", onDay(6)).safety).toBe("unknown");
    take(ledger, asserted("yes", [two], contact("yes", onDay(4))), onDay(7));
    expect(isOpen(ledger, "W", onDay(7))).toBe(true);
  });

  it("counts from its arrival where it has no date, once", () => {
    const ledger = opened();
    const no = asserted("no", [two], contact("no", null));
    expect(take(ledger, { ...no, at: onDay(0) }, onDay(4)).status).toBe("accepted");
    expect(victimOf(ledger, "W", onDay(4))).toMatchObject({ safety: "no-contact", safetyAssertedAt: onDay(4) });
    take(ledger, asserted("yes", [two], contact("yes", onDay(5))), onDay(5));
    expect(take(ledger, { ...no, at: onDay(0) }, onDay(6)).status).toBe("duplicate");
    expect(isOpen(ledger, "W", onDay(6))).toBe(true);
  });

  it("stands when staff said it and an older event is taken back, whose number is used no more", () => {
    const ledger = opened();
    judge(ledger, "via-advocate", onDay(5));
    const taken = { kind: "milestone.retracted", at: onDay(6), names: [two] } as const;
    take(ledger, { ...taken, id: "oops", retracts: "second" }, onDay(6));
    take(ledger, asserted("older", [two], contact("yes", onDay(4))), onDay(7));
    expect(isOpen(ledger, "W", onDay(7))).toBe(false);
    // Nor does a word on the route that was known open the number that was the mistake.
    const mistaken = opened();
    judge(mistaken, "safe-sms", onDay(5));
    take(mistaken, { ...taken, id: "oops", retracts: "second" }, onDay(6));
    judge(mistaken, "safe-sms", onDay(7));
    expect(victimOf(mistaken, "W", onDay(7))).toMatchObject({ safety: "safe-sms", phoneIndex: null });
    take(mistaken, asserted("right", [two], contact("yes", onDay(8))), onDay(8));
    expect(isOpen(mistaken, "W", onDay(8))).toBe(true);
  });

  it("is a list of the suspect's numbers too, of which nothing that cannot be read takes anything away", () => {
    const after = (suspectNumbers: readonly string[]) => {
      const ledger = opened();
      const safe = { mobile: "07700 900333", suspectNumbers: ["07700 900222"] };
      take(ledger, asserted("warned", [two], contact("yes", onDay(3), safe)), onDay(3));
      expect(isOpen(ledger, "W", onDay(3))).toBe(true);
      take(ledger, asserted("next", [two], contact("yes", onDay(4), { suspectNumbers })), onDay(4));
      return isOpen(ledger, "W", onDay(4));
    };
    expect(after(["N/K"])).toBe(false);
    expect(after(["N/K", "07700 900444"])).toBe(false);
    expect(after(["07700 900444"])).toBe(true);
    expect(after([])).toBe(true);
  });
});

type Step =
  | { readonly do: "say"; readonly kind: MilestoneKind; readonly names: readonly Identifier[]; readonly said: Said }
  | { readonly do: "judge"; readonly safety: Safety }
  | { readonly do: "retract"; readonly which: number };
type Said = { readonly safe: "yes" | "no"; readonly daysAgo: number | null; readonly refuses: boolean };

const saying = fc.record({
  do: fc.constant("say" as const),
  kind: fc.constantFrom<MilestoneKind>(
    "victim.contact-asserted",
    "victim.contact-asserted",
    "victim.contact-withdrawn",
    "decision.charged",
    "case.identifiers",
    "post.released",
  ),
  names: fc.subarray([one, two, strange, urn, theirs, noms], { minLength: 1, maxLength: 3 }),
  said: fc.record({
    safe: fc.constantFrom("yes", "yes", "no"),
    daysAgo: fc.option(fc.integer({ min: 0, max: 4 })),
    refuses: fc.integer({ min: 0, max: 9 }).map((n) => n === 0),
  }),
});
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 6, arbitrary: saying },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constant("judge" as const),
      safety: fc.constantFrom<Safety>("no-contact", "via-advocate", "safe-sms"),
    }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constant("retract" as const), which: fc.nat(9) }) },
);

/** Somebody's word, by the event that told it. */
type Word = { readonly id: string; readonly isYes: boolean; readonly at: Instant; readonly refuses: boolean };

/** Lives a story and says whether the route may be open, and whether it is, after every step. */
function live(steps: readonly Step[]): readonly { readonly may: boolean; readonly is: boolean }[] {
  const ledger = opened();
  const words: Word[] = [{ id: "second", isYes: true, at: onDay(1), refuses: false }];
  const gone = new Set<string>();
  return steps.map((each, index) => {
    const day = 10 + index;
    const now = onDay(day);
    const id = `event ${index}`;
    if (each.do === "judge") {
      judge(ledger, each.safety, now);
      words.push({ id: `console ${index}`, isYes: each.safety === "safe-sms", at: now, refuses: false });
    } else if (each.do === "retract") {
      // Also of what comes later.
      const target = each.which === 0 ? "second" : `event ${each.which}`;
      const retraction = { id, kind: "milestone.retracted", at: now, names: [two], retracts: target } as const;
      if (take(ledger, retraction, now).status !== "rejected") gone.add(target);
    } else {
      const { kind, names, said } = each;
      const judgedAt = said.daysAgo === null ? null : onDay(day - said.daysAgo);
      const isOver = kind === "victim.contact-withdrawn";
      const at = isOver ? onDay(day - (said.daysAgo ?? 0)) : onDay(day - 5);
      const victim = {
        ref: "W",
        contact: contact(said.safe, judgedAt),
        ...(said.refuses && { consent: "refused" as const }),
      };
      const { status } = take(ledger, { id, kind, at, names, victim }, now);
      if (kind.startsWith("victim.")) expect([id, status]).toEqual([id, "accepted"]);
      if (status !== "rejected") {
        if (isOver) words.push({ id, isYes: false, at, refuses: said.refuses });
        else if (said.safe === "no") words.push({ id, isYes: false, at: judgedAt ?? now, refuses: said.refuses });
        else if (judgedAt !== null) words.push({ id, isYes: true, at: judgedAt, refuses: said.refuses });
        else words.push({ id, isYes: false, at: onDay(0), refuses: said.refuses });
      }
    }
    const standing = words.filter((word) => !gone.has(word.id));
    const shut =
      standing
        .flatMap((word) => (word.isYes ? [] : [word.at]))
        .toSorted()
        .at(-1) ?? onDay(0);
    const may = standing.some((word) => word.isYes && word.at > shut) && !standing.some(({ refuses }) => refuses);
    return { may, is: isOpen(ledger, "W", now) };
  });
}

describe("any story of words", () => {
  it("is open after none that shuts, until a yes of a later date", { timeout: 60_000 }, () => {
    let [open, shut] = [0, 0];
    fc.assert(
      fc.property(fc.array(step, { minLength: 1, maxLength: 9 }), (steps) => {
        for (const { may, is } of live(steps)) {
          expect(is && !may).toBe(false);
          if (is) open++;
          else shut++;
        }
      }),
      { numRuns: 1_000 },
    );
    expect(Math.min(open, shut)).toBeGreaterThan(500);
  });
});
