import { facts } from "../../domain/dimension.ts";
import { type Clause, DOES_NOT_APPLY, type Instrument, PREFER_NOT_TO_SAY, type Question } from "../definition.ts";
import { everyPath } from "../path.ts";
import { type Check, codesOf, eachFile, eachQuestion, placeOf, repeated, type Surveys } from "./surveys.ts";

/** Every question has an id of its own, and every option a code of its own. */
export const codesUnique: Check = (surveys) => [
  ...repeated(surveys.files.map(({ instrument }) => instrument.id)).map(
    (id) => `surveys: two files both say that they are ${id}.`,
  ),
  ...repeated(surveys.measures.map(({ id }) => id)).map((id) => `surveys/measures.json: ${id} stands there twice.`),
  ...Object.entries(surveys.scales).flatMap(([name, { options }]) =>
    repeated(options.map(({ code }) => code)).map(
      (code) => `surveys/measures.json, scale ${name}: the code ${code} is used twice.`,
    ),
  ),
  ...eachFile((file) =>
    repeated(file.instrument.questions.map(({ id }) => id)).map(
      (id) => `${placeOf(file)}: two questions are both called ${id}.`,
    ),
  )(surveys),
  ...eachQuestion((question, place) => [
    ...repeated((question.options ?? []).map(({ code }) => code)).map(
      (code) => `${place}: the code ${code} is used for two options.`,
    ),
    ...(question.options ?? [])
      .filter(({ code }) => code === DOES_NOT_APPLY || code === PREFER_NOT_TO_SAY)
      .map(({ code }) => `${place}: the code ${code} is kept for an answer that every question offers by itself.`),
  ])(surveys),
];

/** A file's name says which instrument it holds: report/v1.json is report@1. */
export const filesNamed: Check = eachFile(({ file, instrument }) => {
  const version = /v(\d+)\.json$/.exec(file)?.[1];
  const [name = "", number] = instrument.id.split("@");
  const isInFolder = file.startsWith(`surveys/${instrument.form}/`);
  const namesForm = name === instrument.form || name === `${instrument.form}-${instrument.by}`;
  return isInFolder && namesForm && version === number
    ? []
    : [`${file}: it says that it is ${instrument.id} (${instrument.form}); the folder and file name say otherwise.`];
});

const knownFacts: readonly string[] = facts;

function faultsOfClause(
  clause: Clause,
  question: Question,
  instrument: Instrument,
  surveys: Surveys,
): readonly string[] {
  if (!("answer" in clause)) {
    const fact = "fact" in clause ? clause.fact : clause.notFact;
    return knownFacts.includes(fact) ? [] : [`askIf names the fact "${fact}", which the engine does not know.`];
  }
  const position = instrument.questions.indexOf(question);
  const asked = instrument.questions.slice(0, position).find(({ id }) => id === clause.answer);
  if (asked === undefined) {
    const isLater = instrument.questions.some(({ id }) => id === clause.answer);
    return [
      isLater
        ? `askIf looks at question ${clause.answer}, which is asked later; it can only look at earlier ones.`
        : `askIf looks at question ${clause.answer}, which is not in this survey.`,
    ];
  }
  const codes = [...codesOf(asked, surveys), DOES_NOT_APPLY, PREFER_NOT_TO_SAY];
  const named = "in" in clause ? clause.in : clause.notIn;
  return named
    .filter((code) => !codes.includes(code))
    .map((code) => `askIf looks for the answer "${code}" to ${asked.id}, which that question does not offer.`);
}

/** Routing looks only at earlier answers that exist and at facts that the engine knows. */
export const routesBackward: Check = eachQuestion((question, place, { instrument }, surveys) =>
  question.askIf.flatMap((clause) =>
    faultsOfClause(clause, question, instrument, surveys).map((fault) => `${place}: ${fault}`),
  ),
);

/** Every question can be asked of somebody. */
export const reachable: Check = eachFile((file) => {
  const asked = new Set(everyPath(file.instrument).flatMap((path) => path.map(({ id }) => id)));
  return file.instrument.questions
    .filter(({ id }) => !asked.has(id))
    .map((question) => `${placeOf(file, question)}: nobody would ever be asked it; see its askIf.`);
});

/** A question from which chance picks is in a group that the survey declares, and does not look at its own group. */
export const drawsDeclared: Check = eachFile((file) => {
  const { draws, questions } = file.instrument;
  const declared = draws.map(({ group }) => group);
  const groupOf = (id: string) => questions.find((question) => question.id === id)?.group;
  return [
    ...repeated(declared).map((group) => `${placeOf(file)}: draws names the group ${group} twice.`),
    ...declared
      .filter((group) => !questions.some((question) => question.group === group))
      .map((group) => `${placeOf(file)}: draws names the group ${group}, which no question is in.`),
    ...questions.flatMap((question) => {
      const { group, askIf } = question;
      if (group === undefined) return [];
      const looksAtOwn = askIf.some((clause) => "answer" in clause && groupOf(clause.answer) === group);
      return [
        ...(declared.includes(group) ? [] : [`${placeOf(file, question)}: its group ${group} is not under draws.`]),
        ...(looksAtOwn ? [`${placeOf(file, question)}: its askIf looks at a question of its own group.`] : []),
      ];
    }),
  ];
});

/** A question has answers to choose from one place, or is free text. */
export const answersOffered: Check = eachQuestion((question, place, _, { scales }) => {
  const { kind, scale, options } = question;
  if (kind === "text")
    return scale === undefined && options === undefined ? [] : [`${place}: free text has no scale and no options.`];
  if ((scale === undefined) === (options === undefined))
    return [`${place}: it needs either a scale or options of its own, and not both.`];
  return scale === undefined || scales[scale] !== undefined
    ? []
    : [`${place}: there is no scale ${scale} in surveys/measures.json.`];
});
