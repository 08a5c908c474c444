import type { Fault } from "../kernel/problem.ts";
import type { Instant, LocalDate } from "../kernel/time.ts";
import { areaOfForce, type Identifier, type Milestone, type MilestoneKind } from "./milestone.ts";

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

/** Those in whose name the engine itself tells of milestones. Nobody else may be called so. */
export const ownSenders = {
  staff: { id: "console", name: "Console", role: "analyst", forceCode: null },
  discussion: { id: "closure-discussion", name: "Closure discussion", role: "analyst", forceCode: null },
  /** Who signs is who sends: HMCTS' subscription has a key of its own kind, and no row among the senders. */
  results: { id: "hmcts-results-subscription", name: "HMCTS results subscription", role: "court", forceCode: null },
} as const satisfies Readonly<Record<string, Sender>>;

/** Ids that a sender may not have: they are somebody's, or read as if they were. */
export const isReserved = (id: string): boolean =>
  id === "operator" || Object.values(ownSenders).some((own) => own.id === id);

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

/** What is said where a name of another force's case was left out. */
export const notOwn: Fault = {
  path: "data.case.identifiers",
  fix: "A name of another force's case was left out: send those of your own case.",
};

/** Whether a sender may add to a case of this area. A national sender may add to any. */
export const mayAddTo = ({ forceCode }: Sender, area: string) => forceCode === null || areaOfForce(forceCode) === area;

/** A URN begins with the code of the force whose case it is. That of another territorial force is not ours to give. */
const isForeign = ({ type, value }: Identifier, ownForce: string) => {
  const named = value.replaceAll(/\s+/g, "").slice(0, 2);
  return (
    type === "urn" && named !== ownForce && areaOfForce(named) !== null && areaOfForce(named) !== areaOfForce(ownForce)
  );
};

/** An event of a force without the URNs of other forces; of one who speaks for no force, as it is. */
export function withOwnNames(sender: Sender, milestone: Milestone): Milestone {
  const ownForce = sender.forceCode ?? milestone.forceCode;
  if (ownForce === null || !knowsVictims(sender)) return milestone;
  const isOwn = (each: Identifier) => !isForeign(each, ownForce);
  const [identifiers, merged] = [milestone.identifiers.filter(isOwn), milestone.merged.filter(isOwn)];
  const isWhole = identifiers.length + merged.length === milestone.identifiers.length + milestone.merged.length;
  return isWhole ? milestone : { ...milestone, identifiers, merged, unusable: [...milestone.unusable, notOwn] };
}
