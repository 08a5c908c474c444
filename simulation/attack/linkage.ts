import type { Attack, AttackRow } from "./attack.ts";
import { openRecorded } from "./linkage-database.ts";
import { openStore } from "./linkage-store.ts";
import { watchedTables } from "./linkage-history.ts";
import { keepCopy, namesOf, testTokens, type Tested } from "./linkage-keys.ts";
import { placeOf, type Use } from "./linkage-match.ts";
import { type Ended, type Hits, limitOf, matchAll, readWave, TOP_ONE, without, worstOf } from "./linkage-read.ts";
import { orderCorrelation, type Signal, tie } from "./linkage-tie.ts";
import { openWaveEngine, type Plan, runWave } from "./linkage-wave.ts";

/**
 * Linkage: somebody who has both databases, with all that their history of thirty days tells row by row, looks for whose
 * answer a final row is. The wave is made by the engine's own flows: cut, opened, submitted, mixed and closed.
 */

/** Makes a wave on SQLite and reads what it leaves. */
async function endWave(plan: Plan): Promise<Ended> {
  let now = () => "";
  const responses = openRecorded("responses", watchedTables, () => now());
  const vault = openRecorded("vault", [], () => now());
  const kept = keepCopy(openStore(plan.seed));
  const engine = openWaveEngine({ vault: vault.d1, responses: responses.d1, store: kept.store, seed: plan.seed });
  now = () => engine.clock.now();
  let before: Tested = { tried: 0, told: 0 };
  const wave = await runWave(engine, plan, async (at) => {
    if (at.nights === plan.weeks * 7 + 14) before = await testTokens(engine, at.truth, responses.history());
  });
  const history = responses.history();
  const after = await testTokens(engine, wave.truth, history);
  return readWave(wave, { history, names: namesOf(kept.everything, engine), told: { before, after }, plan });
}

const share = ({ n, hits }: Hits) => (n === 0 ? 0 : hits / n);
const allOf = (found: ReadonlyMap<string, Hits>): Hits => found.get("all") ?? { n: 0, hits: 0 };
const percent = (part: number) => `${(100 * part).toFixed(0)} %`;

const DATABASES = "both databases after the release has opened the quarter";
const HISTORY = `${DATABASES}, all their history row by row`;

/** The best of several ways of attacking: that which names most people rightly. */
function bestOf(ended: Ended, uses: readonly Use[], table: "response" | "comment") {
  const [first, ...others] = uses.map((use) => matchAll(ended, use, { table }));
  const found = others.reduce((best, one) => (share(allOf(one)) > share(allOf(best)) ? one : best), first ?? new Map());
  return { all: allOf(found), worst: worstOf(found) };
}

function matchRow(
  id: string,
  ended: Ended,
  of: { readonly attack: string; readonly uses: readonly Use[]; readonly table?: "comment" },
): AttackRow {
  const { all, worst } = bestOf(ended, of.uses, of.table ?? "response");
  return {
    id,
    attack: `${of.attack}: nearest to its limit is ${worst.name} with ${percent(worst.share)} of ${worst.n}`,
    had: of.uses.includes("rows") ? DATABASES : HISTORY,
    trials: all.n,
    success: share(all),
    chance: TOP_ONE,
    threshold: "at most 1/10 + 2 se in every subgroup",
    isPassed: worst.over <= 0,
  };
}

/** Where a defence is off: of all rows together, they must be found. */
function foundRow(id: string, all: Hits, attack: string): AttackRow {
  return {
    id,
    attack,
    had: HISTORY,
    trials: all.n,
    success: share(all),
    chance: TOP_ONE,
    threshold: "the attack works: more than 1/10 + 2 se",
    isPassed: share(all) > limitOf(all.n),
  };
}

function tieRow(
  id: string,
  ended: Ended,
  of: {
    readonly attack: string;
    readonly had: string;
    readonly signals: readonly Signal[];
    readonly must: "fail" | "work";
  },
): AttackRow {
  const results = of.signals.map((signal) => tie(ended, signal));
  const best = results.reduce((most, one) => (one.right / one.n > most.right / most.n ? one : most));
  const success = best.right / best.n;
  return {
    id,
    attack: of.attack,
    had: of.had,
    trials: best.n,
    success,
    chance: best.expected / best.n,
    threshold: of.must === "fail" ? "at most 1/10 + 2 se" : "the attack works: more than 1/10 + 2 se",
    isPassed: of.must === "fail" ? success <= limitOf(best.n) : success > limitOf(best.n),
  };
}

const MOST_CORRELATION = 0.02;

function orderRow(ended: Ended, slack: number): AttackRow {
  const { pairs, scan, batch } = orderCorrelation(ended);
  const success = Math.max(Math.abs(scan), Math.abs(batch));
  return {
    id: "L4",
    attack: "Order of final rows against order of submitting, over the whole and within a batch (rank correlation)",
    had: HISTORY,
    trials: pairs,
    success,
    chance: 0,
    threshold: `at most ${MOST_CORRELATION}`,
    isPassed: success <= Math.max(MOST_CORRELATION, slack / Math.sqrt(pairs)),
  };
}

/**
 * What keys tell while they live. With the wave's key it is known who answered, and with the quarter's which rows came of
 * which night; who noted the former, and has the rows when the quarter is opened, still knows who is among them.
 */
function liveRows(ended: Ended): readonly AttackRow[] {
  const live = allOf(matchAll(without(ended, { mix: true }), "keys"));
  const noted = allOf(matchAll(ended, "keys"));
  return [
    {
      id: "L2c",
      attack: "Whose answer a response is, of those who are known to be in its batch",
      had: "both databases with their history and all live keys, before the wave closes",
      trials: live.n,
      success: share(live),
      chance: TOP_ONE,
      threshold: "a residual that is published: the attack works",
      isPassed: share(live) > limitOf(live.n),
    },
    {
      id: "L2d",
      attack: "The same when the keys are gone, by who noted in time which links were used",
      had: `${HISTORY}, and a note of the use of links made while their waves' keys lived`,
      trials: noted.n,
      success: share(noted),
      chance: TOP_ONE,
      threshold: "a residual that is published: less than half of L2c",
      isPassed: share(noted) < share(live) / 2,
    },
  ];
}

function tokenRows({ told }: Ended): readonly AttackRow[] {
  return [
    {
      id: "L5a",
      attack: "Which links were used, by every key that is left and every stored hash",
      had: `${HISTORY}, and all remaining keys`,
      trials: told.after.tried,
      success: told.after.told / told.after.tried,
      chance: 0,
      threshold: "none",
      isPassed: told.after.told === 0,
    },
    {
      id: "L5b",
      attack: "The same while the wave's key lives",
      had: "both databases and all live keys, before the wave closes",
      trials: told.before.tried,
      success: told.before.told / told.before.tried,
      chance: 0,
      threshold: "a residual that is published: the attack works",
      isPassed: told.before.told > told.before.tried / 2,
    },
  ];
}

const FULL = 8000;

const tried = new Map<boolean, Promise<readonly AttackRow[]>>();

/** Linkage of final rows to invitations and to submissions, and each of its defences taken away. In full, tried once. */
export const linkage: Attack = async (size) => {
  const isFull = size >= FULL;
  const rows = tried.get(isFull) ?? tryAll(isFull);
  tried.set(isFull, rows);
  return await rows;
};

async function tryAll(isFull: boolean): Promise<readonly AttackRow[]> {
  const plan: Plan = {
    seed: "linkage",
    invitations: isFull ? 20_000 : 1200,
    answering: 0.4,
    weeks: 1,
    isGeneralised: true,
  };
  const wave = await endWave(plan);
  const weeks = await endWave({ ...plan, seed: "weeks", invitations: isFull ? 8000 : 600, weeks: 5 });
  const bare = await endWave({ ...plan, seed: "bare", invitations: isFull ? 2000 : 600, isGeneralised: false });
  return [
    ...matchRows({ wave, weeks }),
    ...tieRows(wave),
    ...liveRows(wave),
    orderRow(wave, isFull ? 0 : 3),
    ...tokenRows(wave),
    ...withoutRows({ wave, weeks, bare }),
  ].toSorted((a, b) => (a.id < b.id ? -1 : 1));
}

/** Fewer were invited of an area and stage, of a wave whose links went over five weeks: at most a dozen a week. */
const FEW_INVITED = 60;

/** Comments of areas that invite few: of these a night would tell most. */
function fewHits(weeks: Ended): Hits {
  const isJudged = (of: Parameters<typeof placeOf>[0]) =>
    (weeks.roll.byPlace.get(placeOf(of))?.length ?? 0) < FEW_INVITED;
  return allOf(matchAll(weeks, "history", { table: "comment", isJudged }));
}

const OF_FEW = `of areas and stages of which fewer than ${FEW_INVITED} were invited in these five weeks`;

function fewRow(weeks: Ended): AttackRow {
  const few = fewHits(weeks);
  return {
    id: "L2g",
    attack: `The same ${OF_FEW}`,
    had: HISTORY,
    trials: few.n,
    success: share(few),
    chance: TOP_ONE,
    threshold: "at most 1/10 + 2 se",
    isPassed: share(few) <= limitOf(few.n),
  };
}

function matchRows({ wave, weeks }: { readonly wave: Ended; readonly weeks: Ended }): readonly AttackRow[] {
  const whose = "Whose answer a response is, by combination, order, waves, time, openings, drafts and comments";
  const comment = "Whose comment a comment is, by area, stage, nights, waves, time and openings";
  const uses = ["history", "comments"] as const;
  const overWeeks = "of links that went over five weeks";
  return [
    matchRow("L1a", wave, { attack: "Whose answer a response is, by combination and order", uses: ["rows"] }),
    matchRow("L1b", weeks, { attack: `The same ${overWeeks}`, uses: ["rows"] }),
    matchRow("L2a", wave, { attack: whose, uses }),
    matchRow("L2b", weeks, { attack: `${whose}, ${overWeeks}`, uses }),
    matchRow("L2e", wave, { attack: comment, uses: ["history"], table: "comment" }),
    matchRow("L2f", weeks, { attack: `${comment}, ${overWeeks}`, uses: ["history"], table: "comment" }),
    fewRow(weeks),
  ];
}

function tieRows(wave: Ended): readonly AttackRow[] {
  const which = "Which submission a final row is";
  const of = { had: HISTORY, must: "fail" } as const;
  return [
    tieRow("L3a", wave, { ...of, attack: `${which}, by order, place and size`, signals: ["order", "size"] }),
    tieRow("L3b", wave, {
      ...of,
      attack: `${which}, by the opening before it and the comments`,
      signals: ["opening"],
    }),
  ];
}

/** Each defence taken away. */
function withoutRows({
  wave,
  weeks,
  bare,
}: { readonly [W in "wave" | "weeks" | "bare"]: Ended }): readonly AttackRow[] {
  const bareHits = allOf(matchAll(bare, "rows"));
  const nightly = without(wave, { mix: true });
  const ties = [
    ["L6b", "final rows written as they came, not in the order of their ids", "unsorted", wave],
    ["L6c", "submissions and what the nights leave sealed without padding, and no second mix", "unpadded", nightly],
    ["L6d", "a time kept with each row", "stamped", wave],
    ["L6e", "the keys kept from which final ids are made", "key", wave],
    ["L6h", "openings tell area and stage in clear, and no second mix", "opening", without(nightly, { sealing: true })],
  ] as const;
  return [
    {
      id: "L6a",
      attack: "Defence off: combinations as the vault knows them, made coarse by nothing",
      had: DATABASES,
      trials: bareHits.n,
      success: share(bareHits),
      chance: TOP_ONE,
      threshold: "the attack works: more than 1/2",
      isPassed: share(bareHits) > 0.5,
    },
    ...ties.map(([id, off, signal, of]) =>
      tieRow(id, of, { attack: `Defence off: ${off}`, had: HISTORY, signals: [signal], must: "work" }),
    ),
    foundRow(
      "L6f",
      allOf(matchAll(without(weeks, { mix: true }), "history")),
      "Defence off: no second mix, rows are written by night or the quarter's key is left (as L2b)",
    ),
    foundRow(
      "L6g",
      allOf(matchAll(without(weeks, { mix: true, sealing: true }), "history")),
      "Defence off: no second mix, openings in clear and drafts that end with their links (as L2b)",
    ),
    foundRow(
      "L6i",
      fewHits(without(weeks, { waiting: true })),
      `Defence off: comments are written by night with their area and stage, ${OF_FEW}`,
    ),
  ];
}
