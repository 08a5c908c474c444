import { sql } from "drizzle-orm";
import { beforeEach, describe, expect, it } from "vitest";
import { readCode } from "../../src/domain/code.ts";
import { beginAnswering } from "../../src/flow/answer.ts";
import { cutWave } from "../../src/flow/cut-wave.ts";
import { closureLink } from "../../src/flow/deliver-closures.ts";
import { deliverBatch, queueDue } from "../../src/flow/deliver.ts";
import { createKeys } from "../../src/flow/keys.ts";
import { receiveMilestones } from "../../src/flow/receive-milestones.ts";
import { openClosureRequest, recordClosure } from "../../src/flow/record-closure.ts";
import { submitAnswers } from "../../src/flow/submit.ts";
import { engine, gateway, prepareDeliveries, queued, setTime, vault } from "../support/deliveries.ts";
import { at, crime, force, tell, victim } from "../support/told.ts";
import { sure } from "../unit/invitations/people.ts";

beforeEach(async () => {
  for (const table of ["case_identifier", "parked_identifier"]) await vault.run(sql.raw(`delete from ${table}`));
});
prepareDeliveries();

const DISCUSSION = { instrument: "closure-officer@1", answers: { VCD1: ["held"] } };
const officer = { officer: { ref: "PC4521", unit: null } };

type Choice = boolean | undefined;
const chosen = (selfClosure: Choice) => (selfClosure === undefined ? {} : { facts: { selfClosure } });

const receive = async (...told: readonly ReturnType<typeof tell>[]) => {
  for (const { milestone } of told) await receiveMilestones(engine, force, [milestone]);
};

/** A case that was reported on the first day and closes on the third. */
async function closed(selfClosure: Choice, contact: object = {}): Promise<void> {
  setTime(at(2));
  await createKeys(engine);
  const told = victim(1, 0, contact);
  await receive(
    tell(force, ["report", "report.recorded"], [0, crime(1)], { ...told, ...officer }),
    tell(force, ["close", "case.closed"], [2, crime(1)], { ...told, ...officer, ...chosen(selfClosure) }),
  );
}

/** The victim says on a day who shall fill the form in. */
const chooses = async (day: number, selfClosure: boolean) => {
  setTime(at(day));
  await receive(
    tell(force, [`choice ${day}`, "victim.contact-asserted"], [day, crime(1)], {
      ...victim(1, day),
      ...chosen(selfClosure),
    }),
  );
};

async function deliverAll(day: number): Promise<void> {
  setTime(at(day));
  await createKeys(engine);
  await cutWave(engine);
  queued.length = 0;
  await queueDue(engine);
  await deliverBatch(engine, queued);
}

/** How the officer's request and the victim's own form stand. */
async function standing() {
  const [request] = await vault.all<{ state: string }>(sql`select state from closure_request`);
  const [form] = await vault.all<{ state: string }>(sql`select state from invitation where stage = 'closure'`);
  return { request: request?.state ?? null, form: form?.state ?? null };
}

const officersLink = async () => {
  const [row] = await vault.all<{ id: string }>(sql`select id from closure_request`);
  return (await closureLink(engine, sure(row).id)).token;
};

const routes = [
  ["a text", "sms", {}],
  ["an e-mail", "email", { mobile: null, email: "sam@mail.example", channel: "email", safety: "safe-email" }],
  [
    "a letter",
    "letter",
    {
      mobile: null,
      channel: "post",
      safety: "safe-post",
      postal: ["Sam Sample", "1 Example Street", "Exampletown", "CF10 1AA"],
    },
  ],
] as const;

describe("the closure form that a victim chose to fill in", () => {
  it.each(routes)("goes to them in %s, opens, and is taken in; no officer is asked", async (_, channel, contact) => {
    await closed(true, contact);
    expect(await standing()).toEqual({ request: null, form: "scheduled" });
    await deliverAll(3);
    expect(gateway.messages.map((message) => message.channel)).toEqual([channel]);
    const { body } = sure(gateway.messages[0]);
    const token = sure(
      /\/s\/([\w-]{22})/.exec(body)?.[1] ??
        readCode(sure(/[0-9A-Z]{4}(?:[ -][0-9A-Z]{4}){2}/.exec(body)?.[0])) ??
        undefined,
    );
    const opening = await beginAnswering(engine, token, "en");
    if (opening.state !== "ready") throw new Error(`the link is ${opening.state}`);
    expect(opening.session.instrument).toMatch(/^closure-victim@/);
    await engine.responses.run(sql`delete from pool`);
    expect(await submitAnswers(engine, opening.session, { VCF1: ["6"] })).toBe("received");
    expect(await submitAnswers(engine, opening.session, { VCF1: ["2"] })).toBe("already-received");
    expect(await engine.responses.all(sql`select count(*) as n from pool`)).toEqual([{ n: 1 }]);
  });

  it("withdraws the officer's request when it is chosen later, and takes the place of it", async () => {
    await closed(undefined);
    await deliverAll(3);
    expect(gateway.messages.map(({ channel, to }) => [channel, to])).toEqual([["officer", "PC4521"]]);
    const token = await officersLink();
    await chooses(4, true);
    expect(await standing()).toEqual({ request: "cancelled", form: "scheduled" });
    expect(await openClosureRequest(engine, token)).toMatchObject({ state: "unknown" });
    expect(await recordClosure(engine, { token }, DISCUSSION, "PC4521")).toBe("unknown");
    await deliverAll(5);
    expect(gateway.messages.map(({ channel }) => channel)).toEqual(["officer", "sms"]);
  });

  it("is withdrawn when the victim would rather speak with the officer, unless it has gone", async () => {
    await closed(true);
    setTime(at(2));
    await chooses(2, false);
    expect(await standing()).toEqual({ request: "open", form: "cancelled" });
    await deliverAll(3);
    expect(gateway.messages.map(({ channel }) => channel)).toEqual(["officer"]);
    await chooses(4, true);
    expect(await standing()).toEqual({ request: "cancelled", form: "scheduled" });
    await deliverAll(5);
    await chooses(6, false);
    expect(await standing()).toEqual({ request: "cancelled", form: "sent" });
  });

  it("is not sent once the officer has recorded the discussion", async () => {
    await closed(undefined);
    await deliverAll(3);
    expect(await recordClosure(engine, { token: await officersLink() }, DISCUSSION, "PC4521")).toBe("recorded");
    await chooses(4, true);
    expect(await standing()).toEqual({ request: "recorded", form: null });
    await deliverAll(5);
    expect(gateway.messages.map(({ channel }) => channel)).toEqual(["officer"]);
  });

  it("is one victim's choice: the officer still speaks with the other victim of the case", async () => {
    setTime(at(2));
    await createKeys(engine);
    const [first, second] = [victim(1, 0), victim(2, 0)];
    await receive(
      tell(force, ["report 1", "report.recorded"], [0, crime(1)], { ...first, ...officer }),
      tell(force, ["report 2", "report.recorded"], [0, crime(1)], { ...second, ...officer }),
      tell(force, ["choice", "victim.contact-asserted"], [1, crime(1)], { ...first, ...chosen(true) }),
      tell(force, ["close", "case.closed"], [2, crime(1)], officer),
    );
    const forms = await vault.all(sql`select victim_id as id from invitation where stage = 'closure'`);
    const requests = await vault.all(sql`select victim_id as id from closure_request where state = 'open'`);
    expect([forms.length, requests.length]).toEqual([1, 1]);
    expect(forms).not.toEqual(requests);
  });
});
