import { wordingFacts } from "../../domain/dimension.ts";
import type { Localised } from "../../kernel/locale.ts";
import type { Question } from "../definition.ts";
import { hasEasyRead, maximumQuestions } from "../path.ts";
import { type Check, eachFile, eachQuestion, placeOf, type SurveyFile } from "./surveys.ts";

/** Surveys that a victim, a bereaved family or a parent or carer can be given; closure forms are for the victim alone. */
const isForOthers = ({ instrument }: SurveyFile) => instrument.by === "victim" && instrument.form !== "closure";

/** The longest sentence of easy read, in words. `{period}` counts as one. */
const EASY_SENTENCE = 20;

/** Nothing is left to chance: of every question somebody has said how a parent or carer is asked it. */
export const carersAsked: Check = eachQuestion((question, place, file) =>
  !isForOthers(file) || question.carer !== undefined
    ? []
    : [
        `${place}: say under carer how a parent or carer is asked ("your child"), or "same" where the usual words fit them.`,
      ],
);

/** Calls the reader a victim, in either language. Of a bereaved family that is wrong, and hurts. */
const callsVictim = /\b(as|were|are|being) a victim\b|\bfel dioddefwr\b|\bdioddef trosedd\b|\bhappened to you\b/i;

const ownWords = (own: Localised | "same" | undefined, usual: Localised) =>
  own === undefined || own === "same" ? usual : own;

/** No question calls a bereaved family a victim. */
export const bereavedSpared: Check = eachQuestion((question, place, file) => {
  if (!isForOthers(file)) return [];
  const { text, bereaved, hint, warning, easy } = question;
  const shown = [ownWords(bereaved, text), hint, warning, easy && ownWords(easy.bereaved, easy.text), easy?.hint];
  return shown.some((words) => words !== undefined && (callsVictim.test(words.en) || callsVictim.test(words.cy)))
    ? [`${place}: it calls a bereaved family a victim; say under bereaved how they are asked.`]
    : [];
});

/** A fact that chooses words is acted on even where it is too rare to be stored, so it may not decide a question. */
export const wordsOnly: Check = eachQuestion((question, place) =>
  question.askIf.flatMap((clause) => {
    const fact = "fact" in clause ? clause.fact : "notFact" in clause ? clause.notFact : undefined;
    return wordingFacts.some((each) => each === fact)
      ? [`${place}: askIf looks at the fact "${fact}", which may only choose words (bereaved, carer).`]
      : [];
  }),
);

const isLong = ({ en, cy }: Localised) =>
  [en, cy].some((words) => words.split(/[.?!]/).some((sentence) => sentence.split(/\s+/).length > EASY_SENTENCE));

function faultsOfEasy(question: Question, file: SurveyFile): readonly string[] {
  const place = placeOf(file, question);
  const { easy, askIf, block, group, bereaved, carer } = question;
  const { questions } = file.instrument;
  const isEasy = (id: string) => questions.some((other) => other.id === id && other.easy !== undefined);
  if (easy === undefined) {
    const isCore = block === "core" || block === "rotating";
    const isOfGroup = questions.some((other) => group !== undefined && other.group === group && other.easy);
    return isCore || isOfGroup ? [`${place}: easy read leaves it out; it must ask the whole core.`] : [];
  }
  const looksAt = askIf.flatMap((clause) => ("answer" in clause && !isEasy(clause.answer) ? [clause.answer] : []));
  return [
    ...looksAt.map((id) => `${place}: in easy read it hangs on ${id}, which easy read does not ask.`),
    ...(bereaved !== undefined && bereaved !== "same" && easy.bereaved === undefined
      ? [`${place}, easy: say under bereaved how a bereaved family is asked, or "same" where the easy words fit them.`]
      : []),
    ...(carer !== undefined && carer !== "same" && easy.carer === undefined
      ? [`${place}, easy: say under carer how a parent or carer is asked, or "same" where the easy words fit them.`]
      : []),
    ...([easy.text, easy.hint, easy.warning].some((words) => words !== undefined && isLong(words))
      ? [`${place}, easy: a sentence has more than ${EASY_SENTENCE} words.`]
      : []),
  ];
}

/** Where a survey can be read in easy words, they ask the whole core, hang together and are fewer. */
export const easyReadWhole: Check = eachFile((file) => {
  const { instrument } = file;
  if (!hasEasyRead(instrument)) return [];
  return [
    ...instrument.questions.flatMap((question) => faultsOfEasy(question, file)),
    ...(maximumQuestions(instrument, "easy") < maximumQuestions(instrument)
      ? []
      : [`${placeOf(file)}: easy read asks as many questions as the usual words; it must ask fewer.`]),
  ];
});

/** Advice: a survey for victims that cannot be read in easy words. */
export const easyReadMissing: Check = eachFile((file) =>
  file.instrument.by === "victim" && !hasEasyRead(file.instrument)
    ? [`${placeOf(file)}: it has no easy read; who asks for it is asked in the usual words.`]
    : [],
);
