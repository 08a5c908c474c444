import { modules, stages } from "../../domain/dimension.ts";
import type { Question } from "../definition.ts";
import { JOURNEY_QUESTION } from "../items.ts";
import { type Check, eachFile, placeOf, type SurveyFile, type Surveys } from "./surveys.ts";

/** Whether a survey stands beside the stages', with figures of its own. */
const isModule = ({ instrument }: SurveyFile) => modules.some((module) => module === instrument.form);

/** The core's questions, which a module asks as the stages do. */
const isOfCore = ({ id, block }: Question) => id === "A0" || block === "core" || block === "rotating";

/** What makes a question the same to whoever reads it: words and answers, not the figure that it feeds. */
const asRead = ({ kind, scale, options, text, bereaved, carer, hint, easy, askIf }: Question) =>
  JSON.stringify({ kind, scale, options, text, bereaved, carer, hint, easy: { ...easy, warning: undefined }, askIf });

const numberOf = ({ instrument }: SurveyFile) => Number(instrument.id.split("@")[1]);

function faultsOfCore(file: SurveyFile, { files, core }: Surveys): readonly string[] {
  const model = files
    .filter(({ instrument }) => instrument.form === stages[0])
    .toSorted((a, b) => numberOf(b) - numberOf(a))[0];
  if (model === undefined) return [];
  const theirs = model.instrument.questions.filter(isOfCore);
  const own = file.instrument.questions.filter(isOfCore);
  const places = own.map(({ id }) => theirs.findIndex((question) => question.id === id));
  const itemOf = (id: string) => (id.startsWith("C2.") ? "C2" : id);
  return [
    ...core.fixed
      .filter((id) => !own.some((question) => itemOf(question.id) === id))
      .map((id) => `${placeOf(file)}: ${id} of the fixed core is missing.`),
    ...own.flatMap((question, index) => {
      const twin = theirs[places[index] ?? -1];
      if (twin === undefined)
        return [`${placeOf(file, question)}: it stands in the core, but ${model.file} has no such.`];
      if (asRead(twin) !== asRead(question))
        return [
          `${placeOf(file, question)}: its words, answers or askIf differ from ${model.file}; the core is the same.`,
        ];
      return (places[index] ?? 0) < (places[index - 1] ?? -1)
        ? [`${placeOf(file, question)}: it stands in another place than in ${model.file}.`]
        : [];
    }),
  ];
}

/** A module's answers stand alone: nothing of it is sent as a text, and nothing joins it to other surveys. */
const faultsOfStanding = (file: SurveyFile): readonly string[] =>
  file.instrument.questions.flatMap((question) => [
    ...(question.sms === undefined
      ? []
      : [`${placeOf(file, question)}: it has words for a text; this survey is never sent as one.`]),
    ...(question.id === JOURNEY_QUESTION || question.block === "profile"
      ? [
          `${placeOf(file, question)}: this survey is answered by few; it does not ask to be compared, nor about the person.`,
        ]
      : []),
  ]);

/** A module asks the core in the stages' words, stands alone, and warns before it begins with what it alone asks. */
export const modulesStandApart: Check = (surveys) =>
  surveys.files.filter(isModule).flatMap((file) => {
    const first = file.instrument.questions.find(({ block }) => block === "stage");
    return [
      ...faultsOfCore(file, surveys),
      ...faultsOfStanding(file),
      ...(first === undefined || first.warning !== undefined
        ? []
        : [
            `${placeOf(file, first)}: say under warning what the next questions are about, and that they may be skipped.`,
          ]),
    ];
  });

/** No figure is fed by a module and by a stage: its answers would move the stage's tables. */
export const figuresApart: Check = eachFile((file, { measures }) =>
  file.instrument.questions.flatMap((question) => {
    const measure = measures.find(({ id }) => id === question.measure);
    if (measure === undefined) return [];
    const module = isModule(file) ? file.instrument.form : undefined;
    if (measure.module === module) return [];
    return measure.module === undefined
      ? [
          `${placeOf(file, question)}: ${measure.id} is a figure of the stages; this survey is published apart and needs figures of its own.`,
        ]
      : [`${placeOf(file, question)}: ${measure.id} is a figure of the ${measure.module} survey alone.`];
  }),
);
