import type { Answers } from "../instrument/definition.ts";
import { itemsOf, type Outcome } from "../instrument/items.ts";
import { type Instant, londonTime, millisecondsOf, plusMinutes } from "../kernel/time.ts";
import type { Localised } from "../kernel/locale.ts";
import { ask, hear, openQuestion, type Script, type Talk } from "./dialogue.ts";
import { gateRules } from "./contact.ts";
import { warningsOf } from "./case.ts";
import type { Methodology } from "./methodology.ts";
import { recheck, safeguards } from "./recheck.ts";
import type { AtReminding } from "./reminder.ts";
import { expiryOf, isSafeMinute, isSendingTime } from "./schedule.ts";
import { isCourtesy, isDistress } from "./text-cues.ts";

// A conversation by text from its beginning to its end: what comes twice, what comes late, and when it may be replied to.

/** After so many hours an unfinished conversation ends. */
export const CONVERSATION_HOURS = 48;

/** The same words from the same number within so many milliseconds are one text (interfaces.md 7). */
const ECHO = 10_000;

/** Texts remembered, so that none counts twice. */
const REMEMBERED = 12;

/** One text that was heard: names, not words. */
export type HeardText = {
  /** By the gateway's own id. */
  readonly name: string;
  /** By what it said. */
  readonly words: string;
  readonly at: Instant;
  /** What was asked when it came: a question's id. */
  readonly asked?: string;
  /** Whether it was an echo that the open question was asked again after. */
  readonly isEcho?: boolean;
};

export type Conversation = {
  readonly talk: Talk;
  readonly heard: readonly HeardText[];
  /** How it ended: answered, in time or not; null while it goes on. */
  readonly ended: "answered" | "late" | null;
  /** Whether somebody who wrote after the end has been told so. */
  readonly isAcknowledged: boolean;
};

/** Words outside the questions (ui/phrases-dialogue.ts). */
export type AroundWords = {
  readonly answeredAlready: Localised;
  readonly tooLate: Localised;
  /** After the help, where no question is open. */
  readonly unread: Localised;
};

export type Reception = {
  readonly conversation: Conversation;
  /** Paragraphs of one text; empty: no reply. */
  readonly say: readonly string[];
  /** `ignored`: nothing changes. */
  readonly outcome: "open" | "finished" | "stopped" | "ignored";
};

/** The texts with these words that a text so soon after may be an echo of. */
const echoed = (heard: readonly HeardText[], { words, at }: HeardText) =>
  heard.filter(
    (earlier) => earlier.words === words && Math.abs(millisecondsOf(at) - millisecondsOf(earlier.at)) < ECHO,
  );

/**
 * The same words again within seconds: one text told twice, or the answer to the next question as well. They count once.
 * Where the question has changed since, it is asked again, once, so that nobody waits for a reply that never comes.
 */
function receiveEcho(
  script: Script,
  conversation: Conversation,
  mark: HeardText,
  earlier: readonly HeardText[],
): Reception {
  const { talk, heard, ended } = conversation;
  const question = ended === null ? openQuestion(script, talk) : null;
  const hasChanged = earlier.every(({ asked, isEcho }) => !isEcho && asked !== undefined && asked !== question?.id);
  if (question === null || !hasChanged) return { conversation, say: [], outcome: "ignored" };
  const marked = [...heard, { ...mark, isEcho: true }].slice(-REMEMBERED);
  return { conversation: { ...conversation, heard: marked }, say: [ask(script, talk, question)], outcome: "open" };
}

/** Takes in one text of a conversation. A text that comes after its end is not kept; it is acknowledged once, and told of help whenever it speaks of danger. */
export function receive(
  script: Script,
  conversation: Conversation,
  { text, ...mark }: HeardText & { readonly text: string },
  around: AroundWords,
): Reception {
  if (conversation.heard.some(({ name }) => name === mark.name)) return { conversation, say: [], outcome: "ignored" };
  const earlier = echoed(conversation.heard, mark);
  if (earlier.some(({ isEcho }) => !isEcho)) return receiveEcho(script, conversation, mark, earlier);
  const { ended, talk } = conversation;
  const question = ended === null ? openQuestion(script, talk) : null;
  const heard = [...conversation.heard, question ? { ...mark, asked: question.id } : mark].slice(-REMEMBERED);
  if (ended !== null && isDistress(text)) {
    return {
      conversation: { ...conversation, heard },
      say: [script.words.help[talk.locale], around.unread[talk.locale]],
      outcome: "open",
    };
  }
  if (ended !== null) {
    const isSilent = conversation.isAcknowledged || isCourtesy(text);
    const words = ended === "answered" ? around.answeredAlready : around.tooLate;
    return {
      conversation: { ...conversation, heard, isAcknowledged: conversation.isAcknowledged || !isSilent },
      say: isSilent ? [] : [words[talk.locale]],
      outcome: isSilent ? "ignored" : "open",
    };
  }
  const turn = hear(script, talk, text);
  return { conversation: { ...conversation, heard, talk: turn.talk }, say: turn.say, outcome: turn.outcome };
}

/** A conversation that has ended, without its answers. */
export const endedAs = (conversation: Conversation, ended: "answered" | "late"): Conversation => ({
  ...conversation,
  ended,
  talk: { ...conversation.talk, answers: {}, passed: [] },
});

/** What the answers of the short form count as. */
export const outcomeOf = (
  { instrument, respondent }: Pick<Script, "instrument" | "respondent">,
  answers: Answers,
): Outcome => itemsOf(instrument, answers, { ...respondent, short: true }).outcome;

/** Whether there is anything to ask by text: a closure form has no short form. */
export const hasShortForm = (script: Script, talk: Pick<Talk, "locale">) =>
  openQuestion(script, { ...talk, answers: {}, passed: [], misses: 0, isCalmed: false }) !== null;

/**
 * Whether somebody may be asked by text at this moment: all that is asked before an invitation, but for hours and days,
 * for it is they who write. Never where danger is known of, in any case of theirs.
 *
 * @param about Its `expiresOn` is the last day of its link.
 */
export function mayConverse(about: AtReminding, methodology: Methodology): boolean {
  const { caseState, invitation } = about;
  if (about.isFlagged || caseState.flags.length > 0 || warningsOf(caseState.offence).length > 0) return false;
  const rules = { gate: gateRules, sending: safeguards.sending.filter(({ name }) => lasting.has(name)) };
  const windowed = { ...invitation, expiresOn: expiryOf(invitation.expiresOn, methodology) };
  const dispatch = recheck({ ...about, invitation: windowed }, methodology, rules);
  return dispatch.act === "send" && dispatch.route === "sms";
}

/** Rules of sending that hold whoever writes first. */
const lasting: ReadonlySet<string> = new Set(["unconcluded", "shared-number"]);

/** So long after a text its reply may come at any hour: they have the phone in their hand. */
const AT_ONCE_MINUTES = 15;

/** Whether a reply may go now: soon after the text that it answers, else in sending hours and the victim's own. */
export function mayReply(
  heardAt: Instant,
  now: Instant,
  hours: Parameters<typeof isSafeMinute>[1],
  methodology: Methodology,
): boolean {
  if (now <= plusMinutes(heardAt, AT_ONCE_MINUTES)) return true;
  return isSendingTime(now, methodology) && isSafeMinute(londonTime(now).minutes, hours);
}
