/** Who somebody is to a force or to the nation, and so what they may do. One person may be several. */
export const staffRoles = [
  "officer",
  "interviewer",
  "adviser",
  "coordinator",
  "moderator",
  "auditor",
  "national-analyst",
  "board-member",
  "administrator",
] as const;
export type StaffRole = (typeof staffRoles)[number];

/** What staff do: each has a door that asks for it. No act shows who gave an answer, so no role can. */
export const staffActs = [
  "see-held",
  "assert-route",
  "stop-contact",
  "see-closures",
  "record-closure",
  "issue-code",
  "interview",
  "see-contact-wishes",
  "moderate-comments",
  "see-deliveries",
  "replay-deliveries",
  "see-quality",
  "see-alarms",
  "acknowledge-alarm",
  "manage-senders",
  "manage-staff",
  "read-audit",
  "build-release",
] as const;
export type StaffAct = (typeof staffActs)[number];

/** The area of a grant, or of an act, that is the whole nation. */
export const NATION = "*";

/** What a member of staff may do, and where: a police area's GSS code, or the nation. */
export type Grant = { readonly role: StaffRole; readonly area: string };

/** Somebody who has signed in. */
export type StaffMember = { readonly email: string; readonly name: string; readonly grants: readonly Grant[] };

/**
 * How far a role reaches in an act.
 *
 * - `own`: in the area of the grant; everywhere where the grant is for the nation.
 * - `nation`: only for the nation as a whole, and only by a grant for the nation: what it concerns has no area.
 * - absent: not at all.
 */
type Reach = "own" | "nation";

/** Least privilege: a role has what its work needs. Nobody both registers staff or senders and reads victims' cases. */
const reaches: { readonly [R in StaffRole]: { readonly [A in StaffAct]?: Reach } } = {
  "officer": {
    "see-held": "own",
    "assert-route": "own",
    "stop-contact": "own",
    "see-closures": "own",
    "record-closure": "own",
    "issue-code": "own",
  },
  "interviewer": { "stop-contact": "own", "interview": "own" },
  "adviser": { "stop-contact": "own", "issue-code": "own" },
  "coordinator": {
    "see-held": "own",
    "assert-route": "own",
    "stop-contact": "own",
    "see-closures": "own",
    "issue-code": "own",
    "see-contact-wishes": "own",
    "see-deliveries": "own",
    "replay-deliveries": "own",
    "see-quality": "own",
  },
  "moderator": { "moderate-comments": "own" },
  "auditor": { "see-deliveries": "own", "see-quality": "own", "see-alarms": "nation", "read-audit": "nation" },
  "national-analyst": { "see-quality": "nation", "see-alarms": "nation", "build-release": "nation" },
  "board-member": {},
  "administrator": {
    "see-deliveries": "own",
    "replay-deliveries": "own",
    "see-quality": "own",
    "see-alarms": "nation",
    "acknowledge-alarm": "nation",
    "manage-senders": "own",
    "manage-staff": "own",
  },
};

export const reachOf = (role: StaffRole, act: StaffAct): Reach | "no" => reaches[role][act] ?? "no";

/** Whether these grants allow an act in an area, or for the nation (`NATION`). */
export const may = (grants: readonly Grant[], act: StaffAct, area: string): boolean =>
  grants.some((grant) => {
    const reach = reachOf(grant.role, act);
    if (reach === "nation") return grant.area === NATION;
    return reach === "own" && (grant.area === NATION || grant.area === area);
  });

/** The areas in which these grants allow an act: all of them, or those listed; an empty list is none. */
export function areasFor(grants: readonly Grant[], act: StaffAct): "all" | readonly string[] {
  if (may(grants, act, NATION)) return "all";
  const areas = grants.filter(({ role }) => reachOf(role, act) === "own").map(({ area }) => area);
  return [...new Set(areas)].toSorted();
}

/** The areas whose own staff these grants make somebody, where an act is for them alone and not for the nation's. */
export const ownAreas = (grants: readonly Grant[], act: StaffAct): readonly string[] => [
  ...new Set(
    grants.filter(({ role, area }) => area !== NATION && reachOf(role, act) === "own").map(({ area }) => area),
  ),
];

const handlesCases: readonly StaffRole[] = ["officer", "coordinator", "interviewer", "adviser"];

/** Whether somebody would both know victims' cases and read what victims write. */
export const mixesCasesAndComments = (grants: readonly Grant[]): boolean =>
  grants.some(({ role }) => role === "moderator") && grants.some(({ role }) => handlesCases.includes(role));

/** Whether these grants allow an act anywhere at all. */
export const mayAnywhere = (grants: readonly Grant[], act: StaffAct): boolean => areasFor(grants, act).length > 0;

/** Whether these grants are of this very area: what a force calls a case is for its own staff, not for the nation's. */
export const isOwnStaff = (grants: readonly Grant[], act: StaffAct, area: string): boolean =>
  grants.some((grant) => grant.area === area && reachOf(grant.role, act) === "own");
