import { shownPercentage } from "../../src/statistics/shown.ts";
import { streamOf, whole } from "../chance.ts";
import { figureKey, readFigures } from "./api.ts";
import type { Attack } from "./attack.ts";
import { releasedNation, type ReleasedNation } from "./nation.ts";
import { guess, knownBy } from "./reconstruct-guess.ts";
import { layersOf } from "./reconstruct-release.ts";
import { type Answers, answer, everybody, makeWorld, question, uniques, type World } from "./reconstruct-world.ts";

const released = (world: World, answers: Answers): Promise<ReleasedNation> => {
  const next = streamOf("worker", "rkeys");
  const people = world.people.map((person, at) => ({
    ...person,
    items: { [question.id]: question.codes[answers[at] ?? 0] ?? "" },
    rkey: whole(next, 0, 2 ** 40 - 1),
  }));
  return releasedNation({ size: people.length, seed: "worker", people });
};

/** The layers that somebody reads off a nation's release, and how many published percentages are not those of its cells. */
async function read(world: World, nation: ReleasedNation) {
  const layers = layersOf(world, 0, (table, measure) => nation.stored(table, measure), "public");
  const table = "area.stage";
  const figures = await readFigures(nation.ask, { release: nation.period, table, measures: [question.id] });
  const cells = nation.stored(table, question.id) ?? [];
  const others = cells.filter(([codes, , P = 0, Q = 0]) => {
    const printed = figures.get(figureKey(question.id, codes))?.value ?? null;
    return printed !== shownPercentage({ P, Q, cells: 1 }).percent;
  });
  return { layers, cells: cells.length, others: others.length };
}

/** Two standard errors of one nation's advantage are granted: eight nations are tried without a Worker between. */
const SLACK = 2;

/** Reconstruction of one nation that the real Worker released, and of the same with the targets' answers drawn anew. */
export const reconstructReleased: Attack = async (size) => {
  const world = makeWorld({ seed: "worker", size, questions: 1, bent: 0, core: 1 });
  const targets = uniques(world, "worker", 1500);
  const truth = answer(world, everybody(world), "worker|truth");
  const redrawn = answer(world, targets, "worker|redrawn", truth);
  const seen = [];
  for (const answers of [truth, redrawn]) {
    const nation = await released(world, answers);
    try {
      seen.push(await read(world, nation));
    } finally {
      await nation.close();
    }
  }
  const [first, second] = seen;
  if (first === undefined || second === undefined) throw new Error("nothing was released");
  const known = knownBy(world, first.layers, streamOf("worker", "draws"), 8);
  const [truly, without] = [first, second].map(
    ({ layers }) => guess(world, { targets, truth, known, layers: [layers] }).right / targets.length,
  );
  const [success = 0, chance = 0] = [truly, without];
  const error = Math.sqrt((success * (1 - success) + chance * (1 - chance)) / targets.length);
  return [
    {
      id: "A3h",
      attack: `The same of one release by the real Worker: advantage ${(100 * (success - chance)).toFixed(1)} points (se ${(100 * error).toFixed(1)})`,
      had: "everybody's situation and the true outcome model; every published figure of the question",
      trials: targets.length,
      success,
      chance,
      threshold: "advantage at most 6.0 points, and two se",
      isPassed: success - chance - SLACK * error <= 0.06,
    },
    {
      id: "A3i",
      attack: "Percentages of the public API that are not those of the release's own cells (share)",
      had: "the public API, no key",
      trials: first.cells,
      success: first.others / first.cells,
      chance: 0,
      threshold: "none",
      isPassed: first.cells > 0 && first.others === 0,
    },
  ];
};
