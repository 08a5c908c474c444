import { sql } from "drizzle-orm";
import { beforeEach, describe, expect, it } from "vitest";
import type { PromptSetting } from "../../src/domain/closure-prompt.ts";
import { cutWave } from "../../src/flow/cut-wave.ts";
import { closureLink } from "../../src/flow/deliver-closures.ts";
import { deliverBatch, queueDue } from "../../src/flow/deliver.ts";
import { reportDeliveries } from "../../src/flow/deliveries-report.ts";
import { createKeys } from "../../src/flow/keys.ts";
import { queueClosurePrompts, sendClosurePrompts } from "../../src/flow/prompt-closures.ts";
import { recordClosure } from "../../src/flow/record-closure.ts";
import { timeOrderedId } from "../../src/kernel/ids.ts";
import type { LocalDate } from "../../src/kernel/time.ts";
import { cancelClosures, openClosures } from "../../src/store/vault/closures.ts";
import {
  engine as deliveries,
  gateway,
  given,
  NOW,
  PERIOD,
  prepareDeliveries,
  queued,
  setTime,
  TODAY,
  vault,
  WEEK,
} from "../support/deliveries.ts";
import { sure } from "../unit/invitations/people.ts";

const setting: { value: PromptSetting } = { value: { remind: true, escalateTo: "{unit}" } };
const engine = { ...deliveries, closurePrompts: { for: () => setting.value } };

prepareDeliveries();

// Tuesday 3 March 2026: three working days later is Friday 6 March, and ten Tuesday 17 March.
const days = {
  tooEarly: "2026-03-05T12:00:00.000Z",
  first: "2026-03-06T12:00:00.000Z",
  second: "2026-03-11T12:00:00.000Z",
  third: "2026-03-16T12:00:00.000Z",
  overdue: "2026-03-17T12:00:00.000Z",
};

/** So many open requests that their officers have been sent, on Tuesday 3 March. */
async function asked(n: number, officerRef: string | null = "PC4521"): Promise<readonly string[]> {
  const cases = await given({ n, dueOn: "2026-06-30" });
  const rows = cases.map((caseId) => ({
    id: timeOrderedId(engine, NOW),
    caseId,
    victimId: caseId,
    milestoneId: "closed",
    area: "E23000029",
    period: PERIOD,
    wave: WEEK,
    officerRef,
    dueOn: TODAY,
  }));
  await openClosures(vault, rows, NOW);
  await vault.run(sql`update case_file set officer_unit = 'North CID'`);
  await cutWave(engine);
  await queueDue(engine);
  await deliverBatch(engine, queued);
  queued.length = 0;
  gateway.messages.length = 0;
  return rows.map(({ id }) => id);
}

/** Queues and sends what is due at an instant; the queue hands every message over twice. */
async function pressAt(at: string): Promise<void> {
  setTime(at);
  await createKeys(engine);
  queued.length = 0;
  await queueClosurePrompts(engine);
  const some = [...queued];
  await Promise.all([sendClosurePrompts(engine, some), sendClosurePrompts(engine, some)]);
}

const sentTo = () => gateway.messages.map(({ to, audience }) => `${audience ?? "officer"} ${to}`);

beforeEach(() => {
  setting.value = { remind: true, escalateTo: "{unit}" };
});

describe("a closure discussion that nobody records", () => {
  it("is reminded of twice by working days and then told to a supervisor, each once", async () => {
    const [id] = await asked(1);
    await pressAt(days.tooEarly);
    expect(sentTo()).toEqual([]);
    for (const at of [days.first, days.first, days.second, days.third]) await pressAt(at);
    expect(sentTo()).toEqual(["officer PC4521", "officer PC4521"]);
    const { token } = await closureLink(engine, sure(id));
    for (const { body } of gateway.messages) expect(body).toContain(`https://feedback.example/closure/${token}`);

    await pressAt(days.overdue);
    await pressAt("2026-04-30T12:00:00.000Z");
    expect(sentTo().slice(2)).toEqual(["supervisor North CID"]);
    const escalation = sure(gateway.messages[2]);
    expect(escalation.body).toContain(`Reference: ${id}.`);
    expect(escalation.body).not.toMatch(/\/closure\/|PC4521/);
    expect(new Set(gateway.messages.map(({ reference }) => reference)).size).toBe(3);
    expect((await reportDeliveries(engine)).closures).toEqual({
      open: 0,
      inDoubt: 0,
      dead: 0,
      unrecorded: 1,
      overdue: 1,
      reminded: 1,
      escalated: 1,
      promptsRefused: 0,
    });
  });

  it("is pressed for no more once it is recorded or cancelled, not even by what was queued already", async () => {
    const [recorded, cancelled] = await asked(2);
    setTime(days.first);
    await createKeys(engine);
    await queueClosurePrompts(engine);
    expect(queued).toHaveLength(2);
    const { token } = await closureLink(engine, sure(recorded));
    const discussion = { instrument: "closure-officer@1", answers: { VCD1: ["attempted"] } };
    expect(await recordClosure(engine, { token }, discussion, "PC4521")).toBe("recorded");
    const row = sure(
      (
        await vault.all<{ caseId: string }>(sql`select case_id as caseId from closure_request where id = ${cancelled}`)
      )[0],
    );
    await cancelClosures(vault, [{ caseId: row.caseId, victimId: row.caseId, reason: "unconcluded" }]);
    await sendClosurePrompts(engine, [...queued]);
    for (const at of [days.second, days.overdue]) await pressAt(at);
    expect(sentTo()).toEqual([]);
  });

  it("is reminded of anew when it was cancelled and is asked for again", async () => {
    const [id] = await asked(1);
    await pressAt(days.first);
    const [row] = await vault.all<{ caseId: string }>(sql`select case_id as caseId from closure_request`);
    const about = { caseId: sure(row).caseId, victimId: sure(row).caseId };
    await cancelClosures(vault, [{ ...about, reason: "unconcluded" }]);
    const again = { milestoneId: "closed again", area: "E23000029", period: PERIOD, wave: WEEK, officerRef: "PC4521" };
    await openClosures(vault, [{ ...about, ...again, id: sure(id), dueOn: "2026-03-09" as LocalDate }], NOW);
    setTime("2026-03-09T12:00:00.000Z");
    await createKeys(engine);
    await cutWave(engine);
    queued.length = 0;
    await queueDue(engine);
    await deliverBatch(engine, queued);
    await pressAt(days.second);
    expect(gateway.messages).toHaveLength(2);
    await pressAt("2026-03-12T12:00:00.000Z");
    await pressAt("2026-03-17T12:00:00.000Z");
    expect(gateway.messages).toHaveLength(4);
  });

  it("goes to the supervisor alone where no officer is known, and to nobody where the force wants none", async () => {
    await asked(1, null);
    for (const at of [days.first, days.second]) await pressAt(at);
    expect(sentTo()).toEqual([]);
    setting.value = { remind: false, escalateTo: null };
    await pressAt(days.overdue);
    expect(sentTo()).toEqual([]);
    await vault.run(sql`update case_file set officer_unit = null`);
    setting.value = { remind: true, escalateTo: "{unit}" };
    await pressAt(days.overdue);
    expect(sentTo()).toEqual([]);
    setting.value = { remind: true, escalateTo: "victims.lead@force.example" };
    await pressAt(days.overdue);
    expect(sentTo()).toEqual(["supervisor victims.lead@force.example"]);
  });

  it("reaches each officer exactly once, whichever answers of the gateway are lost on the way", async () => {
    const ids = await asked(40);
    for (const fault of ["lost", "silent", "later", null, null] as const) {
      gateway.state.fault = fault;
      const hour = 12 + ["lost", "silent", "later"].indexOf(fault ?? "") + (fault === null ? 5 : 0);
      await pressAt(`2026-03-06T${hour}:00:00.000Z`);
    }
    expect(gateway.messages).toHaveLength(ids.length);
    expect(new Set(gateway.messages.map(({ reference }) => reference)).size).toBe(ids.length);
    const unsettled = await vault.all(sql`select id from closure_prompt where outcome is not 'sent'`);
    expect(unsettled).toEqual([]);
  });

  it("is reminded of again in its time where a reminder was taken by nobody", async () => {
    await asked(1);
    gateway.state.fault = "silent";
    await pressAt(days.first);
    gateway.state.deaf = true;
    await pressAt("2026-03-06T13:00:00.000Z");
    gateway.reset();
    gateway.state.fault = "refused";
    await pressAt("2026-03-06T14:00:00.000Z");
    expect(await vault.all(sql`select outcome from closure_prompt`)).toEqual([{ outcome: "refused" }]);
    gateway.reset();
    await pressAt(days.second);
    expect(sentTo()).toEqual(["officer PC4521"]);
    expect((await reportDeliveries(engine)).closures).toMatchObject({ reminded: 1, promptsRefused: 1 });
  });
});
