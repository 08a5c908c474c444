import type { Instant, LocalDate } from "../kernel/time.ts";
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

/** How a sender proves who it is: a key that it shows, a secret that it signs with, or a key pair of its own. */
export const keyKinds = ["api-key", "hmac", "ed25519"] as const;
export type KeyKind = (typeof keyKinds)[number];

/** What a key may be used for: one family of addresses each. */
export const scopes = ["milestones", "feeds", "closures", "files", "quality"] as const;
export type Scope = (typeof scopes)[number];

/** A key as it may be shown: nothing of it proves anything. */
export type SenderKey = {
  /** 8 characters; an API key begins with them. */
  readonly id: string;
  readonly senderId: string;
  readonly kind: KeyKind;
  readonly scopes: readonly Scope[];
  readonly createdAt: Instant;
  /** The last London day on which it works. */
  readonly expiresOn: LocalDate;
  readonly revokedAt: Instant | null;
};

const scopesByRole: { readonly [R in SenderRole]: readonly Scope[] } = {
  "force": scopes,
  "witness-care": ["milestones", "files", "quality"],
  "liaison": ["milestones", "closures", "files", "quality"],
  "court": ["milestones", "feeds", "quality"],
  "probation": ["milestones", "feeds", "quality"],
  "analyst": [],
};

/** All that a sender of this role may do: what its keys may do at most. */
export const scopesOf = (role: SenderRole): readonly Scope[] => scopesByRole[role];

/** Whether a key works on a London day; if not, why. */
export const standingOf = (
  { revokedAt, expiresOn }: Pick<SenderKey, "revokedAt" | "expiresOn">,
  today: LocalDate,
): "works" | "revoked" | "ended" => (revokedAt !== null ? "revoked" : expiresOn < today ? "ended" : "works");

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
  if (!mayTell(sender, kind))
    return `A sender of the role ${sender.role} may not tell of ${kind}. Leave it to a sender whose role may.`;
  if (sender.forceCode !== null && forceCode !== null && forceCode !== sender.forceCode) {
    return "This key speaks for another force. Send the event with a key of the force that it names.";
  }
  return null;
}

/** Whether a sender may add to a case of this area. A national sender may add to any. */
export const mayAddTo = ({ forceCode }: Sender, area: string) => forceCode === null || areaOfForce(forceCode) === area;
