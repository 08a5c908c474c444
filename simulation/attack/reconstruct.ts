import { streamOf, whole } from "../chance.ts";
import type { Attack, AttackRow } from "./attack.ts";
import { type Guesses, guess, knownBy } from "./reconstruct-guess.ts";
import { exactLayers, hmacOf, layersOf, publish, type Reader } from "./reconstruct-release.ts";
import type { Layer } from "./reconstruct-solve.ts";
import { type Answers, answer, everybody, makeWorld, uniques, type World } from "./reconstruct-world.ts";

/**
 * A3 and A4: somebody who knows the situation of everybody who answered, and the true law by which situations lead to
 * answers, reconstructs the answers of people who are alone in their combination, by least squares over all that is
 * published on the question.
 *
 * Counterfactual baseline: the same is done to a release in which those people's answers were drawn anew. What is guessed
 * right there too was never learnt from them. The difference is the advantage.
 */

/** How the answers come about. */
const models = {
  /** The situation says all that can be known beforehand. */
  situation: { questions: 1, bent: 0, core: 1 },
  /** The same of a question of the stage's own: its tables have the stage as one more dimension. */
  stage: { questions: 1, bent: 0, core: 0 },
  /** People differ by a bent of their own, as much as to make two answers correlate by about 0.44. */
  bent: { questions: 1, bent: 2.2, core: 1 },
  /** Ten questions, tied by that bent: the five that everybody is asked, and five of the stage's own. */
  ten: { questions: 10, bent: 2.2, core: 5 },
} as const;

/** What is published. */
type Published = Reader | "suppress-below-10" | "lattice-without-noise";

type Size = {
  readonly people: number;
  readonly seeds: number;
  readonly targets: number;
  /** Releases from which is learnt how much a release tells. */
  readonly draws: number;
};

type Tried = { readonly targets: number; readonly truly: Guesses; readonly redrawn: Guesses };

const nothing: Guesses = { right: 0, claims: 0, rightClaims: 0 };
const sum = (a: Guesses, b: Guesses): Guesses => ({
  right: a.right + b.right,
  claims: a.claims + b.claims,
  rightClaims: a.rightClaims + b.rightClaims,
});

const secretOf = (next: () => number) => Uint8Array.from({ length: 32 }, () => whole(next, 0, 255));

/** The layers of every question, by each way of publishing that is asked for. */
async function publishAll(
  world: World,
  answers: Answers,
  of: { readonly ways: readonly Published[]; readonly next: () => number },
): Promise<ReadonlyMap<Published, readonly (readonly Layer[])[]>> {
  const hmac = await hmacOf(secretOf(of.next));
  const rkeys = Float64Array.from(world.people, () => whole(of.next, 0, 2 ** 40 - 1));
  const published = new Map<Published, (readonly Layer[])[]>(of.ways.map((way) => [way, []]));
  const isNoisy = of.ways.some((way) => way === "stored" || way === "public");
  for (let at = 0; at < world.questions; at++) {
    const cells = isNoisy ? await publish(hmac, { world, answers, at, rkeys }) : () => null;
    for (const [way, layers] of published) {
      const isReader = way === "stored" || way === "public";
      layers.push(isReader ? layersOf(world, at, cells, way) : exactLayers({ world, answers, at }, way));
    }
  }
  return published;
}

/** One nation, released twice: with its people's answers, and with those of the targets drawn anew. */
async function tryNation(
  name: string,
  model: keyof typeof models,
  of: { readonly size: Size; readonly ways: readonly Published[] },
): Promise<ReadonlyMap<Published, Tried>> {
  const { size, ways } = of;
  const world = makeWorld({ seed: name, size: size.people, ...models[model] });
  const targets = uniques(world, name, size.targets);
  const truth = answer(world, everybody(world), `${name}|truth`);
  const redrawn = answer(world, targets, `${name}|redrawn`, truth);
  const next = streamOf(name, "release");
  const [released, counterfactual] = [
    await publishAll(world, truth, { ways, next }),
    await publishAll(world, redrawn, { ways, next }),
  ];
  return new Map(
    ways.map((way) => {
      const layers = released.get(way) ?? [];
      const known = knownBy(world, layers[0] ?? [], streamOf(name, "draws"), size.draws);
      const judged = { targets, truth, known };
      return [
        way,
        {
          targets: targets.length,
          truly: guess(world, { ...judged, layers }),
          redrawn: guess(world, { ...judged, layers: counterfactual.get(way) ?? [] }),
        },
      ];
    }),
  );
}

async function tryNations(
  model: keyof typeof models,
  of: { readonly size: Size; readonly ways: readonly Published[] },
): Promise<ReadonlyMap<Published, Tried>> {
  const all = new Map<Published, Tried>();
  for (let seed = 1; seed <= of.size.seeds; seed++) {
    for (const [way, tried] of await tryNation(`${model} ${seed}`, model, of)) {
      const before = all.get(way) ?? { targets: 0, truly: nothing, redrawn: nothing };
      all.set(way, {
        targets: before.targets + tried.targets,
        truly: sum(before.truly, tried.truly),
        redrawn: sum(before.redrawn, tried.redrawn),
      });
    }
  }
  return all;
}

/** Points by which knowing the release is better than knowing one without these people's answers. */
const advantage = ({ targets, truly, redrawn }: Tried) => (truly.right - redrawn.right) / targets;

/** Standard error of the advantage, were both accuracies of different people: they are not, so it is less. */
function advantageError({ targets, truly, redrawn }: Tried): number {
  const [a, b] = [truly.right / targets, redrawn.right / targets];
  return Math.sqrt((a * (1 - a) + b * (1 - b)) / targets);
}

const MOST_ADVANTAGE = 0.06;
const MOST_CLAIMS = 0.02;
const TIMES_WORSE = 4;

const inPoints = (share: number) => (100 * share).toFixed(1);

type Shown = { readonly id: string; readonly attack: string; readonly had: string };

/** @param slack Standard errors that a result may be above its threshold: none in full, where there are enough trials. */
function advantageRow(shown: Shown, tried: Tried, slack: number): AttackRow {
  const found = advantage(tried);
  const error = advantageError(tried);
  return {
    ...shown,
    attack: `${shown.attack}: advantage ${inPoints(found)} points (se ${inPoints(error)})`,
    trials: tried.targets,
    success: tried.truly.right / tried.targets,
    chance: tried.redrawn.right / tried.targets,
    threshold: `advantage at most ${inPoints(MOST_ADVANTAGE)} points`,
    isPassed: found - slack * error <= MOST_ADVANTAGE,
  };
}

function claimsRow(shown: Shown, tried: Tried, slack: number): AttackRow {
  const { claims, rightClaims } = tried.truly;
  const share = claims / tried.targets;
  const error = Math.sqrt((MOST_CLAIMS * (1 - MOST_CLAIMS)) / tried.targets);
  return {
    ...shown,
    attack: `${shown.attack}: claims at .95 and above, ${claims === 0 ? "none" : `${rightClaims} of ${claims} right`}`,
    trials: tried.targets,
    success: share,
    chance: tried.redrawn.claims / tried.targets,
    threshold: `at most ${inPoints(MOST_CLAIMS)} % claimed`,
    isPassed: share - slack * error <= MOST_CLAIMS,
  };
}

/** The usual rule beside it: it must do worse by so much, or the attack is one that cannot succeed. */
function baselineRows(shown: Shown, tried: Tried, ours: Tried): readonly AttackRow[] {
  const [found, than] = [advantage(tried), Math.max(advantage(ours), 0)];
  const times = than > 0 ? `${(found / than).toFixed(1)} times A3a` : "A3a has none";
  const claimed = tried.truly.claims / tried.targets;
  return [
    {
      ...shown,
      attack: `${shown.attack}: advantage ${inPoints(found)} points, ${times}`,
      trials: tried.targets,
      success: tried.truly.right / tried.targets,
      chance: tried.redrawn.right / tried.targets,
      threshold: `the attack works: at least ${TIMES_WORSE} times A3a`,
      isPassed: found >= TIMES_WORSE * than && found > 2 * advantageError(tried),
    },
    {
      ...claimsRow({ ...shown, id: "A4d" }, tried, 0),
      threshold: `the attack works: more than ${inPoints(MOST_CLAIMS)} % claimed`,
      isPassed: claimed > MOST_CLAIMS,
    },
  ];
}

const HAD = "everybody's situation and the true outcome model";

const one = (tried: ReadonlyMap<Published, Tried>, way: Published): Tried => {
  const found = tried.get(way);
  if (found === undefined) throw new Error(`nothing was tried on ${way}`);
  return found;
};

/** From this size on the attack runs in full: 8 nations of up to 1,500 targets each; below, one or two. */
const FULL = 8000;

const sizeOf = (people: number): Size =>
  people >= FULL ? { people, seeds: 8, targets: 1500, draws: 8 } : { people, seeds: 2, targets: 600, draws: 6 };

/** Reconstruction of people who are alone in their combination, and the rule "suppress below 10" beside it. */
export const reconstruct: Attack = async (people) => {
  const size = sizeOf(people);
  const slack = people >= FULL ? 0 : 2;
  const plain = await tryNations("situation", {
    size,
    ways: ["stored", "public", "suppress-below-10", "lattice-without-noise"],
  });
  const others = people >= FULL ? size : { ...size, seeds: 1 };
  const stage = await tryNations("stage", { size: others, ways: ["stored"] });
  const bent = await tryNations("bent", { size: others, ways: ["stored"] });
  // Nearest to its limit: more nations tell which side of it the truth is on.
  const most = people >= FULL ? { ...size, seeds: 3 * size.seeds } : others;
  const ten = await tryNations("ten", { size: most, ways: ["stored"] });
  const [stored, published, rule, quiet] = [
    one(plain, "stored"),
    one(plain, "public"),
    one(plain, "suppress-below-10"),
    one(plain, "lattice-without-noise"),
  ];
  const whole = `${HAD}; every stored number of the question, unrounded`;
  const rows = {
    a: { id: "A3a", attack: "Reconstruction of people alone in their combination", had: whole },
    b: { id: "A3b", attack: "The same from what is printed", had: `${HAD}; every published figure of the question` },
    c: { id: "A3c", attack: "The same where people differ by a bent of their own", had: whole },
    d: { id: "A3d", attack: "The same with ten questions that correlate, pooled", had: `${whole}; of all ten` },
    stage: { id: "A3g", attack: "The same of a question asked at one stage alone", had: whole },
    rule: { id: "A3e", attack: "Usual rule: exact tables to three dimensions, below 10 suppressed", had: HAD },
    quiet: { id: "A3f", attack: "Our tables with the noise taken away", had: HAD },
  };
  return [
    advantageRow(rows.a, stored, slack),
    advantageRow(rows.b, published, slack),
    advantageRow(rows.c, one(bent, "stored"), slack),
    advantageRow(rows.d, one(ten, "stored"), slack),
    ...baselineRows(rows.rule, rule, stored).slice(0, 1),
    advantageRow(rows.quiet, quiet, slack),
    advantageRow(rows.stage, one(stage, "stored"), slack),
    claimsRow({ ...rows.a, id: "A4a" }, stored, slack),
    claimsRow({ ...rows.c, id: "A4b" }, one(bent, "stored"), slack),
    claimsRow({ ...rows.d, id: "A4c" }, one(ten, "stored"), slack),
    ...baselineRows(rows.rule, rule, stored).slice(1),
  ];
};
