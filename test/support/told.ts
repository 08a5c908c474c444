import { env } from "cloudflare:workers";
import { type Identifier, type Milestone, type MilestoneKind, partnerMilestone } from "../../src/domain/milestone.ts";
import type { Sender } from "../../src/domain/sender.ts";
import { instantOf } from "../../src/kernel/time.ts";

// Milestones as the feeds read them, in a few words, for tests of what is made of them.

export const force: Sender = { id: "force-45", name: "Force", role: "force", forceCode: "45" };
export const otherForce: Sender = { id: "force-46", name: "Another force", role: "force", forceCode: "46" };
export const courts: Sender = { id: "courts", name: "Courts", role: "court", forceCode: null };
export const probation: Sender = { id: "probation", name: "Probation", role: "probation", forceCode: null };

export const crime = (n: number): Identifier => ({ type: "crimeReference", value: `45/${n}/26` });
export const urn = (n: number): Identifier => ({ type: "urn", value: `45XY000${n}26` });
export const court = (n: number): Identifier => ({ type: "prosecutionCaseId", value: `court-${n}` });
export const noms: Identifier = { type: "noms", value: "A0000AA" };

/** Ten in the morning, so many days after 1 March 2026. */
export const at = (day: number) => instantOf(Date.parse("2026-03-01T10:00:00Z") + day * 86_400_000);

export type Told = { readonly by: Sender; readonly milestone: Milestone };

export const tell = (
  by: Sender,
  [eventId, kind]: readonly [string, MilestoneKind],
  [day, ...identifiers]: readonly [number, ...Identifier[]],
  more: Partial<Milestone> = {},
): Told => ({
  by,
  milestone: partnerMilestone({
    eventId,
    source: "test",
    kind,
    occurredAt: at(day),
    identifiers,
    forceCode: by.forceCode,
    ...more,
  }),
});

export const takesBack = (by: Sender, eventId: string): Told =>
  tell(by, [`no ${eventId}`, "milestone.retracted"], [15, crime(1)], { retracts: { source: "test", eventId } });

/** A victim with a route that was called safe on a day. */
export const victim = (n: number, day: number, contact: object = {}): Pick<Milestone, "victim"> => ({
  victim: {
    ref: `V-${n}`,
    profile: { age: "25-44", language: n === 1 ? "cy" : "en" },
    contact: {
      mobile: `+4477009001${n}0`,
      email: null,
      postal: null,
      channel: "sms",
      safety: "safe-sms",
      assertedAt: at(day),
      assertedBy: "officer",
      windowFrom: null,
      windowTo: null,
      suspectNumbers: null,
      redactions: null,
      ...contact,
    },
  },
});

const tables = [
  "phone_call",
  "invitation",
  "closure_request",
  "case_victim",
  "case_identifier",
  "parked_identifier",
  "milestone",
  "victim",
  "case_file",
];

export const emptyVault = async () =>
  void (await env.VAULT.batch(tables.map((table) => env.VAULT.prepare(`delete from ${table}`))));
