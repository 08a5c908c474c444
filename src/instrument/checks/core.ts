import { stages } from "../../domain/dimension.ts";
import type { Question } from "../definition.ts";
import { isScored, itemIdOf } from "../items.ts";
import { everyPath } from "../path.ts";
import { type Check, eachFile, placeOf, type SurveyFile, type Surveys } from "./surveys.ts";

/** The most items with a figure that one person is asked at one stage (instruments.md 1.12). */
const SCORED_AT_MOST = 12;

/** Nobody is asked more than twelve scored items, whatever their case, answers and draw. */
export const ceilingHeld: Check = eachFile((file) => {
  if (file.instrument.by !== "victim") return [];
  const most = everyPath(file.instrument)
    .map((path) => [...new Set(path.filter(isScored).map(itemIdOf))])
    .reduce<readonly string[]>((longest, items) => (items.length > longest.length ? items : longest), []);
  return most.length <= SCORED_AT_MOST
    ? []
    : [
        `${placeOf(file)}: some people would be asked ${most.length} scored items (${most.join(", ")}); the most is ${SCORED_AT_MOST}.`,
      ];
});

/** No path asks for the same national figure twice. */
export const measuredOnce: Check = eachFile((file) => {
  const twice = everyPath(file.instrument).flatMap((path) => {
    const measured = path.flatMap(({ measure }) => (measure === undefined ? [] : [measure]));
    return measured.filter((measure, index) => measured.indexOf(measure) !== index);
  });
  return [...new Set(twice)].map(
    (measure) => `${placeOf(file)}: some people would be asked for measure ${measure} twice; see askIf.`,
  );
});

const isStage = ({ instrument }: SurveyFile) => (stages as readonly string[]).includes(instrument.form);

/** Earlier blocks first; routing questions may stand anywhere before the core. */
const blockOrder = { routing: 0, stage: 0, core: 1, rotating: 2, closing: 3, profile: 4 } as const;

function faultsOfOrder(file: SurveyFile): readonly string[] {
  const { questions } = file.instrument;
  return questions.flatMap((question, index) => {
    const before = questions[index - 1];
    return before !== undefined && blockOrder[before.block] > blockOrder[question.block]
      ? [
          `${placeOf(file, question)}: it stands too late; the order is the stage's questions, the fixed core, the rotating core, the closing questions, the profile.`,
        ]
      : [];
  });
}

function faultsOfPresence(file: SurveyFile, { core }: Surveys): readonly string[] {
  const itemsIn = (block: Question["block"]) => [
    ...new Set(
      file.instrument.questions
        .filter((question) => question.block === block)
        .map((question) => (question.id.startsWith("C2.") ? "C2" : question.id)),
    ),
  ];
  const compare = (name: string, wanted: readonly string[], present: readonly string[]) => [
    ...wanted.filter((id) => !present.includes(id)).map((id) => `${placeOf(file)}: ${id} of the ${name} is missing.`),
    ...present
      .filter((id) => !wanted.includes(id))
      .map(
        (id) => `${placeOf(file)}: ${id} stands in the ${name}, but the national methodology does not name it there.`,
      ),
  ];
  const atMost = (group: string) => file.instrument.draws.find((draw) => draw.group === group)?.atMost;
  return [
    ...compare("fixed core", core.fixed, itemsIn("core")),
    ...compare("rotating core", core.rotating, itemsIn("rotating")),
    ...(file.instrument.draws[0]?.group === "rotating" && atMost("rotating") === 1
      ? []
      : [`${placeOf(file)}: draws must begin with one question of the group "rotating".`]),
    ...(atMost("C2") === core.agenciesAtMost
      ? []
      : [`${placeOf(file)}: draws must ask C2 of at most ${core.agenciesAtMost} agencies.`]),
  ];
}

/** The newest versions of the stages, which must share one core. */
function newestStages({ files }: Surveys): readonly SurveyFile[] {
  const numberOf = (file: SurveyFile) => Number(file.instrument.id.split("@")[1]);
  return stages.flatMap((stage) => {
    const versions = files.filter((file) => file.instrument.form === stage && isStage(file));
    return versions.toSorted((a, b) => numberOf(b) - numberOf(a)).slice(0, 1);
  });
}

const shared = (file: SurveyFile): readonly Question[] =>
  file.instrument.questions.filter(({ id, block }) => id === "A0" || !["routing", "stage"].includes(block));

/** The core is there at every stage, in the same words, the same order and the same place. */
export const coreSame: Check = (surveys) => {
  const files = newestStages(surveys);
  const [first, ...others] = files;
  if (first === undefined) return [];
  const model = shared(first);
  const differences = others.flatMap((file) => {
    const own = shared(file);
    return model.flatMap((question, index) => {
      const twin = own.find(({ id }) => id === question.id);
      if (twin === undefined)
        return [`${placeOf(file)}: question ${question.id} is missing; ${first.file} has it, and both must be alike.`];
      if (own[index]?.id !== question.id)
        return [`${placeOf(file, twin)}: it stands in another place than in ${first.file}.`];
      return JSON.stringify(twin) === JSON.stringify(question)
        ? []
        : [
            `${placeOf(file, twin)}: it differs from ${first.file}; wording, options and askIf must be the same at every stage.`,
          ];
    });
  });
  return [...files.flatMap((file) => [...faultsOfPresence(file, surveys), ...faultsOfOrder(file)]), ...differences];
};
