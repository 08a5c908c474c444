import { type Answers, DOES_NOT_APPLY, type Instrument, PREFER_NOT_TO_SAY } from "../instrument/definition.ts";
import type { Question, Respondent } from "../instrument/definition.ts";
import { itemsOf } from "../instrument/items.ts";
import { optionsOf, pathOf } from "../instrument/path.ts";
import type { Locale, Localised } from "../kernel/locale.ts";
import { wishInComment } from "./comment-wish.ts";
import { chosenIn, isOnlyFigures, plainWords, severalIn } from "./heard.ts";
import {
  isAbuse,
  isAsking,
  isAskingWho,
  isCourtesy,
  isDeclining,
  isDistress,
  isNothing,
  isNotApplying,
  isSkip,
  isStart,
  languageIn,
} from "./text-cues.ts";
import { type TextWish, wishOf } from "./text-words.ts";

// The short form of an instrument as a conversation by text: one question at a time. Pure.

/** The words of a conversation beside its questions (ui/phrases-dialogue.ts). Braces are filled in. */
export type DialogueWords = {
  /** Before the first question. */
  readonly opening: Localised;
  /** After several answers in one text: `{count}`. */
  readonly noted: Localised;
  /** A question in other words: `{options}`, each a number and what it means, or its words alone. */
  readonly oneNumber: Localised;
  readonly oneAnswer: Localised;
  /** After the words of a question that is answered in words of one's own. */
  readonly ownWords: Localised;
  /** After a second text that is no answer, and after a third, when nothing more is asked. */
  readonly offerLink: Localised;
  readonly rest: Localised;
  /** To somebody who swears at us, once; to somebody who asks who we are. */
  readonly calm: Localised;
  readonly who: Localised;
  /** Where danger or distress may be meant; and where nothing else was said, that nobody needs to answer. */
  readonly help: Localised;
  readonly noHurry: Localised;
  /** At the end: where the answers count, and where too little was answered. */
  readonly thanks: Localised;
  readonly thanksAlone: Localised;
};

/** What a conversation goes by. */
export type Script = {
  readonly instrument: Instrument;
  readonly respondent: Respondent;
  readonly words: DialogueWords;
};

/** Where a conversation stands. Of what was typed it holds answers and nothing else. */
export type Talk = {
  readonly locale: Locale;
  /** By question id: a code, or a comment. */
  readonly answers: Answers;
  /** Ids of questions that were passed over. */
  readonly passed: readonly string[];
  /** Texts to the open question that were no answer. */
  readonly misses: number;
  /** Whether swearing was met already. */
  readonly isCalmed: boolean;
};

/**
 * What a text makes of a conversation.
 *
 * - `say`: paragraphs of one text; empty: no reply.
 * - `finished`: every question is answered or passed over. `stopped`: no contact any more; answers are left only where
 *   the text may have been the comment that was asked for, and these still count.
 */
export type Turn = {
  readonly talk: Talk;
  readonly say: readonly string[];
  readonly outcome: "open" | "finished" | "stopped";
};

/** The longest comment taken by text, in characters: more than six joined parts. */
const LONGEST_COMMENT = 1_000;

/** After so many texts that were no answer we ask no more. */
const MISSES_AT_MOST = 3;

/** In a text as short as this, a few words of our own mean what they say; in a longer one they are part of a story. */
const SHORT = 8;

const isShort = (text: string) => plainWords(text).split(" ").length <= SHORT;

/** Every question of the short form that is asked after these answers. */
export const shortPath = ({ instrument, respondent }: Pick<Script, "instrument" | "respondent">, answers: Answers) =>
  pathOf(instrument, answers, { ...respondent, short: true });

/** The questions still to come, the open one first. */
function pending(script: Script, { answers, passed }: Talk): readonly Question[] {
  const isOpen = ({ id }: Question) => (answers[id] ?? []).length === 0 && !passed.includes(id);
  return shortPath(script, answers).filter(isOpen);
}

/** The question that is open; null when there is none left. */
export const openQuestion = (script: Script, talk: Talk): Question | null => pending(script, talk)[0] ?? null;

/** A question as it is asked. */
export function ask({ words }: Script, { locale }: Talk, question: Question): string {
  const text = (question.sms ?? question.text)[locale];
  return question.kind === "text" ? `${text} ${words.ownWords[locale]}` : text;
}

/** What a question asks, without how to reply. */
const stemOf = (text: string) => /^[^?]*\?/.exec(text)?.[0] ?? text;

/** A question again, with every answer spelt out. */
function inOtherWords(script: Script, talk: Talk, question: Question): string {
  if (question.kind === "text") return ask(script, talk, question);
  const { locale } = talk;
  const options = optionsOf(question);
  const isNumbered = options.every(({ code }) => /^\d+$/.test(code));
  const listed = options.map(({ code, text }) => (isNumbered ? `${code} ${text[locale]}` : text[locale])).join(", ");
  const how = (isNumbered ? script.words.oneNumber : script.words.oneAnswer)[locale];
  return `${stemOf((question.sms ?? question.text)[locale])} ${how.replace("{options}", listed)}`;
}

/** Begins a conversation, in the language of the word that it was begun with. */
export function beginTalk(script: Script, locale: Locale): Turn {
  const talk: Talk = { locale, answers: {}, passed: [], misses: 0, isCalmed: false };
  const question = openQuestion(script, talk);
  if (question === null) return { talk, say: [], outcome: "finished" };
  return { talk, say: [script.words.opening[locale], ask(script, talk, question)], outcome: "open" };
}

/** On to what is open now, or to the end. */
function goOn(script: Script, talk: Talk, before: readonly string[] = []): Turn {
  const question = openQuestion(script, talk);
  const { locale } = talk;
  if (question === null) {
    const { outcome } = itemsOf(script.instrument, talk.answers, { ...script.respondent, short: true });
    const { thanks, thanksAlone } = script.words;
    return { talk, say: [(outcome === "break-off" ? thanksAlone : thanks)[locale]], outcome: "finished" };
  }
  return { talk, say: [...before, ask(script, talk, question)], outcome: "open" };
}

const answered = (script: Script, talk: Talk, given: Answers, before: readonly string[] = []) =>
  goOn(script, { ...talk, answers: { ...talk.answers, ...given }, misses: 0 }, before);

const passedOver = (script: Script, talk: Talk, { id }: Question) =>
  goOn(script, { ...talk, passed: [...talk.passed, id], misses: 0 });

/**
 * A text that is no answer: first the question in other words, then the link as well, then a last word. From then on an
 * answer still counts, and nothing else is replied to. A comment is asked for no longer than that.
 */
function missed(script: Script, talk: Talk, question: Question, instead?: string): Turn {
  const { words } = script;
  const misses = talk.misses + 1;
  const now = { ...talk, misses };
  const { locale } = talk;
  if (misses < MISSES_AT_MOST && instead !== undefined) return { talk: now, say: [instead], outcome: "open" };
  if (misses === 1) return { talk: now, say: [inOtherWords(script, talk, question)], outcome: "open" };
  if (misses < MISSES_AT_MOST) {
    return { talk: now, say: [words.offerLink[locale], ask(script, talk, question)], outcome: "open" };
  }
  if (question.kind === "text") return passedOver(script, talk, question);
  return { talk: now, say: misses === MISSES_AT_MOST ? [words.rest[locale]] : [], outcome: "open" };
}

/** "Prefer not to say" and "does not apply", where the question offers them. */
function specialIn(question: Question, text: string): string | null {
  if (!isShort(text)) return null;
  if (question.mayDecline && isDeclining(text)) return PREFER_NOT_TO_SAY;
  return question.mayNotApply && isNotApplying(text) ? DOES_NOT_APPLY : null;
}

function hearAnswer(script: Script, talk: Talk, question: Question, text: string): Turn {
  const { words } = script;
  const open = pending(script, talk);
  const several = severalIn(open, text);
  if (several) {
    const given = several.flatMap((code, at) => (open[at] ? [[open[at].id, [code]] as const] : []));
    const noted = words.noted[talk.locale].replace("{count}", String(several.length));
    return answered(script, talk, Object.fromEntries(given), [noted]);
  }
  const chosen = chosenIn(question, text);
  if (chosen === "unclear") return missed(script, talk, question);
  const code = chosen ?? specialIn(question, text);
  if (code !== null) return answered(script, talk, { [question.id]: [code] });
  if (isSkip(text)) return passedOver(script, talk, question);
  if (isAbuse(text) && !talk.isCalmed) {
    return { talk: { ...talk, isCalmed: true }, say: [words.calm[talk.locale]], outcome: "open" };
  }
  if (isAskingWho(text)) return missed(script, talk, question, words.who[talk.locale]);
  return missed(script, talk, question);
}

/** A comment without what no phone shows. */
const cleaned = (text: string) =>
  text
    .replaceAll(/[\p{Cc}\p{Cf}\p{Cs}]+/gu, " ")
    .trim()
    .slice(0, LONGEST_COMMENT);

function hearComment(script: Script, talk: Talk, question: Question, text: string): Turn {
  const isPassing = isSkip(text) || isNothing(text) || isDeclining(text) || isNotApplying(text);
  if (isShort(text) && isAskingWho(text)) return missed(script, talk, question, script.words.who[talk.locale]);
  if (isShort(text) && isAsking(text)) return missed(script, talk, question);
  if (isOnlyFigures(text)) return missed(script, talk, question);
  if (isShort(text) && (isPassing || isCourtesy(text))) return passedOver(script, talk, question);
  return answered(script, talk, { [question.id]: [cleaned(text)] });
}

/** What asks to end contact, by what is asked for at this moment. */
export const wishIn = (script: Script, talk: Talk, text: string): TextWish | null =>
  openQuestion(script, talk)?.kind === "text" ? wishInComment(text) : (wishOf(text) ?? wishInComment(text));

/**
 * What is left where a text ends contact. "I felt unsafe" may be a comment, and is not taken for one: the ratings before
 * it count all the same.
 */
const leftBy = (script: Script, talk: Talk, wish: TextWish): Talk =>
  wish === "not-safe" && openQuestion(script, talk)?.kind === "text" ? talk : { ...talk, answers: {}, passed: [] };

/** Hears one text. What asks to end contact ends it, in any state; where danger may be meant, help comes first. */
export function hear(script: Script, talk: Talk, text: string): Turn {
  const wish = wishIn(script, talk, text);
  if (wish !== null) return { talk: leftBy(script, talk, wish), say: [], outcome: "stopped" };
  const question = openQuestion(script, talk);
  if (question === null) return { talk, say: [], outcome: "finished" };
  const locale = languageIn(text);
  const turn = ((): Turn => {
    if (locale !== null) return goOn(script, { ...talk, locale });
    if (isStart(text)) return goOn(script, talk);
    const listen = question.kind === "text" ? hearComment : hearAnswer;
    return listen(script, talk, question, text);
  })();
  return isDistress(text) ? withHelp(script, talk, turn) : turn;
}

/** Help comes first. Whoever says nothing else is not pressed with the question again. */
function withHelp({ words }: Script, before: Talk, turn: Turn): Turn {
  const { locale } = turn.talk;
  const isHeard = turn.talk.answers !== before.answers || turn.talk.passed !== before.passed;
  if (isHeard) return { ...turn, say: [words.help[locale], ...turn.say] };
  return { talk: before, say: [words.help[locale], words.noHurry[locale]], outcome: "open" };
}
