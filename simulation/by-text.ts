import { stages } from "../src/domain/dimension.ts";
import { DOES_NOT_APPLY, PREFER_NOT_TO_SAY, type Question } from "../src/instrument/definition.ts";
import { optionsOf } from "../src/instrument/path.ts";
import { currentInstrument } from "../src/instrument/registry.ts";
import { aroundDialogue, dialoguePhrases } from "../src/ui/phrases-dialogue.ts";
import { type Client, fewAtOnce, type Text } from "./client.ts";
import type { Holder } from "./victims.ts";

/** What came of those who answered by text. */
export type Talks = {
  /** Whose answers count. */
  readonly answered: readonly Holder[];
  /** Whom the engine left without a next question or an end, with its last text. */
  readonly refused: readonly { readonly holder: Holder; readonly last: string }[];
};

/** Texts at once: the clock goes on by what typing takes with each. */
const AT_ONCE = 16;

/** More texts than any conversation has: opening, four questions, and a few that were not understood. */
const MOST_TEXTS = 12;

const words = {
  begin: { en: "TEXT", cy: "TESTUN" },
  skip: { en: "SKIP", cy: "HEPGOR" },
  decline: { en: "Prefer not to say", cy: "Gwell gen i beidio" },
  notApplying: { en: "Does not apply", cy: "Ddim yn berthnasol" },
} as const;

const asked = stages.flatMap((stage) => currentInstrument(stage, "victim").questions.filter(({ sms }) => sms));

/** Which question a text of the engine asks, as somebody reads it. */
const questionIn = (said: string): Question | undefined =>
  asked.find(({ sms }) => sms && (said.includes(sms.en) || said.includes(sms.cy)));

/** Whether a text is one of our replies: the only ones without a link. */
export const isReply = ({ channel, body }: Pick<Text, "channel" | "body">) =>
  channel === "sms" && !/https?:\/\//.test(body);

/** What somebody types to a question: the number of their answer, their comment, or that they pass. */
function typed(question: Question, { answers, locale }: Pick<Holder, "answers" | "locale">): string {
  const [code] = answers[question.id] ?? [];
  if (code === undefined) return words.skip[locale];
  if (code === PREFER_NOT_TO_SAY) return words.decline[locale];
  if (code === DOES_NOT_APPLY) return words.notApplying[locale];
  if (question.kind === "text" || /^\d+$/.test(code)) return code;
  return optionsOf(question).find((option) => option.code === code)?.text[locale] ?? words.skip[locale];
}

const says = (said: string, { en, cy }: { readonly en: string; readonly cy: string }) =>
  said.includes(en) || said.includes(cy);

/** How a conversation stands after the newest text in it. */
function standing(said: string | undefined): Question | "not-begun" | "counted" | "alone" | "lost" {
  if (said === undefined) return "not-begun";
  if (says(said, dialoguePhrases.thanks) || says(said, aroundDialogue.answeredAlready)) return "counted";
  if (says(said, dialoguePhrases.thanksAlone)) return "alone";
  return questionIn(said) ?? "lost";
}

/** The newest of the engine's replies to each number. */
function newestReplies(texts: readonly Text[]): ReadonlyMap<string, string> {
  return new Map(texts.filter(isReply).map(({ recipient, body }) => [recipient, body]));
}

/**
 * Victims who answer by text: each types the word that begins it, reads the engine's reply and types their answer, until
 * it thanks them. What is in the outbox already counts as read, so that a week that is lived through again goes on where
 * it was broken off.
 *
 * @param after The message of the outbox after which their replies may stand.
 */
export async function converseAll(client: Client, holders: readonly Holder[], after: number): Promise<Talks> {
  const answered: Holder[] = [];
  const refused: Talks["refused"][number][] = [];
  let going = holders;
  for (let round = 0; going.length > 0 && round <= MOST_TEXTS; round++) {
    const replies = newestReplies(await client.outboxAfter(after));
    const still: Holder[] = [];
    const typing: (readonly [number: string, text: string])[] = [];
    for (const holder of going) {
      const last = replies.get(holder.number);
      const state = standing(last);
      const isStuck = state === "lost" || (state === "not-begun" && round > 1) || round === MOST_TEXTS;
      if (state === "counted") answered.push(holder);
      else if (isStuck) refused.push({ holder, last: last ?? "" });
      else if (state !== "alone") {
        still.push(holder);
        typing.push([holder.number, state === "not-begun" ? words.begin[holder.locale] : typed(state, holder)]);
      }
    }
    await fewAtOnce(typing, AT_ONCE, async ([number, text]) => await client.sendText(number, text));
    going = still;
  }
  return { answered, refused };
}
