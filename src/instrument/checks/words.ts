import type { Localised } from "../../kernel/locale.ts";
import type { Question } from "../definition.ts";
import { lengthOfText } from "../text-message.ts";
import { type Check, eachQuestion, placeOf, type Surveys, type Words } from "./surveys.ts";

const MOST_PARTS = 2;

/** Words that are never Welsh: a sentence with one of them was not translated. */
const englishWord = /\b(the|and|you|your|with|were|did|this|that|what)\b/i;

/**
 * What a text on a telephone's screen must never show (experience.md, "The text"), in both languages with mutations.
 */
const revealingWord =
  /\b(police|crim\w*|victim\w*|offen[cd]\w*|court\w*|witness\w*|prosecut\w*|assault\w*|abus\w*|suspect\w*|heddlu\w*|[dnth]{1,2}rosedd\w*|[dn]{1,2}ioddef\w*|ll?ys\w*|[dnth]{1,2}yst(ion)?|erlyn\w*|\w*am-?drin\w*)\b/i;

function instrumentWords(surveys: Surveys): readonly Words[] {
  return surveys.files.flatMap((file) => [
    { place: `${file.file}, title`, text: file.instrument.title },
    { place: `${file.file}, period`, text: file.instrument.period },
    { place: `${file.file}, close`, text: file.instrument.close },
    ...file.instrument.questions.flatMap((question) => {
      const place = placeOf(file, question);
      return [
        ...wordsIn(place, question),
        ...(question.sms ? [{ place: `${place}, sms`, text: question.sms }] : []),
        ...(question.easy ? wordsIn(`${place}, easy`, question.easy) : []),
        ...(question.options ?? []).flatMap((option) => wordsOfOption(place, option)),
      ];
    }),
  ]);
}

/** Words of a question in one manner, usual or easy. */
const wordsIn = (
  place: string,
  { text, warning, bereaved, carer, hint }: Pick<Question, "text" | "warning" | "bereaved" | "carer" | "hint">,
): readonly Words[] =>
  Object.entries({ text, warning, bereaved, carer, hint }).flatMap(([name, words]) =>
    words === undefined || words === "same" ? [] : [{ place: `${place}, ${name}`, text: words }],
  );

type WordedOption = { readonly code: string; readonly text: Localised; readonly easy?: Localised | undefined };

const wordsOfOption = (place: string, { code, text, easy }: WordedOption): readonly Words[] => [
  { place: `${place}, option ${code}`, text },
  ...(easy ? [{ place: `${place}, option ${code}, easy`, text: easy }] : []),
];

const sharedWords = ({ scales, measures, rights }: Surveys): readonly Words[] => [
  ...Object.entries(scales).flatMap(([name, scale]) =>
    scale.options.flatMap((option) => wordsOfOption(`surveys/measures.json, scale ${name}`, option)),
  ),
  ...measures.flatMap(({ id, title, question }) => [
    { place: `surveys/measures.json, measure ${id}, title`, text: title },
    { place: `surveys/measures.json, measure ${id}, question`, text: question },
  ]),
  ...rights.flatMap(({ id, title, sentence, unasked }) => [
    { place: `surveys/rights.json, right ${id}, title`, text: title },
    { place: `surveys/rights.json, right ${id}, sentence`, text: sentence },
    ...(unasked === undefined ? [] : [{ place: `surveys/rights.json, right ${id}, unasked`, text: unasked }]),
  ]),
];

const faultsOfWords = ({ place, text: { en, cy } }: Words): readonly string[] => {
  const untidy = [en, cy].some((words) => words.trim() !== words || words.includes("  "));
  const english = englishWord.exec(cy)?.[0];
  return [
    ...(en.trim() === "" || cy.trim() === "" ? [`${place}: the words are missing in one language.`] : []),
    ...(untidy ? [`${place}: there is a space too many.`] : []),
    ...(en === cy && /\p{L}/u.test(en)
      ? [`${place}: the Welsh is the same as the English; it needs a translation.`]
      : []),
    ...(english !== undefined && en !== cy ? [`${place}: the Welsh has the English word "${english}" in it.`] : []),
    ...(en.includes("{period}") === cy.includes("{period}")
      ? []
      : [`${place}: {period} stands in one language and not in the other.`]),
  ];
};

/** Everything is there in both languages, and the Welsh is not left in English. */
export const translated: Check = (surveys) =>
  [...instrumentWords(surveys), ...sharedWords(surveys)].flatMap(faultsOfWords);

const eachText = (look: (words: string, place: string) => readonly string[]): Check =>
  eachQuestion(({ sms }, place) =>
    sms === undefined
      ? []
      : [...look(sms.en, `${place}, text message in English`), ...look(sms.cy, `${place}, text message in Welsh`)],
  );

const described = (words: string) => {
  const { alphabet, units, parts, costly } = lengthOfText(words);
  const why = alphabet === "GSM-7" ? "" : ` because of ${costly.join(" ")}, which makes every letter count double`;
  return `${units} characters and ${parts} messages${why}`;
};

/** No text is sent in more than two parts. */
export const textsFit: Check = eachText((words, place) =>
  lengthOfText(words).parts > MOST_PARTS
    ? [`${place} is too long: ${described(words)}; the most is two messages.`]
    : [],
);

/** Advice: a text in one part costs half and arrives whole. */
export const textsFitOnePart: Check = eachText((words, place) => {
  const { parts } = lengthOfText(words);
  return parts > 1 && parts <= MOST_PARTS ? [`${place} takes ${described(words)}; one message would be better.`] : [];
});

/** No text shows what it is about to somebody who looks at the telephone. */
export const textsReveal: Check = eachText((words, place) => {
  const word = revealingWord.exec(words)?.[0];
  return word === undefined
    ? []
    : [`${place} has the word "${word}": somebody else may see this text, so it must not show what it is about.`];
});
