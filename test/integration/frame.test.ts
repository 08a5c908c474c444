import { sql } from "drizzle-orm";
import { beforeEach, expect, it } from "vitest";
import type { Message } from "../../src/channels/gateway.ts";
import { beginAnswering, type Session } from "../../src/flow/answer.ts";
import { cutWave } from "../../src/flow/cut-wave.ts";
import { deliverBatch } from "../../src/flow/deliver.ts";
import { closeWaves, createKeys } from "../../src/flow/keys.ts";
import { publishFrame } from "../../src/flow/publish-frame.ts";
import { stopContact } from "../../src/flow/stop.ts";
import { submitAnswers } from "../../src/flow/submit.ts";
import { outcomesFrom } from "../../src/statistics/outcome-rates.ts";
import { engine, gateway, given, PERIOD, prepareDeliveries, setTime } from "../support/deliveries.ts";
import { sure } from "../unit/invitations/people.ts";

prepareDeliveries();

beforeEach(async () => {
  await createKeys(engine);
  for (const table of ["spent", "started", "started_count", "ended_count", "pool", "draft", "frame", "frame_margin"])
    await engine.responses.run(sql.raw(`delete from ${table}`));
});

const tokenOf = ({ body }: Message) => /\/s\/([\w-]{22})/.exec(body)?.[1] ?? "";

async function open(token: string): Promise<Session> {
  const opening = await beginAnswering(engine, token, "en");
  if (opening.state !== "ready") throw new Error(`the link is ${opening.state}`);
  return opening.session;
}

/** The frame of the nation's reports, by disposition. */
async function frame(): Promise<Readonly<Record<string, number>>> {
  const rows = await engine.responses.all<{ disposition: string; n: number }>(sql`
    select disposition, sum(n) as n from frame where period = ${PERIOD} group by disposition`);
  return Object.fromEntries(rows.map(({ disposition, n }) => [disposition, n]));
}

it("counts everybody once, whatever they did before they stopped us, and still does when their wave is closed", async () => {
  const ids = await given({ n: 14 });
  await cutWave(engine);
  await deliverBatch(engine, ids);
  const links = gateway.messages.map(tokenOf);
  const link = (index: number) => sure(links[index]);

  // Two answer and then stop, two open and then stop, one says after opening that it is not for them.
  for (const index of [0, 1]) expect(await submitAnswers(engine, await open(link(index)), {})).toBe("received");
  for (const index of [2, 3, 4]) await open(link(index));
  for (const index of [0, 1, 2, 3]) expect(await stopContact(engine, link(index), "stop")).toBe(true);
  expect(await stopContact(engine, link(4), "wrong-person")).toBe(true);
  // One stops at once; two answer; one opens and goes. Five do nothing.
  expect(await stopContact(engine, link(5), "stop")).toBe(true);
  for (const index of [6, 7]) expect(await submitAnswers(engine, await open(link(index)), {})).toBe("received");
  await open(link(8));

  const once = { I: 4, P: 0, R: 4, NC: 0, O: 0, UH: 0, UO: 5, NE: 1 };
  const outcomes = async () => {
    const { started = 0, ...counts } = await frame();
    return outcomesFrom(counts, { started, complete: 4, partial: 0 });
  };
  // While the quarter runs, nothing says how few have opened.
  setTime("2026-03-04T02:30:00.000Z");
  await publishFrame(engine);
  expect(await frame()).not.toHaveProperty("started");
  setTime("2026-04-02T02:30:00.000Z");
  await publishFrame(engine);
  expect(await outcomes()).toEqual(once);

  setTime("2026-04-13T02:30:00.000Z");
  await closeWaves(engine);
  expect(await engine.keys.list("wave")).not.toContain("2026-W10");
  await publishFrame(engine);
  expect(await outcomes()).toEqual(once);
});

type Margin = { area: string; stage: string; attribute: string; category: string; n: number };

it("counts the invited by what their answers may say, once their quarter is over, whatever became of them after they were written to", async () => {
  const burglary = await given({
    n: 12,
    caseFile: { offence: "burglary" },
    mobile: (index) => `+4477009${String(500 + index).padStart(5, "0")}`,
  });
  const theft = await given({ n: 11, caseFile: { offence: "theft" } });
  const [held = ""] = burglary;
  await cutWave(engine);
  await engine.vault.run(sql`update invitation set state = 'held', reason = 'route-stale' where id = ${held}`);
  await deliverBatch(engine, [...burglary, ...theft]);
  const links = gateway.messages.map(tokenOf);
  expect(links).toHaveLength(22);
  // Stopped, or never reached: they were invited. Not for them: they never were. Nor was the one held back.
  expect(await stopContact(engine, sure(links[0]), "stop")).toBe(true);
  expect(await stopContact(engine, sure(links[1]), "wrong-person")).toBe(true);
  const [unreached = ""] = theft.slice(-1);
  await engine.vault.run(
    sql`update invitation set state = 'failed', reason = 'gateway-refused' where id = ${unreached}`,
  );

  const margins = () =>
    engine.responses.all<Margin>(sql`
      select area, stage, attribute, category, n from frame_margin where period = ${PERIOD} order by 1, 2, 3, 4`);
  await publishFrame(engine);
  expect(await margins()).toEqual([]);

  setTime("2026-04-02T02:30:00.000Z");
  await publishFrame(engine);
  const invited = await engine.vault.all<{ dims: string }>(sql`
    select dims from invitation where link_hash is not null and coalesce(reason, '') <> 'wrong-person'`);
  expect(invited).toHaveLength(21);
  const counts = new Map<string, number>();
  for (const { dims } of invited) {
    const of: Readonly<Record<string, string>> = JSON.parse(dims);
    for (const attribute of ["offence", "age", "sex", "abuse"]) {
      const key = [of["area"], of["stage"], attribute, of[attribute]].join("|");
      counts.set(key, 1 + (counts.get(key) ?? 0));
    }
  }
  const told = await margins();
  expect(told.map(({ n, ...of }) => [Object.values(of).join("|"), n])).toEqual(
    [...counts].toSorted(([a], [b]) => (a < b ? -1 : 1)),
  );
  expect(told.filter(({ attribute }) => attribute === "offence").map(({ category }) => category)).toEqual([
    "burglary",
    "theft",
  ]);
});
