import type { VictimState } from "../../../src/domain/case.ts";
import { consequencesOf } from "../../../src/domain/consequences.ts";
import { gate } from "../../../src/domain/contact.ts";
import { readPoliceMilestone } from "../../../src/domain/feeds/police-milestone.ts";
import { admit } from "../../../src/domain/intake.ts";
import { type Answer, type Arrival, emptyLedger, type Ledger } from "../../../src/domain/ledger.ts";
import { methodology } from "../../../src/domain/methodology.ts";
import { type Identifier, isOfPerson, type Milestone, type MilestoneKind } from "../../../src/domain/milestone.ts";
import { type Sender, withOwnNames } from "../../../src/domain/sender.ts";
import { type Instant, instantOf, londonDate } from "../../../src/kernel/time.ts";

// A ledger in memory that is never written: everything that the engine decides of it is decided by the engine.

export const START = Date.parse("2026-03-01T00:00:00Z");
const DAY = 86_400_000;
export const onDay = (day: number) => instantOf(START + Math.round(day * DAY));

export const force: Sender = { id: "force-45", name: "Force", role: "force", forceCode: "45" };
export const otherForce: Sender = { id: "force-46", name: "Another force", role: "force", forceCode: "46" };
export const court: Sender = { id: "courts", name: "Courts", role: "court", forceCode: null };

export const ledgerOf = (sender: Sender): Ledger => {
  let made = 0;
  return emptyLedger({ sender, now: instantOf(START), newId: () => `id-${String(made++).padStart(4, "0")}` });
};

/** Words of a force's event, as its own system would send them. */
export type Sent = {
  readonly id: string;
  readonly kind: MilestoneKind;
  readonly at: Instant;
  readonly names: readonly Identifier[];
  readonly victim?: { readonly ref: string; readonly contact?: object; readonly consent?: "refused" | "not_refused" };
  readonly retracts?: string;
};

/** The event read as it would be on its way in. */
export function readSent({ id, kind, at, names, victim, retracts }: Sent, forceCode = "45"): Milestone {
  const reading = readPoliceMilestone({
    specversion: "1.0",
    id,
    source: "s",
    type: "uk.cjs.milestone.v1",
    data: {
      milestone: kind,
      occurredAt: at,
      case: { forceCode, identifiers: names },
      ...(victim && {
        victim: {
          victimRef: victim.ref,
          ageBand: "25-44",
          sex: "female",
          ...(victim.contact && { contact: victim.contact }),
          ...(victim.consent && { surveyConsent: victim.consent }),
        },
      }),
      ...(retracts !== undefined && { retracts: { id: retracts } }),
    },
  });
  if (!reading.ok) throw new Error(JSON.stringify(reading.faults));
  return reading.read;
}

/** What stands for a hash here is what is hashed. */
export function arrivalOf(sender: Sender, told: Milestone): Arrival {
  const milestone = withOwnNames(sender, told);
  const hashed = (each: Identifier) => ({ hash: `${each.type} ${each.value}`, isOfPerson: isOfPerson(each) });
  const keyOf = (eventId: string) => `${sender.id} ${eventId}`;
  const { eventId, identifiers, merged, victim, retracts, matter } = milestone;
  const assertion = victim?.contact ?? null;
  return {
    id: `milestone ${keyOf(eventId)}`,
    eventKey: keyOf(eventId),
    milestone,
    identifiers: identifiers.map(hashed),
    merged: merged.map(hashed),
    victimHash: victim && `${milestone.forceCode} ${victim.ref}`,
    retracts: retracts && keyOf(retracts.eventId),
    contact: assertion && {
      assertion,
      phoneIndex: assertion.mobile,
      emailIndex: assertion.email,
      postalIndex: assertion.postal?.[0] ?? null,
    },
    ...(matter !== undefined && { matter: keyOf(matter) }),
  };
}

/** Takes in what a force sent, at a moment. */
export const take = (ledger: Ledger, sent: Sent, now: Instant, by: Sender = force): Answer =>
  admit({ ...ledger, sender: by, now }, arrivalOf(by, readSent(sent, by.forceCode ?? "45")));

/** A victim as all that was taken in leaves them. */
export function victimOf(ledger: Ledger, ref: string, now: Instant): VictimState {
  const { victims } = consequencesOf({ ...ledger, now }, [], londonDate(now), methodology);
  const known = victims.find(({ refHash }) => refHash === `45 ${ref}`);
  if (!known) throw new Error(`Nobody is called ${ref}`);
  return { ...known, contact: known.contact === null ? null : "sealed" };
}

/** Whether they would be written to about a burglary. */
export const isOpen = (ledger: Ledger, ref: string, now: Instant): boolean =>
  gate({ flags: [], offence: "burglary" }, victimOf(ledger, ref, now), londonDate(now), methodology).open;
