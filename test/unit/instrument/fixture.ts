import * as v from "valibot";
import {
  type Instrument,
  instrumentSchema,
  type Question,
  questionSchema,
} from "../../../src/instrument/definition.ts";
import type { SurveyFile, Surveys } from "../../../src/instrument/checks/surveys.ts";

const both = (text: string) => ({ en: `${text} in English`, cy: `${text} yn Gymraeg` });

/** A question as a file would hold it, with words of its own unless told. */
export const question = (id: string, rest: object = {}): Question =>
  v.parse(questionSchema, {
    id,
    kind: "one",
    scale: "YN",
    block: "stage",
    measure: id,
    text: both(id),
    carer: "same",
    ...rest,
  });

const core: readonly Question[] = [
  question("C2.POL", { block: "core", group: "C2", askIf: [{ answer: "A0", in: ["POL"] }] }),
  question("C2.CPS", { block: "core", group: "C2", askIf: [{ answer: "A0", in: ["CPS"] }] }),
  question("C1", { block: "core" }),
  question("C4", { block: "rotating", group: "rotating" }),
  question("C7", { block: "rotating", group: "rotating" }),
];

const contact = question("A0", {
  kind: "many",
  measure: undefined,
  scale: undefined,
  block: "routing",
  options: [
    { code: "POL", text: both("police") },
    { code: "CPS", text: both("prosecution") },
  ],
});

const comment = question("OPEN1", { kind: "text", measure: undefined, scale: undefined, block: "closing" });

/** A survey around some questions of a stage. */
const survey = (form: "report" | "charge", questions: readonly Question[]): Instrument =>
  v.parse(instrumentSchema, {
    id: `${form}@1`,
    form,
    title: both("title"),
    period: both("period"),
    welsh: "awaiting-sign-off",
    by: "victim",
    close: both("close"),
    draws: [
      { group: "rotating", atMost: 1 },
      { group: "C2", atMost: 1 },
    ],
    questions: [contact, ...questions, ...core, comment],
  });

const inFile = (instrument: Instrument): SurveyFile => ({
  file: `surveys/${instrument.form}/v1.json`,
  instrument,
  json: instrument,
});

const yesNo = [
  { code: "yes", text: both("yes"), score: 100, positive: true, alone: false },
  { code: "no", text: both("no"), score: 0, positive: false, alone: false },
];

const everyRight = Array.from({ length: 12 }, (_, index) => `VC${String(index + 1).padStart(2, "0")}`);

const measure = (id: string, rest: Partial<Surveys["measures"][number]>): Surveys["measures"][number] => ({
  id,
  scale: "YN",
  agency: "system",
  shared: [],
  rights: [],
  core: null,
  stages: ["report", "charge"],
  title: both(`${id} title`),
  question: both(id),
  ...rest,
});

/** Two small surveys with nothing wrong in them. */
export const sound: Surveys = {
  files: [
    inFile(
      survey("report", [
        question("RPT1"),
        question("RPT2", { askIf: [{ answer: "RPT1", in: ["yes"] }] }),
        question("RPT3", { askIf: [{ fact: "no-further-action" }] }),
      ]),
    ),
    inFile(survey("charge", [question("CHG1", { sms: { en: "How was it?", cy: "Sut oedd pethau?" } })])),
  ],
  scales: { YN: { points: 2, options: yesNo } },
  measures: [
    measure("C1", { core: "fixed", rights: everyRight }),
    measure("C2.POL", { core: "fixed", agency: "POL" }),
    measure("C2.CPS", { core: "fixed", agency: "CPS" }),
    measure("C4", { core: "rotating" }),
    measure("C7", { core: "rotating" }),
    measure("RPT1", { stages: ["report"] }),
    measure("RPT2", { stages: ["report"] }),
    measure("RPT3", { stages: ["report"] }),
    measure("CHG1", { stages: ["charge"] }),
  ],
  rights: everyRight.map((id) => ({ id, title: both(id), sentence: both(`${id} sentence`), agencies: ["POL"] })),
  core: { fixed: ["C1", "C2"], rotating: ["C4", "C7"], agenciesAtMost: 1 },
  published: {},
  pairs: [],
};

/** The surveys with something changed in the file of one form. */
export const withFile = (
  form: "report" | "charge",
  change: (instrument: Instrument) => Partial<Instrument>,
): Surveys => ({
  ...sound,
  files: sound.files.map((file) =>
    file.instrument.form === form ? { ...file, instrument: { ...file.instrument, ...change(file.instrument) } } : file,
  ),
});

/** The surveys with one question changed. */
export const withQuestion = (form: "report" | "charge", id: string, change: Partial<Question>): Surveys =>
  withFile(form, ({ questions }) => ({
    questions: questions.map((each) => (each.id === id ? { ...each, ...change } : each)),
  }));

/** The surveys with one measure changed. */
export const withMeasure = (id: string, change: Partial<Surveys["measures"][number]>): Surveys => ({
  ...sound,
  measures: sound.measures.map((each) => (each.id === id ? { ...each, ...change } : each)),
});
