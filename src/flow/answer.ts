import * as v from "valibot";
import type { Dims, Mode, WordingFact } from "../domain/dimension.ts";
import type { Handing } from "../domain/hand-over.ts";
import type { InvitationState } from "../domain/invitation.ts";
import { methodology } from "../domain/methodology.ts";
import { lastDayOfWave } from "../domain/mixing.ts";
import { joinShared } from "../domain/wave.ts";
import type { Answers, Respondent, Variant } from "../instrument/definition.ts";
import type { Language, Locale } from "../kernel/locale.ts";
import { fillUp } from "../kernel/padding.ts";
import {
  type HasClock,
  type Instant,
  type LocalDate,
  londonDate,
  plusMinutes,
  quarterOf,
  type Week,
} from "../kernel/time.ts";
import { deriveBytes, importSealKey, mac, type MacKey, macName, open, seal } from "../platform/crypto.ts";
import type { HasKeys } from "../platform/keys.ts";
import type { HasResponses } from "../store/responses/database.ts";
import { findDraft, keepDraft } from "../store/responses/drafts.ts";
import type { HasVault } from "../store/vault/database.ts";
import { findByLink, type LinkedInvitation } from "../store/vault/invitations.ts";
import { keepOpening } from "./openings.ts";
import { takeOver } from "./text-slots.ts";

/** How long after its last page a sitting ends, and the link must be opened again, in minutes; the draft survives it. */
const SITTING_MINUTES = 60;

/**
 * What a victim carries from page to page, sealed in a cookie: all that answering needs, so that between opening the
 * link and submitting nothing asks the vault who this is.
 */
export type Session = {
  /** What was presented, of the invitation or its reminder: it alone opens the draft that was begun with it. */
  readonly token: string;
  /** Of the invitation's first link, whichever was presented: under it an answer counts once. */
  readonly linkHash: string;
  readonly wave: Week;
  readonly dims: Dims;
  readonly instrument: string;
  /** Uniform in [0, 1), the same at every visit: picks the rotating question and the agencies asked about. */
  readonly draw: number;
  /** The reader's choice, which is kept here alone: it may be one that few in an area read. */
  readonly locale: Language;
  /** How the questions are put: by how the link was handed over. */
  readonly mode: Mode;
  /** In which words: the reader's choice, which the vault never learns. */
  readonly variant: Variant;
  /** What the words must take care of, as it is, also where an answer carries no sign of it (docs/decisions/0032). */
  readonly wording: readonly WordingFact[];
  /** What a journey tag is made from, should the victim agree to one. */
  readonly journey: { readonly id: string; readonly cohort: string } | null;
  readonly expiresOn: LocalDate;
  readonly until: Instant;
  /** After sending words that sound like danger, for the one page that follows: help comes first there. */
  readonly needsHelp?: boolean;
};

export type Opening =
  | { readonly state: "ready"; readonly session: Session }
  | { readonly state: "unknown" | "expired" | "ended" };

/**
 * Begins answering: the button on the start page, never the link itself, so previews and scanners touch nothing.
 *
 * Counts the opening once a wave, under a nullifier that dies with the wave.
 */
export async function beginAnswering(
  engine: HasVault & HasResponses & HasKeys & HasClock,
  token: string,
  locale: Language,
  variant: Variant = "standard",
): Promise<Opening> {
  const linking = await engine.keys.standing("link");
  const how = { token, draw: await drawOf(linking, token), locale, variant };
  const opening = await openLink(engine, await macName(linking, token), how);
  if (opening.state === "ready") await goOnFromTexts(engine, opening.session);
  return opening;
}

/**
 * Begins answering by text: the word that asks for it counts as the opening. There is no token: nobody has it but who was
 * sent it, and the short form is the same whatever chance says.
 */
export async function beginByText(
  engine: HasVault & HasResponses & HasKeys & HasClock,
  linkHash: string,
  locale: Locale,
): Promise<Opening> {
  const draw = await drawOf(await engine.keys.standing("link"), linkHash);
  const opening = await openLink(engine, linkHash, { token: "", draw, locale, variant: "standard" });
  if (opening.state !== "ready") return opening;
  // One that was handed over in person was not sent to this number.
  if (opening.session.mode !== "web") return { state: "ended" };
  return { state: "ready", session: { ...opening.session, mode: "sms", journey: null } };
}

/** Whoever began by text and goes on by the link finds the answers there; what the link's own draft says stays as it is. */
async function goOnFromTexts(engine: HasVault & HasResponses & HasKeys & HasClock, session: Session): Promise<void> {
  let own: Answers | null = null;
  await takeOver(engine, session.linkHash, async (answers) => {
    if (Object.keys(answers).length === 0) return;
    own ??= await readDraft(engine, session);
    await saveDraft(engine, session, { ...answers, ...own });
  });
}

/** Opens what a link leads to, and counts the opening. @param presented What the link is known by. */
async function openLink(
  engine: HasVault & HasResponses & HasKeys & HasClock,
  presented: string,
  how: Pick<Session, "token" | "draw" | "locale" | "variant">,
): Promise<Opening> {
  const { vault, keys, clock } = engine;
  const now = clock.now();
  const today = londonDate(now);
  const { linkDays, generalisation } = methodology;
  const found = await findByLink(vault, presented, { today, linkDays, k: generalisation.k });
  if (!found) return { state: "unknown" };

  if (found.expiresOn < today) return { state: "expired" };
  if (!found.dims || !found.wave || !isOpen(found.state)) return { state: "ended" };

  const { linkHash, wave, shared } = found;
  const dims = shared === null ? found.dims : joinShared(found.dims, shared, generalisation);
  const nullifier = await openingId(await keys.dated("wave", wave), linkHash);
  await keepOpening(engine, { wave, nullifier }, dims);

  const journeyId = await macName(await keys.standing("journey"), `${found.caseId}|${found.victimId}`);
  const session: Session = {
    ...how,
    linkHash,
    wave,
    dims,
    instrument: dims.instrument,
    mode: modeOf(found.handed),
    wording: wordingFor(found),
    journey: { id: journeyId, cohort: quarterOf(found.firstInvitationDueOn) },
    expiresOn: found.expiresOn,
    until: plusMinutes(now, SITTING_MINUTES),
  };
  return { state: "ready", session };
}

/** How the questions are put, by how the link was handed over. */
const modeOf = (handed: Handing | null): Mode =>
  handed === null ? "web" : handed === "telephone" ? "telephone" : "adviser";

/** Whom the words must not hurt. Chooses words alone, so that it may be known exactly where little may be stored. */
const wordingFor = ({ isBereaved, handed }: LinkedInvitation): readonly WordingFact[] => [
  ...(isBereaved ? ["bereaved" as const] : []),
  ...(handed === "parent" ? ["parent-or-carer" as const] : []),
];

/** What decides this sitting's questions and their words. */
export const respondentOf = ({ dims, wording, draw, variant, mode }: Session): Respondent => ({
  facts: [...new Set([...dims.facts, ...wording])],
  draw,
  variant,
  ...(mode === "sms" && { short: true }),
});

/** A phone may ring before we have noted that the text went: a claimed invitation's link works as well. */
const isOpen = (state: InvitationState) => state === "claimed" || state === "sent" || state === "delivered";

/** 48 bits of the token's HMAC as a fraction: chance that need not be kept anywhere. */
async function drawOf(linking: MacKey, token: string): Promise<number> {
  const bytes = (await mac(linking, `draw|${token}`)).subarray(0, 6);
  return bytes.reduce((sum, byte) => sum * 256 + byte, 0) / 2 ** 48;
}

const SESSION_CONTEXT = "session";

/** Bytes that a cookie's session fills up to: on the line it is as long whatever was answered, and whoever answers. */
const SESSION_SIZES = [1_536, 2_560];

export const sealSession = async ({ keys }: HasKeys, session: Session): Promise<string> =>
  await seal(await keys.standingSeal("session"), fillUp(JSON.stringify(session), SESSION_SIZES), SESSION_CONTEXT);

/** The session of a cookie, also where its sitting is over; null when there is none, or it is not ours. */
export async function openSession({ keys }: HasKeys, sealed: string | undefined): Promise<Session | null> {
  if (sealed === undefined) return null;
  const plain = await open(await keys.standingSeal("session"), sealed, SESSION_CONTEXT);
  return plain === null ? null : (JSON.parse(plain) as Session);
}

/** Whether the link must be opened again before anything is shown. */
export const isOver = ({ until }: Session, { clock }: HasClock): boolean => until < clock.now();

/** A sitting from this page on: as long again as at first, unless the link's last day is over. */
export function prolong(session: Session, { clock }: HasClock): Session {
  const now = clock.now();
  return londonDate(now) > session.expiresOn ? session : { ...session, until: plusMinutes(now, SITTING_MINUTES) };
}

/** What a submission spends: by whichever of its links it comes, an invitation is answered once. */
export const submissionId = async (nullifying: MacKey, linkHash: string) => await macName(nullifying, linkHash);

/** What an opening is counted by, once a wave. */
export const openingId = async (nullifying: MacKey, linkHash: string) =>
  await macName(nullifying, `${linkHash}|started`);

export const draftId = async (nullifying: MacKey, linkHash: string) => await macName(nullifying, `${linkHash}|draft`);

/**
 * What seals a draft takes both: the link's token, which is kept nowhere, so that only its holder reads it; and the wave's
 * key, so that nobody does once the wave has closed, nor guesses at a code without it, whatever copy they hold.
 */
async function draftKey(nullifying: MacKey, token: string) {
  const salt = await mac(nullifying, `draft-seal|${token}`);
  return await importSealKey(await deriveBytes(token, salt, "throughline/draft"));
}

const draftSchema = v.record(v.string(), v.array(v.string()));

/** The answers so far, as only the holder of the link can read them. */
export async function readDraft({ responses, keys }: HasResponses & HasKeys, session: Session): Promise<Answers> {
  const nullifying = await keys.dated("wave", session.wave);
  const id = await draftId(nullifying, session.linkHash);
  const sealed = await findDraft(responses, id);
  const plain = sealed === null ? null : await open(await draftKey(nullifying, session.token), sealed, id);
  return plain === null ? {} : v.parse(draftSchema, JSON.parse(plain));
}

export async function saveDraft(
  { responses, keys }: HasResponses & HasKeys,
  session: Session,
  answers: Answers,
): Promise<void> {
  const { wave, linkHash, token } = session;
  const nullifying = await keys.dated("wave", wave);
  const id = await draftId(nullifying, linkHash);
  const plain = fillUp(JSON.stringify(answers), methodology.pool.padTo);
  const sealed = await seal(await draftKey(nullifying, token), plain, id);
  // Not the link's last day, nor the interview's: either would tell one draft of the wave from another.
  const expiresOn = lastDayOfWave(wave, methodology);
  await keepDraft(responses, { id, wave, sealed, expiresOn });
}
