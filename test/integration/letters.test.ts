import { sql } from "drizzle-orm";
import { Hono } from "hono";
import { describe, expect, it } from "vitest";
import type { Gateway } from "../../src/channels/gateway.ts";
import { readCode } from "../../src/domain/code.ts";
import { beginAnswering } from "../../src/flow/answer.ts";
import { cutWave } from "../../src/flow/cut-wave.ts";
import { deliverBatch, queueDue } from "../../src/flow/deliver.ts";
import { createKeys } from "../../src/flow/keys.ts";
import { receiveMilestones } from "../../src/flow/receive-milestones.ts";
import { stopContact } from "../../src/flow/stop.ts";
import { submitAnswers } from "../../src/flow/submit.ts";
import { code as codePage } from "../../src/http/web/code.tsx";
import {
  engine,
  gatewaysOf,
  prepareDeliveries,
  queued,
  recordingGateway,
  setTime,
  vault,
} from "../support/deliveries.ts";
import { at, crime, force, otherForce, tell, type Told, victim } from "../support/told.ts";
import { sure } from "../unit/invitations/people.ts";

prepareDeliveries();

const printer = recordingGateway("printer");
const texts: Gateway = { ...recordingGateway("texts").gateway, carries: ["sms"] };
/** Letters go by a gateway of their own. */
const posting = {
  ...engine,
  gateways: {
    ...gatewaysOf(texts, printer.gateway),
    for: (_: string, channel: string) => (channel === "letter" ? [printer.gateway] : [texts]),
  },
};

const address = ["Sam Sample", "1 Example Street", "Exampletown", "CF10 1AA"];
const byPost = { mobile: null, channel: "post", safety: "safe-post", postal: address };

async function report(by: Told["by"], n: number, contact: object): Promise<void> {
  const { milestone } = tell(by, [`report ${n}`, "report.recorded"], [0, crime(n)], victim(n, 0, contact));
  await receiveMilestones(posting, by, [milestone]);
}

/** Six weeks after the report: the day on which its survey goes. */
async function deliverAll(day: number) {
  setTime(at(day));
  await createKeys(posting);
  await cutWave(posting);
  queued.length = 0;
  await queueDue(posting);
  await deliverBatch(posting, queued);
}

const states = async () =>
  await vault.all(sql`select state, reason from invitation where stage = 'report' order by id`);

const pages = new Hono<{ Variables: { engine: typeof posting } }>()
  .use(async (c, next) => {
    c.set("engine", posting);
    await next();
  })
  .route("/", codePage);

/** What the page of codes does with what somebody typed: where it leads to; null where the code is over or unknown. */
async function typed(written: string): Promise<string | null> {
  const answer = await pages.request("https://feedback.example/code", {
    method: "POST",
    headers: {
      "content-type": "application/x-www-form-urlencoded",
      "sec-fetch-site": "same-origin",
      "cf-connecting-ip": "203.0.113.7",
    },
    body: new URLSearchParams({ code: written }).toString(),
  });
  return answer.status === 303 ? answer.headers.get("location") : null;
}

describe("a letter", () => {
  it("carries a code that opens the survey and stops all messages, for whatever comes from that address later", async () => {
    setTime(at(1));
    await createKeys(posting);
    await report(force, 1, byPost);
    await deliverAll(43);
    expect(await states()).toEqual([{ state: "sent", reason: null }]);
    const [letter] = printer.messages;
    expect(letter).toMatchObject({ channel: "letter", to: address[0], address });
    expect(letter?.body).toContain("feedback.example/code");
    const code = sure(/[0-9A-Z]{4}(?:[ -][0-9A-Z]{4}){2}/.exec(sure(letter).body)?.[0]);
    expect(letter?.body).not.toContain("/s/");

    const token = sure(readCode(code) ?? undefined);
    expect(await typed(code.toLowerCase())).toMatch(new RegExp(`^/s/${token}`));
    const opening = await beginAnswering(posting, token, "cy");
    if (opening.state !== "ready") throw new Error(`the code is ${opening.state}`);
    expect(await submitAnswers(posting, opening.session, {})).toBe("received");
    expect(await stopContact(posting, token, "stop")).toBe(true);
    expect(await states()).toEqual([{ state: "cancelled", reason: "opted-out" }]);
    expect(await typed(code)).toBeNull();

    // The same case again, and one of another force, to whom the address was spelt in another way.
    const again = tell(force, ["again", "victim.contact-asserted"], [41, crime(1)], victim(1, 41, byPost));
    await receiveMilestones(posting, force, [again.milestone]);
    await report(otherForce, 2, { ...byPost, postal: ["SAM SAMPLE", "1, Example  Street", "Exampletown.", "cf101aa"] });
    await deliverAll(44);
    expect(printer.messages).toHaveLength(1);
    expect(await states()).toEqual([
      { state: "cancelled", reason: "opted-out" },
      { state: "excluded", reason: "opted-out" },
    ]);
  });
});
