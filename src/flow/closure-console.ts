import { changedQuestions, type ClosureDiscussion, type DiscussionVersion } from "../domain/closure.ts";
import type { CaseReference } from "../domain/ledger.ts";
import { areasFor, isOwnStaff, may, type StaffMember } from "../domain/permission.ts";
import { currentInstrument } from "../instrument/registry.ts";
import { type HasClock, londonDate } from "../kernel/time.ts";
import type { HasKeys } from "../platform/keys.ts";
import {
  closureDetail,
  type ClosureDetail,
  type ClosureStanding,
  countClosures,
  discussionsOf,
  listClosures,
  type ListedClosure,
} from "../store/vault/closure-discussions.ts";
import type { HasVault } from "../store/vault/database.ts";
import { recordAct } from "./audit.ts";
import { correctClosure, type CorrectionState } from "./correct-closure.ts";
import { referenceOf } from "./hold-and-ask.ts";
import { type ClosureState, recordClosure, type Recording } from "./record-closure.ts";

// Closure discussions at the console: what is due, the form for whoever has signed in, and the history of corrections.

const CLOSURES_A_PAGE = 25;

/** How many requests of the areas of a member of staff stand in each way. */
export const countClosuresFor = async ({ vault, clock }: HasVault & HasClock, { grants }: StaffMember) =>
  await countClosures(vault, areasFor(grants, "see-closures"), londonDate(clock.now()));

/** A page of them; and whether there are more. Nothing of their victims. */
export async function listClosuresFor(
  { vault, clock }: HasVault & HasClock,
  { grants }: StaffMember,
  page: { readonly standing: ClosureStanding; readonly number: number },
): Promise<{ readonly closures: readonly ListedClosure[]; readonly hasMore: boolean }> {
  const wanted = { standing: page.standing, limit: CLOSURES_A_PAGE + 1, offset: (page.number - 1) * CLOSURES_A_PAGE };
  const rows = await listClosures(vault, areasFor(grants, "see-closures"), londonDate(clock.now()), wanted);
  return { closures: rows.slice(0, CLOSURES_A_PAGE), hasMore: rows.length > CLOSURES_A_PAGE };
}

/** A version of what was recorded, and the questions that it answers otherwise than the one before. */
export type RecordedVersion = DiscussionVersion & { readonly changed: readonly string[] };

export type OpenedClosure = Pick<ClosureDetail, "id" | "area" | "dueOn" | "officerRef" | "officerUnit"> & {
  readonly state: "open" | "recorded";
  /** What the force calls the case; null where it was not told or is destroyed. */
  readonly reference: CaseReference | "not-theirs" | null;
  /** The first first; `not-theirs` for whoever is not of this very area. */
  readonly versions: readonly RecordedVersion[] | "not-theirs";
  readonly mayRecord: boolean;
};

/** Who may record a discussion may read it again: what a force acts on is for its own staff, not for the nation's. */
const mayRecord = (grants: StaffMember["grants"], area: string) => isOwnStaff(grants, "record-closure", area);

/** Opens a request, and records who looked. Null when there is none, or it is of an area that is not theirs to see. */
export async function openClosure(
  engine: HasVault & HasClock & HasKeys,
  { email, grants }: StaffMember,
  id: string,
): Promise<OpenedClosure | null> {
  const row = await closureDetail(engine.vault, id);
  if (row === null || row.state === "cancelled" || !may(grants, "see-closures", row.area)) return null;
  await recordAct(engine, { staff: email }, "view-closure", `closure-request:${id}`);
  const isOwn = isOwnStaff(grants, "see-closures", row.area);
  const { area, dueOn, officerRef, officerUnit, state } = row;
  return {
    id,
    area,
    dueOn,
    officerRef,
    officerUnit,
    state,
    reference: isOwn ? await referenceOf(engine, row) : "not-theirs",
    versions: isOwn ? withChanges(await discussionsOf(engine.vault, id)) : "not-theirs",
    mayRecord: mayRecord(grants, area),
  };
}

function withChanges(versions: readonly DiscussionVersion[]): readonly RecordedVersion[] {
  const { questions } = currentInstrument("closure", "officer");
  return versions.map((version, index) => {
    const before = versions[index - 1];
    return { ...version, changed: before === undefined ? [] : changedQuestions(before, version, questions) };
  });
}

/** How staff are named in what is kept with the case. */
const nameOf = (email: string) => `staff:${email}`;

async function isTheirs(engine: HasVault, { grants }: StaffMember, id: string): Promise<boolean> {
  const row = await closureDetail(engine.vault, id);
  return row !== null && row.state !== "cancelled" && mayRecord(grants, row.area);
}

/** Records a discussion as somebody who has signed in. Null when there is no such request of theirs. */
export async function recordAsStaff(
  engine: Recording,
  member: StaffMember,
  id: string,
  discussion: ClosureDiscussion,
): Promise<ClosureState | null> {
  if (!(await isTheirs(engine, member, id))) return null;
  await recordAct(engine, { staff: member.email }, "record-closure", `closure-request:${id}`);
  return await recordClosure(engine, { requestId: id }, discussion, nameOf(member.email));
}

/** Corrects a discussion as somebody who has signed in: the whole of it, from a version that they have seen. */
export async function correctAsStaff(
  engine: Recording,
  member: StaffMember,
  id: string,
  correction: ClosureDiscussion & { readonly from: number },
): Promise<CorrectionState | null> {
  if (!(await isTheirs(engine, member, id))) return null;
  await recordAct(engine, { staff: member.email }, "correct-closure", `closure-request:${id}`);
  return await correctClosure(engine, { requestId: id }, { ...correction, gives: "all" }, nameOf(member.email));
}
