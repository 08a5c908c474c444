import { CALL_MINUTES } from "../domain/call.ts";
import { CODE_BYTES, makeCode } from "../domain/code.ts";
import type { Dims } from "../domain/dimension.ts";
import type { Reason } from "../domain/disposition.ts";
import { type Handing, type HandOver, mayHandOver } from "../domain/hand-over.ts";
import { methodology } from "../domain/methodology.ts";
import { postalKey } from "../domain/postal.ts";
import { expiryOf, sendingDayOf } from "../domain/schedule.ts";
import { assignDims, dimsOf, shortOf } from "../domain/wave.ts";
import type { HasRandom } from "../kernel/ids.ts";
import { type HasClock, type Instant, type LocalDate, londonDate, plusMinutes, weekOf } from "../kernel/time.ts";
import { mac, macName, toBase64Url } from "../platform/crypto.ts";
import type { HasKeys } from "../platform/keys.ts";
import type { HasLog } from "../platform/log.ts";
import type { HasVault } from "../store/vault/database.ts";
import { type Handable, markHanded } from "../store/vault/hand-over.ts";
import { type Forbidden, forbidden, type OptOutReason } from "../store/vault/opt-outs.ts";
import { cutInvitations, lendCompany, uncutInvitation } from "../store/vault/waves.ts";
import { optOutIndexOf, readContact } from "./opt-out.ts";

// An invitation that no message may carry is handed over by a person (docs/decisions/0026). Whoever hands it over has been
// asked for, and the rules of safe contact have been asked again, in the moment in which it is done.

export type HandingOver = HasVault & HasKeys & HasClock & HasRandom & HasLog;

const LINK_BYTES = 16;

/** A token that is pressed, and that nobody sees who is not to. */
const freshToken = ({ random }: HasRandom) => toBase64Url(random.bytes(LINK_BYTES));

/**
 * The code that one page issues for one invitation: the same however often its button is pressed, so that a double click
 * shows what counts. It is kept nowhere; who has only the key or only the page cannot make it.
 *
 * @param page Chance that the page was made with.
 */
export async function codeOfPage({ keys }: HasKeys, id: string, page: string): Promise<string> {
  const bytes = await mac(await keys.standing("link"), JSON.stringify(["hand-over", id, page]));
  return makeCode(bytes.subarray(0, CODE_BYTES));
}

/**
 * The token of one interview: the same however often it is begun within one call of a day, so that an interviewer whose
 * browser died goes on where they stopped. It is kept nowhere, but who has the vault and the key of the day's conversations
 * can make it: what it opens is gone when the interview is over, and shut for good when that key goes, in the third night.
 *
 * @param call The interviewer, and the how manieth call it is.
 */
export async function tokenOfCall(
  { keys, clock }: HasKeys & HasClock,
  id: string,
  { caller, attempts }: { readonly caller: string; readonly attempts: number },
): Promise<string> {
  const ofToday = await keys.dated("conversation", londonDate(clock.now()));
  const bytes = await mac(ofToday, JSON.stringify(["interview", id, caller, attempts]));
  return toBase64Url(bytes.subarray(0, LINK_BYTES));
}

/** By what the vault knows a token or code. */
export const hashOf = async ({ keys }: HasKeys, token: string) => await macName(await keys.standing("link"), token);

/** All that was asked about an invitation, and what came of it. */
export function judge({ known, row }: Handable, way: Handing, now: Instant): HandOver {
  const today = londonDate(now);
  const sent = known.sent.map(({ caseId, expiresOn }) => ({ caseId, on: sendingDayOf(expiresOn, methodology) }));
  const { state, reason, handed } = row;
  const judged = mayHandOver(
    { ...known, invitation: known, sent, now, state, reason, handed },
    way,
    today,
    methodology,
  );
  const isOver = row.handed !== null && row.expiresOn < today;
  return isOver ? { may: "not", state: null, reason: "window-passed" } : judged;
}

/** What is handed over, how, and to whom it is shown. */
export type Handover = {
  readonly way: Handing;
  readonly token: string;
  /** Who must have taken the call; null for a code. */
  readonly caller: string | null;
};

export type HandedOver =
  | { readonly outcome: "handed"; readonly expiresOn: LocalDate }
  | { readonly outcome: "refused"; readonly verdict: Exclude<HandOver, { may: "go" }> }
  /** Something changed while it was looked at, or the list of opt-outs forbids it: look again. */
  | { readonly outcome: "changed" };

/**
 * Hands an invitation over, as it was just read. What was issued before is void; answers count once, whatever was issued.
 *
 * @throws Problem `key-not-ready` when the week has no key yet: it could not be answered.
 */
export async function handOver(
  engine: HandingOver,
  handable: Handable,
  { way, token, caller }: Handover,
): Promise<HandedOver> {
  const now = engine.clock.now();
  const today = londonDate(now);
  const codeHash = await hashOf(engine, token);
  const { row } = handable;
  const verdict = judge(handable, way, now);
  if (verdict.may !== "go") return { outcome: "refused", verdict };
  const expiresOn = row.handed === null ? expiryOf(today, methodology) : row.expiresOn;
  const wave = weekOf(today);
  await engine.keys.dated("wave", wave);
  const cut = await cutOne(engine, handable, way, today);
  if (cut === null) return { outcome: "changed" };
  const isMarked = await markHanded(engine.vault, handable, {
    way,
    codeHash,
    linkHash: await hashOf(engine, freshToken(engine)),
    wave,
    ...cut,
    expiresOn,
    optOutIndexes: await optOutIndexesOf(engine, handable, way),
    caller,
    callerUntil: plusMinutes(now, CALL_MINUTES),
    now,
  });
  if (!isMarked) return { outcome: "changed" };
  engine.log.event("handed-over", { way });
  return { outcome: "handed", expiresOn };
}

/**
 * What an answer may carry: the finest that ten others of the same reach hold already, as when a wave is cut. That a
 * parent answers is part of it, and is blanked like the rest; in which words they are asked is told by how it was handed.
 */
async function cutOne(
  { vault }: HasVault,
  { row }: Handable,
  way: Handing,
  today: LocalDate,
): Promise<{ readonly dims: Dims; readonly probability: number } | null> {
  const { generalisation, linkDays, rest } = methodology;
  const reaching = { period: row.period, today, linkDays };
  const alone = await uncutInvitation(vault, row.id, reaching, rest.acrossCasesDays);
  if (alone === null) return null;
  const { person, reach } = alone;
  const { probability } = person;
  const known = way === "parent" ? [...person.known, "parentOrCarer"] : person.known;
  const dims = dimsOf({ ...person, known }, "victim", methodology);
  const held = (await cutInvitations(vault, reaching)).filter((one) => one.reach === reach);
  const [own = dims] = assignDims([{ dims, n: 1 }], held, generalisation);
  for (const { dims: lonely, missing } of shortOf([{ dims: own, n: 1 }], held, generalisation))
    await lendCompany(vault, reaching, { dims: lonely, reach, missing, k: generalisation.k });
  return { dims: own, probability };
}

/** Why the list forbids ringing a victim's number; null where it does not. */
export async function refusalOf(engine: HasVault & HasKeys, handable: Handable): Promise<OptOutReason | null> {
  const { id } = handable.row;
  const looks = (await optOutIndexesOf(engine, handable, "telephone")).map((optOutIndex) => ({ id, optOutIndex }));
  const [found] = await engine.vault.all<Forbidden>(forbidden(JSON.stringify(looks)));
  return found?.reason ?? null;
}

/** By telephone the number alone is looked up on the list; from hand to hand all that the victim has. */
async function optOutIndexesOf(engine: HasKeys, { known }: Handable, way: Handing): Promise<readonly string[]> {
  const contact = await readContact(engine, { ...known.victim, victimId: known.victim.id });
  if (contact === null) return [];
  const { mobile, email, postal } = contact;
  const all = way === "telephone" ? [mobile] : [mobile, email, postal && postalKey(postal)];
  const told = all.flatMap((to) => to ?? []).filter((to) => to !== "");
  return await Promise.all(told.map(async (to) => await optOutIndexOf(engine, to)));
}

/** Why something cannot be handed over, as far as it has a name. */
export const reasonOf = (verdict: Exclude<HandOver, { may: "go" }>): Reason | "wait" | null =>
  verdict.may === "wait" ? "wait" : verdict.reason;
