import type { Handing } from "../domain/hand-over.ts";
import { areasFor, may, type StaffMember } from "../domain/permission.ts";
import { type HasRandom, randomId } from "../kernel/ids.ts";
import type { HasClock, LocalDate } from "../kernel/time.ts";
import { areaOfForce } from "../domain/milestone.ts";
import type { HasKeys } from "../platform/keys.ts";
import type { HasVault } from "../store/vault/database.ts";
import { findHandable, type Handable, readHandable } from "../store/vault/hand-over.ts";
import { recordAct } from "./audit.ts";
import { codeOfPage, handOver, type HandingOver, hashOf, judge, reasonOf } from "./hand-over.ts";
import { openReferences } from "./references.ts";

// Codes that an adviser or advocate gives to a victim who is with them: no message is sent by us (decisions.md 14).

/** Whose survey an adviser looks for, as a force calls them. */
export type SoughtCase =
  | { readonly by: "victim"; readonly forceCode: string; readonly ref: string }
  | { readonly by: "crime"; readonly forceCode: string; readonly ref: string };

/** One survey that waits for a person, and whether a code may be issued for it now. */
export type Issuable = {
  readonly id: string;
  readonly area: string;
  /** Whom the code would be given to; null when it may not be issued. */
  readonly to: Exclude<Handing, "telephone"> | null;
  /** Why not; `wait`: not on this day. */
  readonly why: ReturnType<typeof reasonOf>;
  /** Whether one was issued before, which a new one voids. */
  readonly isAgain: boolean;
};

const ways = ["adviser", "parent"] as const satisfies readonly Handing[];

function issuableOf(handable: Handable, now: Parameters<typeof judge>[2]): Issuable {
  const { row } = handable;
  const asked = row.handed === "adviser" || row.handed === "parent" ? [row.handed] : ways;
  const judged = asked.map((way) => ({ way, verdict: judge(handable, way, now) }));
  const open = judged.find(({ verdict }) => verdict.may === "go");
  const [first] = judged;
  const why = open || !first || first.verdict.may === "go" ? null : reasonOf(first.verdict);
  return { id: row.id, area: row.area, to: open?.way ?? null, why, isAgain: row.handed !== null };
}

/**
 * Surveys of a victim or of a case that wait for a person, of their areas. What was looked for is recorded as the vault
 * knows it, which nobody reads.
 *
 * @returns Null when the force is not of their areas.
 */
export async function findIssuable(
  engine: HasVault & HasKeys & HasClock,
  { email, grants }: StaffMember,
  { by, forceCode, ref }: SoughtCase,
): Promise<readonly Issuable[] | null> {
  const area = areaOfForce(forceCode);
  if (area === null || !may(grants, "issue-code", area)) return null;
  const references = await openReferences(engine);
  const hash =
    by === "victim"
      ? await references.victim(forceCode, ref)
      : await references.identifier({ type: "crimeReference", value: ref }, forceCode);
  await recordAct(engine, { staff: email }, "find-case", `${by}-reference:${hash}`);
  const sought = by === "victim" ? { victimHash: hash } : { caseHash: hash };
  const found = await findHandable(engine.vault, sought, areasFor(grants, "issue-code"));
  const handable = await Promise.all(found.map(({ id }) => readHandable(engine.vault, id)));
  const now = engine.clock.now();
  return handable.flatMap((each) => (each === null ? [] : [issuableOf(each, now)]));
}

/** One survey on its own page, with the chance that its code will be made of; null when it is not theirs. */
export async function openIssuable(
  engine: HasVault & HasKeys & HasClock & HasRandom,
  { email, grants }: StaffMember,
  id: string,
): Promise<(Issuable & { readonly page: string }) | null> {
  const handable = await readHandable(engine.vault, id);
  if (handable === null || !may(grants, "issue-code", handable.row.area)) return null;
  await recordAct(engine, { staff: email }, "view-held", `invitation:${id}`);
  const page = `${randomId(engine)}.${handable.row.updatedAt}`;
  return { ...issuableOf(handable, engine.clock.now()), page };
}

export type IssuedCode =
  | { readonly outcome: "issued"; readonly code: string; readonly expiresOn: LocalDate }
  | { readonly outcome: "refused"; readonly why: ReturnType<typeof reasonOf> }
  | { readonly outcome: "changed" };

/** What the page said: whom the code is for, as whoever issues it has confirmed, and what the page was made with. */
export type IssueForm = { readonly to: Exclude<Handing, "telephone">; readonly page: string };

/**
 * Issues a code, to be shown once. Pressing the same page's button again shows the same code; a page from before another
 * code was issued issues none.
 *
 * @returns Null when there is no such survey, or it is not of their areas.
 */
export async function issueCode(
  engine: HandingOver,
  { email, grants }: StaffMember,
  id: string,
  { to, page }: IssueForm,
): Promise<IssuedCode | null> {
  const handable = await readHandable(engine.vault, id);
  if (handable === null || !may(grants, "issue-code", handable.row.area)) return null;
  const code = await codeOfPage(engine, id, page);
  const { row } = handable;
  await recordAct(engine, { staff: email }, "issue-code", `invitation:${id}`);
  if (row.codeHash === (await hashOf(engine, code)) && row.state === "delivered")
    return { outcome: "issued", code, expiresOn: row.expiresOn };
  if (page.split(".").slice(1).join(".") !== row.updatedAt) return { outcome: "changed" };
  const issuable = issuableOf(handable, engine.clock.now());
  if (issuable.to !== to) return { outcome: "refused", why: issuable.why };
  const handed = await handOver(engine, handable, { way: to, token: code, caller: null });
  if (handed.outcome === "refused") return { outcome: "refused", why: reasonOf(handed.verdict) };
  if (handed.outcome === "changed") return await again(engine, id, code);
  return { outcome: "issued", code, expiresOn: handed.expiresOn };
}

/** Of two clicks at once the second finds that the first has issued the very same code. */
async function again(engine: HandingOver, id: string, code: string): Promise<IssuedCode> {
  const now = await readHandable(engine.vault, id);
  const isSame = now?.row.state === "delivered" && now.row.codeHash === (await hashOf(engine, code));
  return isSame ? { outcome: "issued", code, expiresOn: now.row.expiresOn } : { outcome: "changed" };
}
