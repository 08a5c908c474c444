import { stageOfStep } from "../../domain/compliance.ts";
import { agencies } from "../../domain/dimension.ts";
import type { Localised } from "../../kernel/locale.ts";
import type { Measure, Right, Scale } from "../measure.ts";
import { isScored } from "../items.ts";
import { type Check, eachFile, eachQuestion, placeOf } from "./surveys.ts";

const withoutPeriod = ({ en, cy }: Localised) => `${en.replace(" {period}", "")}\n${cy.replace(" {period}", "")}`;

/** Every scored question feeds a measure that exists, is on the same scale and belongs to the stage. */
export const measuresAgree: Check = eachQuestion((question, place, { instrument }, { measures }) => {
  if (question.measure === undefined)
    return ["core", "rotating"].includes(question.block) ? [`${place}: a question of the core needs a measure.`] : [];
  const measure = measures.find(({ id }) => id === question.measure);
  if (measure === undefined) return [`${place}: there is no measure ${question.measure} in surveys/measures.json.`];
  const agency = question.id.startsWith("C2.") ? question.id.slice(3) : undefined;
  const core = question.block === "core" ? "fixed" : question.block === "rotating" ? "rotating" : null;
  return [
    ...(measure.scale === question.scale
      ? []
      : [`${place}: its scale is ${question.scale ?? "missing"}, but measure ${measure.id} is on ${measure.scale}.`]),
    ...(agency === undefined || (measure.agency === agency && (agencies as readonly string[]).includes(agency))
      ? []
      : [`${place}: it asks about ${agency}, but measure ${measure.id} is about ${measure.agency}.`]),
    ...(measure.module === instrument.form || measure.stages.some((stage) => stage === instrument.form)
      ? []
      : [`${place}: measure ${measure.id} does not name the stage ${instrument.form}.`]),
    ...(measure.core === core || !isScored(question)
      ? []
      : [`${place}: the question and measure ${measure.id} disagree on whether it is part of the core.`]),
  ];
});

/** Every measure is asked at each stage that it names, in the words that it shows. */
export const measuresAsked: Check = (surveys) =>
  surveys.measures.flatMap((measure) => {
    const place = `surveys/measures.json, measure ${measure.id}`;
    const asked = surveys.files.flatMap(({ instrument }) =>
      instrument.questions
        .filter((question) => question.measure === measure.id)
        .map(({ text }) => ({ form: instrument.form, words: withoutPeriod(text) })),
    );
    const shown = `${measure.question.en}\n${measure.question.cy}`;
    return [
      ...(measure.module === undefined ? measure.stages : [measure.module])
        .filter((stage) => !asked.some(({ form }) => form === stage))
        .map((stage) => `${place}: no survey of the stage ${stage} asks it.`),
      ...(asked.length === 0 || asked.some(({ words }) => words === shown)
        ? []
        : [`${place}: the words of its question are not the words that the survey asks.`]),
      ...(surveys.scales[measure.scale] === undefined ? [`${place}: there is no scale ${measure.scale}.`] : []),
    ];
  });

function faultsOfScale(name: string, { points, options }: Scale): readonly string[] {
  const place = `surveys/measures.json, scale ${name}`;
  const scores = [...new Set(options.flatMap(({ score }) => (score === null ? [] : [score])))].toSorted(
    (a, b) => a - b,
  );
  const isEven = scores.every((score, index) => Math.abs(score - (index * 100) / (points - 1)) < 0.01);
  return [
    ...(points === scores.length && (points === 0 || (points >= 2 && isEven))
      ? []
      : [`${place}: points says ${points}, so the scores must be that many even steps from 0 to 100.`]),
    ...options
      .filter(({ score, positive }) => positive && score === null)
      .map(({ code }) => `${place}: the answer ${code} is positive but has no score.`),
  ];
}

/** A scale's scores are even steps from 0 to 100, and only an answer with a score can be a good one. */
export const scalesSound: Check = ({ scales }) =>
  Object.entries(scales).flatMap(([name, scale]) => faultsOfScale(name, scale));

type Recorded = NonNullable<Right["recorded"]>[number];

/** The twelve rights are all there, every measure names rights that exist, and each right is measured by something. */
export const rightsKnown: Check = ({ rights, measures }) => {
  const known = rights.map(({ id }) => id);
  const all = Array.from({ length: 12 }, (_, index) => `VC${String(index + 1).padStart(2, "0")}`);
  return [
    ...all.filter((id) => !known.includes(id)).map((id) => `surveys/rights.json: the right ${id} is missing.`),
    ...measures.flatMap((measure) =>
      measure.rights
        .filter((id) => !known.includes(id))
        .map((id) => `surveys/measures.json, measure ${measure.id}: there is no right ${id} in surveys/rights.json.`),
    ),
    ...known
      .filter((id) => !measures.some((measure) => measure.rights.includes(id)))
      .map((id) => `surveys/rights.json, right ${id}: no measure is about it.`),
    ...rights.flatMap(({ id, recorded = [] }) => recorded.flatMap((record) => faultsOfRecord(id, record, measures))),
  ];
};

/** What is recorded stands beside a question about the same right, at the stage of which it is expected. */
function faultsOfRecord(id: string, { act, from, asked }: Recorded, measures: readonly Measure[]): readonly string[] {
  const place = `surveys/rights.json, right ${id}, recorded ${act}`;
  const measure = measures.find((one) => one.id === asked);
  if (measure === undefined) return [`${place}: there is no measure ${asked} in surveys/measures.json.`];
  const stage = stageOfStep[from];
  return [
    ...(measure.rights.includes(id) ? [] : [`${place}: measure ${asked} is not about this right.`]),
    ...(measure.stages.includes(stage) ? [] : [`${place}: measure ${asked} is not asked at the stage ${stage}.`]),
  ];
}

/** Nothing that a victim answers goes to the case: only an officer's form may keep an answer there, and no free text. */
export const answersKeptApart: Check = eachFile((file) =>
  file.instrument.questions
    .filter(({ keptWith, kind }) => keptWith === "case" && (file.instrument.by !== "officer" || kind === "text"))
    .map((question) =>
      file.instrument.by === "officer"
        ? `${placeOf(file, question)}: free text is never kept with the case; offer reasons to choose from.`
        : `${placeOf(file, question)}: what a victim answers is never kept with the case.`,
    ),
);
