import { describe, expect, it } from "vitest";
import { openRecorded } from "../../../simulation/attack/linkage-database.ts";
import { openStore } from "../../../simulation/attack/linkage-store.ts";
import { type Change, lineOf, watchedTables } from "../../../simulation/attack/linkage-history.ts";
import { linkage } from "../../../simulation/attack/linkage.ts";
import { openWaveEngine, runWave } from "../../../simulation/attack/linkage-wave.ts";
import { copying } from "../../support/copying.ts";

const plan = { seed: "dumps", invitations: 150, answering: 0.4, weeks: 1, isGeneralised: true };

/** What came and went, in whatever order within a step; what came and went in one step leaves no trace in a copy. */
function lines(changes: readonly Change[]): readonly string[] {
  const left: string[] = [];
  for (const ofStep of Map.groupBy(changes, ({ step }) => step).values()) {
    const sums = new Map<string, number>();
    for (const { at, table, sign, row } of ofStep) {
      const line = [at, table, lineOf(row)].join(" ");
      sums.set(line, (sums.get(line) ?? 0) + (sign === "+" ? 1 : -1));
    }
    left.push(...[...sums].filter(([, sum]) => sum !== 0).map(([line, sum]) => `${sum} ${line}`));
  }
  return left.toSorted();
}

/** How many lengths of ciphertext came to a table, by what is told beside it. */
const lengthsOf = (changes: readonly Change[], table: string, beside: string) => {
  const came = changes.filter((one) => one.table === table && one.sign === "+").map(({ row }) => row);
  const groups = [...Map.groupBy(came, (row) => row[beside]).values()];
  return groups.map((rows) => new Set(rows.map(({ sealed }) => sealed)).size);
};

describe("linkage", () => {
  it("takes a history row by row that tells what copies of every table after each statement tell", async () => {
    let now = () => "";
    const responses = openRecorded("responses", watchedTables, () => now());
    const vault = openRecorded("vault", [], () => now());
    const copies = copying(responses.d1, watchedTables, () => now());
    const engine = openWaveEngine({
      vault: vault.d1,
      responses: copies.d1,
      store: openStore(plan.seed),
      seed: "dumps",
    });
    now = () => engine.clock.now();
    const wave = await runWave(engine, plan);
    expect(wave.truth.length).toBeGreaterThan(40);
    expect(copies.told.filter(({ table, sign }) => table === "response" && sign === "+")).toHaveLength(
      wave.truth.length,
    );
    expect(lines(responses.history())).toEqual(lines(copies.told));
    // Of every kind that a night leaves all are as long, and so are all openings and all drafts.
    expect(lengthsOf(copies.told, "mixed", "kind")).toEqual([1, 1, 1, 1]);
    expect(lengthsOf(copies.told, "started", "wave")).toEqual([1]);
    expect(lengthsOf(copies.told, "draft", "wave")).toEqual([1]);
  }, 60_000);

  it("finds nobody beyond one in ten by rows or by history, and works where a defence is off", async () => {
    const rows = await linkage(500);
    const of = (id: string) => rows.find((row) => row.id === id)?.success ?? Number.NaN;
    expect(rows.filter(({ isPassed }) => !isPassed).map(({ id, success }) => [id, success])).toEqual([]);
    expect(Math.max(of("L1a"), of("L2a"), of("L2b"))).toBeLessThan(0.1);
    expect(of("L3b")).toBeLessThan(0.05);
    expect(of("L5b")).toBeGreaterThan(0.9);
    expect(of("L6f")).toBeGreaterThan(2 * of("L2b"));
    expect(of("L6g")).toBeGreaterThan(of("L6f") + 0.05);
    expect(of("L6a")).toBeGreaterThan(0.8);
  }, 120_000);
});
