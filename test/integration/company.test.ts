import { sql } from "drizzle-orm";
import { beforeEach, describe, expect, it } from "vitest";
import type { Dims } from "../../src/domain/dimension.ts";
import { beginAnswering } from "../../src/flow/answer.ts";
import { cutWave } from "../../src/flow/cut-wave.ts";
import { timeOrderedId } from "../../src/kernel/ids.ts";
import type { Instant, LocalDate } from "../../src/kernel/time.ts";
import { macName } from "../../src/platform/crypto.ts";
import { runBatch } from "../../src/store/batch.ts";
import { frameCounts, upsertInvitations } from "../../src/store/vault/invitations.ts";
import { openCapabilities } from "../support/capabilities.ts";

const NOW = "2026-03-03T12:00:00.000Z" as Instant;
const AREA = "E23000029";

const engine = openCapabilities(NOW);
const { vault } = engine;

/** Cases with one victim and one scheduled invitation after the report each; all alike but for what is said. */
async function given(n: number, said: { age?: string; sex?: string; area?: string; dueOn?: string } = {}) {
  const { age = "25-44", sex = "female", area = AREA, dueOn = "2026-03-03" } = said;
  const ids = Array.from({ length: n }, () => timeOrderedId(engine, NOW));
  const each = sql`from json_each(${JSON.stringify(ids)})`;
  const rows = ids.map((id) => ({
    id,
    caseId: id,
    victimId: id,
    milestoneId: "milestone",
    area,
    stage: "report" as const,
    state: "scheduled" as const,
    reason: null,
    probability: 1,
    dueOn: dueOn as LocalDate,
    expiresOn: "2026-04-20" as LocalDate,
  }));
  await runBatch(vault, [
    sql`insert into case_file (id, area, offence, flags, facts, updated_at)
      select value, ${area}, 'burglary', '[]', '{}', ${NOW} ${each}`,
    sql`insert into victim (id, ref_hash, area, safety, language, age, sex, flags, consent, status, updated_at)
      select value, value, ${area}, 'safe-sms', 'en', ${age}, ${sex}, '[]', 'not-refused', 'active', ${NOW} ${each}`,
    upsertInvitations(vault, rows, NOW),
  ]);
  return ids;
}

const dimsOf = async (id: string | undefined) => {
  const [row] = await vault.all<{ dims: string }>(sql`select dims from invitation where id = ${id}`);
  return JSON.parse(row?.dims ?? "null") as Dims | null;
};

beforeEach(async () => {
  await engine.keys.create("wave", ["2026-W10"]);
  for (const table of ["invitation", "victim", "case_file"]) await vault.run(sql.raw(`delete from ${table}`));
});

describe("the company of an answer", () => {
  it("is found among those alone whose answers can come in the same quarters", async () => {
    await given(12);
    const few = await given(4, { dueOn: "2026-03-20" });
    await given(24, { dueOn: "2026-03-20", sex: "male" });
    await cutWave(engine);
    const rows = await vault.all<{ dims: string; later: number; n: number }>(
      sql`select dims, due_on > '2026-03-04' as later, count(*) as n from invitation group by dims, later`,
    );
    expect(rows.reduce((sum, { n }) => sum + n, 0)).toBe(40);
    for (const { dims, n } of rows) expect([dims, n >= 10]).toEqual([dims, true]);
    expect(await dimsOf(few[0])).toMatchObject({ area: "not-stated", sex: "not-stated" });
  });

  it("is nobody who was not reached", async () => {
    const ids = await given(12);
    await cutWave(engine);
    await vault.run(sql`update invitation set state = 'failed', reason = 'number-dead'
      where id in (select value from json_each(${JSON.stringify(ids.slice(0, 3))}))`);
    const [late] = await given(1);
    await cutWave(engine);
    expect(await dimsOf(ids[0])).toMatchObject({ area: AREA });
    expect(await dimsOf(late)).toMatchObject({ area: "not-stated" });
  });

  it("is looked for again when a survey is begun: what has lost it since tells less", async () => {
    const [mine, other] = await given(10);
    await given(10, { sex: "not-stated" });
    await given(20, { age: "65-plus", sex: "not-stated" });
    await cutWave(engine);
    const hash = await macName(await engine.keys.standing("link"), "a link");
    await vault.run(sql`update invitation set state = 'sent', wave = '2026-W10', link_hash = ${hash},
      expires_on = '2026-03-31' where id = ${mine}`);
    const begun = async () => await beginAnswering(engine, "a link", "en");
    const telling = (dims: Partial<Dims>) => ({ state: "ready", session: { dims } });
    expect(await begun()).toMatchObject(telling({ area: AREA, age: "25-44", sex: "female" }));

    await vault.run(sql`update invitation set state = 'cancelled', reason = 'withdrew' where id = ${other}`);
    expect(await begun()).toMatchObject(telling({ area: AREA, age: "25-44", sex: "not-stated" }));

    await vault.run(sql`update invitation set state = 'cancelled' where dims ->> 'sex' <> 'female'`);
    expect(await begun()).toMatchObject(telling({ area: "not-stated", stage: "report", age: "not-stated" }));
  });

  it("has the frame counted by the area that is left to tell", async () => {
    await given(12);
    await given(2, { area: "W15000001", dueOn: "2026-03-20" });
    await cutWave(engine);
    const counts = await frameCounts(vault, "2026Q1");
    expect(counts.toSorted((one, another) => one.n - another.n)).toEqual([
      { area: "not-stated", stage: "report", disposition: "pending", n: 2 },
      { area: AREA, stage: "report", disposition: "pending", n: 12 },
    ]);
  });
});
