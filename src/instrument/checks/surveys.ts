import type { Localised } from "../../kernel/locale.ts";
import type { ComparedPair } from "../comparability.ts";
import type { Instrument, Question } from "../definition.ts";
import type { Measure, Right, Scale } from "../measure.ts";

/** One survey file, as it is written: `{period}` not filled in. */
export type SurveyFile = { readonly file: string; readonly instrument: Instrument; readonly json: unknown };

/** Everything in surveys/ that must fit together. */
export type Surveys = {
  readonly files: readonly SurveyFile[];
  readonly scales: Readonly<Record<string, Scale>>;
  readonly measures: readonly Measure[];
  readonly rights: readonly Right[];
  /** From the national methodology. */
  readonly core: {
    readonly fixed: readonly string[];
    readonly rotating: readonly string[];
    readonly agenciesAtMost: number;
  };
  /** Hash by file, of the files that may not change any more. */
  readonly published: Readonly<Record<string, string>>;
  /** What is known of pairs of versions. */
  readonly pairs: readonly ComparedPair[];
};

/** Looks at one thing; gives a sentence for each fault, to be read by people who edit surveys and do not program. */
export type Check = (surveys: Surveys) => readonly string[];

/** Where a fault is: "surveys/report/v1.json, question RPT2". */
export const placeOf = ({ file }: SurveyFile, question?: Question) =>
  question === undefined ? file : `${file}, question ${question.id}`;

/** Runs a look at one file over every file. */
export const eachFile =
  (look: (file: SurveyFile, surveys: Surveys) => readonly string[]): Check =>
  (surveys) =>
    surveys.files.flatMap((file) => look(file, surveys));

/** Runs a look at one question over every question of every file. */
export const eachQuestion = (
  look: (question: Question, place: string, file: SurveyFile, surveys: Surveys) => readonly string[],
): Check =>
  eachFile((file, surveys) =>
    file.instrument.questions.flatMap((question) => look(question, placeOf(file, question), file, surveys)),
  );

/** Words in both languages and where they stand. */
export type Words = { readonly place: string; readonly text: Localised };

/** The codes that a question offers, without "does not apply" and "prefer not to say". */
export const codesOf = (question: Question, { scales }: Surveys): readonly string[] =>
  (question.options ?? scales[question.scale ?? ""]?.options ?? []).map(({ code }) => code);

/** Values that stand more than once. */
export const repeated = (values: readonly string[]) => [
  ...new Set(values.filter((value, index) => values.indexOf(value) !== index)),
];
