import { env } from "cloudflare:workers";
import { describe, expect, it } from "vitest";
import { watchedTables } from "../../simulation/attack/linkage-history.ts";
import { keepCopy, namesOf, testTokens } from "../../simulation/attack/linkage-keys.ts";
import { matchAll, readWave, worstOf } from "../../simulation/attack/linkage-read.ts";
import { openStore } from "../../simulation/attack/linkage-store.ts";
import { orderCorrelation, tie } from "../../simulation/attack/linkage-tie.ts";
import { openWaveEngine, runWave } from "../../simulation/attack/linkage-wave.ts";
import { copying } from "../support/copying.ts";

const plan = { seed: "copied", invitations: 150, answering: 0.5, weeks: 1, isGeneralised: true };

describe("both databases, copied after every statement", () => {
  it("tell nobody's answer beyond one in ten, no order, no night, and no use of a link once all is closed", async () => {
    let now = () => "";
    const kept = keepCopy(openStore(plan.seed));
    const responses = copying(env.RESPONSES, watchedTables, () => now());
    const vault = copying(env.VAULT, ["invitation", "victim", "case_file"], () => now());
    const engine = openWaveEngine({ vault: vault.d1, responses: responses.d1, store: kept.store, seed: plan.seed });
    now = () => engine.clock.now();
    let live = { tried: 0, told: 0 };
    const wave = await runWave(engine, plan, async ({ nights, truth }) => {
      if (nights === 20) live = await testTokens(engine, truth, responses.told);
    });
    const left = await testTokens(engine, wave.truth, responses.told);
    const told = { before: live, after: left };
    const ended = await readWave(wave, {
      history: responses.told,
      names: namesOf(kept.everything, engine),
      told,
      plan,
    });

    // The judge knows of every response what it was: nothing was lost on the way.
    const rows = ended.known.mixes.flatMap((mix) => mix.rows.get("response") ?? []);
    expect(rows).toHaveLength(wave.truth.length);
    expect(new Set(rows.map((row) => ended.owners.get(String(row["id"])))).size).toBe(wave.truth.length);

    // The history tells of a response that it is of the quarter, and of no night of it.
    expect(ended.known.mixes.filter((mix) => mix.rows.get("response")?.length).map(({ night }) => night)).toEqual([
      null,
    ]);
    expect(ended.known.poured.every(({ area, stage }) => area === "" && stage === "")).toBe(true);
    for (const use of ["rows", "history", "comments"] as const) {
      const { name, over } = worstOf(matchAll(ended, use));
      expect([use, name, over > 0]).toEqual([use, name, false]);
    }
    for (const signal of ["order", "size", "opening"] as const) {
      const { n, right } = tie(ended, signal);
      expect(right / n).toBeLessThan(0.1 + 2 * Math.sqrt(0.09 / n));
    }
    const { pairs, scan, batch } = orderCorrelation(ended);
    expect(Math.max(Math.abs(scan), Math.abs(batch))).toBeLessThan(4 / Math.sqrt(pairs));

    // Nothing in the vault moves when somebody answers: its rows change when links are cut, sent and ended, and only then.
    const answering = new Set<string>(wave.truth.map(({ at }) => at));
    expect(vault.told.filter(({ at }) => answering.has(at))).toEqual([]);

    // While the wave's key lives, a stored hash says whether its link was used. That is published, and ends with the key.
    expect(live.told / live.tried).toBeGreaterThan(0.9);
    expect(left).toEqual({ tried: left.tried, told: 0 });
    expect(left.tried).toBeGreaterThan(50);
  }, 240_000);
});
