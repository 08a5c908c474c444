import { areaOfForce, type Milestone, type MilestoneKind } from "./milestone.ts";

export const senderRoles = ["force", "witness-care", "liaison", "court", "probation", "analyst"] as const;
export type SenderRole = (typeof senderRoles)[number];

/** A system that may send events. */
export type Sender = {
  readonly id: string;
  readonly name: string;
  readonly role: SenderRole;
  /** The two-digit force that it speaks for; null for a national one. */
  readonly forceCode: string | null;
};

/** Beginnings of the kinds that each role may tell of (decisions.md 9: limited by area and event type). */
const kindsOf: { readonly [R in SenderRole]: readonly string[] } = {
  "force": ["report.", "decision.", "court.", "post.", "case.", "victim.", "compliance.", "milestone."],
  "witness-care": ["decision.", "court.", "case.", "victim.", "compliance.", "milestone."],
  "liaison": ["court.", "post.", "case.", "victim.", "compliance.", "milestone."],
  "court": ["decision.charged", "court.", "milestone."],
  "probation": ["post.", "milestone."],
  "analyst": [],
};

/** Those who know the victim create cases and victims, and say what a case is called. Partners only add to them. */
export const knowsVictims = ({ role }: Sender) => role === "force" || role === "witness-care" || role === "liaison";

const mayTell = ({ role }: Sender, kind: MilestoneKind) =>
  kindsOf[role].some((beginning) => kind.startsWith(beginning));

/** Why a sender may not send this at all, in a sentence; null when it may. */
export function refusalOf(sender: Sender, { kind, forceCode }: Milestone): string | null {
  if (!mayTell(sender, kind)) return `A sender of the role ${sender.role} may not tell of ${kind}.`;
  if (sender.forceCode !== null && forceCode !== null && forceCode !== sender.forceCode) {
    return "This key speaks for another force.";
  }
  return null;
}

/** Whether a sender may add to a case of this area. A national sender may add to any. */
export const mayAddTo = ({ forceCode }: Sender, area: string) => forceCode === null || areaOfForce(forceCode) === area;
