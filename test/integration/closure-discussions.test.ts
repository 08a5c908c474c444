import { env } from "cloudflare:workers";
import { sql } from "drizzle-orm";
import { Hono } from "hono";
import { beforeEach, describe, expect, it } from "vitest";
import type { Grant, StaffMember } from "../../src/domain/permission.ts";
import { countClosuresFor } from "../../src/flow/closure-console.ts";
import { type Correction, correctClosure } from "../../src/flow/correct-closure.ts";
import { cutWave } from "../../src/flow/cut-wave.ts";
import { closureLink } from "../../src/flow/deliver-closures.ts";
import { createKeys } from "../../src/flow/keys.ts";
import { recordClosure } from "../../src/flow/record-closure.ts";
import { openReferences } from "../../src/flow/references.ts";
import { createSender } from "../../src/flow/senders.ts";
import { closures } from "../../src/http/api/closures.ts";
import { pageHeaders } from "../../src/http/headers.ts";
import { onApiError } from "../../src/http/problem-response.ts";
import { closure } from "../../src/http/web/closure.tsx";
import { consoleClosures } from "../../src/http/web/console-closures.tsx";
import type { Answers } from "../../src/instrument/definition.ts";
import { timeOrderedId } from "../../src/kernel/ids.ts";
import type { LocalDate } from "../../src/kernel/time.ts";
import { sealReferences } from "../../src/store/vault/case-references.ts";
import { discussionsOf } from "../../src/store/vault/closure-discussions.ts";
import { openClosures } from "../../src/store/vault/closures.ts";
import { closurePhrases } from "../../src/ui/phrases-closure.ts";
import { consoleClosurePhrases } from "../../src/ui/phrases-console-closures.ts";
import { dump } from "../support/capabilities.ts";
import {
  engine as outside,
  given,
  NOW,
  PERIOD,
  prepareDeliveries,
  setTime,
  TODAY,
  vault,
  WEEK,
} from "../support/deliveries.ts";

// Discussions that officers record by their link, at the console and by their force's system, and correct afterwards.

const AREA = "E23000029";
const signedIn = { email: "nobody@force.example" };
const engine = {
  ...outside,
  staff: { isConnected: true, signInAt: null, identify: async () => ({ email: signedIn.email }) },
};

const app = new Hono<{ Variables: { engine: typeof engine } }>()
  .use(async (c, next) => {
    c.set("engine", engine);
    await next();
  })
  .onError(onApiError)
  .route("/v1", closures)
  .route("/", new Hono().use(pageHeaders).route("/", closure).route("/", consoleClosures));

const COMMENT = "They rang me back on the Friday.";
const HELD: Answers = { VCD1: ["held"], VCD3: ["2"], VCD4: ["withdrew"], VCD5: ["fear"], VCD7: ["no-new-risk"] };

/** Requests that are cut, of which the first is told with its link. */
async function ask() {
  const ids = await given({ n: 12 });
  await vault.run(sql`insert into case_victim (case_id, victim_id) select id, id from victim`);
  await vault.run(sql`insert into milestone (id, event_key, sender_id, kind, occurred_at, received_at, case_id,
      victim_id, state, detail)
    select id, id, 'force', 'report.recorded', '2026-03-01T08:00:00.000Z', ${NOW}, id, id, 'recorded',
      '{"profile":{"consent":"not-refused"}}' from victim`);
  const rows = ids.map((caseId) => ({
    id: timeOrderedId(engine, NOW),
    caseId,
    victimId: caseId,
    milestoneId: "closed",
    area: AREA,
    period: PERIOD,
    wave: WEEK,
    officerRef: "PC4521",
    dueOn: TODAY,
  }));
  await openClosures(vault, rows, NOW);
  await createKeys(engine);
  await cutWave(engine);
  const [id, caseId] = [rows[0]?.id ?? "", ids[0] ?? ""];
  const { token, linkHash } = await closureLink(engine, id);
  await vault.run(sql`update closure_request set link_hash = ${linkHash} where id = ${id}`);
  return { id, caseId, token };
}

const record = async (token: string, answers: Answers = HELD, heldOn: LocalDate | null = null) =>
  await recordClosure(engine, { token }, { instrument: "closure-officer@1", answers, heldOn }, "officer");

const change = async (token: string, answers: Answers, from: number) => {
  const correction: Correction = { instrument: "closure-officer@1", answers, gives: "changes", from };
  return await correctClosure(engine, { token }, correction, "officer");
};

const victimOf = async (id: string) => {
  const [row] = await vault.all(sql`select safety, consent, safety_asserted_at as at from victim where id = ${id}`);
  return row;
};

const waiting = async () => Number((await env.RESPONSES.prepare("select count(*) as n from pool").first("n")) ?? 0);

prepareDeliveries();
beforeEach(async () => {
  await env.VAULT.batch(["staff_grant", "staff", "audit"].map((table) => env.VAULT.prepare(`delete from ${table}`)));
});

describe("a correction by the link", () => {
  it("changes what it names, keeps the rest and the version before, and touches nothing that was said", async () => {
    const { id, token } = await ask();
    expect(await change(token, { VCD7: ["new-risk"] }, 1)).toBe("unknown");
    await record(token, { ...HELD, VCD2: [COMMENT] });
    const pooled = await waiting();
    setTime("2026-03-04T12:00:00.000Z");
    expect(await change(token, { VCD7: ["new-risk"], VCD7A: ["acted"], VCD3: ["7"], VCD5: ["delay"] }, 1)).toBe(
      "corrected",
    );
    expect(await discussionsOf(vault, id)).toEqual([
      {
        version: 1,
        recordedBy: "officer",
        recordedAt: NOW,
        heldOn: null,
        discussion: "held",
        engagement: "withdrew",
        actions: { VCD7: "no-new-risk" },
      },
      {
        version: 2,
        recordedBy: "officer",
        recordedAt: "2026-03-04T12:00:00.000Z",
        heldOn: null,
        discussion: "held",
        engagement: "withdrew",
        actions: { VCD7: "new-risk", VCD7A: ["acted"] },
      },
    ]);
    expect(await waiting()).toBe(pooled);
    const kept = await dump(env.VAULT);
    expect([kept.includes("VCD3"), kept.includes("VCD5"), kept.includes(COMMENT)]).toEqual([false, false, false]);
  });

  it("is refused where it contradicts what stays, and says which question", async () => {
    const { id, token } = await ask();
    await record(token, { ...HELD, VCD6: ["vc01"] });
    const post = async (right: string) => {
      const body = new URLSearchParams({ from: "1", VCD6N: right, VCD6R: "no-conviction" });
      const headers = { "sec-fetch-site": "same-origin" };
      return await app.request(`/closure/${token}/correct`, { method: "POST", headers, body });
    };
    const told = await post("vc01");
    expect([told.status, await told.text()]).toEqual([400, expect.stringContaining(closurePhrases.bothWays.en)]);
    expect(await discussionsOf(vault, id)).toHaveLength(1);
    const mended = await post("vc11");
    expect([mended.status, (await discussionsOf(vault, id)).length]).toEqual([200, 2]);
  });

  it("counts once however often it is sent, and overrules nobody unseen", async () => {
    const { id, token } = await ask();
    await record(token);
    const same = { VCD9: ["updated"], VCD9A: ["safety"] };
    const twice = await Promise.all([change(token, same, 1), change(token, same, 1)]);
    expect(twice.toSorted()).toEqual(["corrected", "unchanged"]);
    const both = await Promise.all([change(token, { VCD8: ["housing"] }, 2), change(token, { VCD8: ["health"] }, 2)]);
    expect(both.toSorted()).toEqual(["corrected", "overtaken"]);
    expect(await change(token, { VCD4: ["engaged"] }, 1)).toBe("overtaken");
    expect((await discussionsOf(vault, id)).map(({ version }) => version)).toEqual([1, 2, 3]);
  });

  it("asserts anew the wishes that it names, and no other", async () => {
    const { caseId, token } = await ask();
    await record(token, { ...HELD, VCD10: ["safe-sms"], VCD10C: ["yes"] });
    expect(await victimOf(caseId)).toEqual({ safety: "safe-sms", consent: "not-refused", at: NOW });
    setTime("2026-03-10T12:00:00.000Z");
    expect(await change(token, { VCD7: ["new-risk"] }, 1)).toBe("corrected");
    expect(await victimOf(caseId)).toMatchObject({ at: NOW });
    expect(await change(token, { VCD10: ["safe-phone-only"], VCD10C: ["no"] }, 2)).toBe("corrected");
    expect(await victimOf(caseId)).toEqual({
      safety: "safe-phone-only",
      consent: "refused",
      at: "2026-03-10T12:00:00.000Z",
    });
  });

  it("ends after 28 days, on the page as well", async () => {
    const { token } = await ask();
    await record(token);
    setTime("2026-03-31T12:00:00.000Z");
    const page = async (path: string) => await (await app.request(`/closure/${token}${path}`)).text();
    expect(await page("")).toContain(`/closure/${token}/correct`);
    expect(await change(token, { VCD9: ["unchanged"] }, 1)).toBe("corrected");
    setTime("2026-04-01T12:00:00.000Z");
    expect(await page("")).not.toContain("/correct");
    expect(await page("/correct")).toContain(closurePhrases.tooLateHeading.en);
    expect(await change(token, { VCD9: ["not-done"] }, 2)).toBe("too-late");
  });

  it("shows nothing of what was recorded to whoever holds the link", async () => {
    const { token } = await ask();
    await record(token, { ...HELD, VCD10: ["via-advocate"] });
    const html = await (await app.request(`/closure/${token}/correct`)).text();
    expect(html).not.toContain("checked");
    expect([html.includes('name="VCD3"'), html.includes('name="VCD2"'), html.includes('name="VCD10"')]).toEqual([
      false,
      false,
      true,
    ]);
  });
});

describe("a discussion that was recorded days after it was held", () => {
  it("does not overrule what was said of the route in between, unless it shuts it", async () => {
    const { caseId, token } = await ask();
    const told = async (safety: string, at: string) =>
      await vault.run(sql`update victim set safety = ${safety}, safety_asserted_at = ${at} where id = ${caseId}`);
    await told("safe-phone-only", "2026-03-02T18:00:00.000Z");
    await record(token, { ...HELD, VCD10: ["safe-sms"] }, "2026-03-02" as LocalDate);
    expect(await victimOf(caseId)).toMatchObject({ safety: "safe-phone-only" });
    await change(token, { VCD10: ["no-contact"] }, 1);
    expect(await victimOf(caseId)).toMatchObject({ safety: "no-contact" });
  });
});

describe("the officer's page", () => {
  const post = async (path: string, fields: readonly (readonly [string, string])[]) =>
    await app.request(path, {
      method: "POST",
      headers: { "content-type": "application/x-www-form-urlencoded", "sec-fetch-site": "same-origin" },
      body: new URLSearchParams(fields.map(([name, value]) => [name, value])).toString(),
    });

  it("asks for the reasons that a code needs, and for a day that can be", async () => {
    const { id, token } = await ask();
    const fields: [string, string][] = [
      ["VCD1", "held"],
      ["VCD3", "not-asked"],
      ["VCD6", "vc11"],
      ["VCD6N", "vc11"],
      ["heldOn", "2026-03-04"],
    ];
    const refused = await post(`/closure/${token}`, fields);
    const html = await refused.text();
    expect(refused.status).toBe(400);
    for (const anchor of ["#VCD3R", "#VCD6N", "#VCD6R", "#heldOn"]) expect(html).toContain(`href="${anchor}"`);
    const whole: [string, string][] = [
      ["VCD1", "held"],
      ["VCD3", "not-asked"],
      ["VCD3R", "distress"],
      ["VCD6", "vc11"],
      ["VCD6N", "vc07"],
      ["VCD6R", "not-wanted"],
      ["heldOn", "2026-03-01"],
    ];
    expect((await post(`/closure/${token}`, whole)).status).toBe(200);
    expect(await discussionsOf(vault, id)).toMatchObject([{ heldOn: "2026-03-01", actions: { VCD6N: ["vc07"] } }]);
  });

  it("counts the days for which a form waited on the device", async () => {
    const { id, token } = await ask();
    await post(`/closure/${token}`, [
      ["VCD1", "held"],
      ["heldOn", ""],
      ["ago", "2"],
    ]);
    expect(await discussionsOf(vault, id)).toMatchObject([{ heldOn: "2026-03-01" }]);
  });

  it("lets its script call us alone, and keeps a copy of the form that holds no link", async () => {
    const { token } = await ask();
    const page = await app.request(`/closure/${token}`);
    expect(page.headers.get("content-security-policy")).toMatch(/^default-src 'none'; .*connect-src 'self'/);
    expect(page.headers.get("cache-control")).toBe("no-store");
    const html = await page.text();
    expect(html).not.toContain(token);
    const worker = await (await app.request("/closure/worker.js")).text();
    expect(worker).toContain('"/closure/form?lang=cy"');
    expect(worker).not.toContain("/s/");
  });
});

describe("the console", () => {
  const member = (grants: readonly Grant[]): StaffMember => ({ email: signedIn.email, name: "A name", grants });
  const signIn = async (...grants: Grant[]) => {
    signedIn.email = `staff-${timeOrderedId(engine, engine.clock.now())}@force.example`;
    await vault.run(sql`insert into staff (email, name, created_at) values (${signedIn.email}, 'A name', ${NOW})`);
    for (const { role, area } of grants)
      await vault.run(sql`insert into staff_grant (email, role, area, granted_at)
        values (${signedIn.email}, ${role}, ${area}, ${NOW})`);
    return member(grants);
  };
  const get = async (path: string) => {
    const response = await app.request(`/console/closures${path}`);
    return { status: response.status, text: await response.text() };
  };
  const post = async (path: string, fields: Record<string, string>) =>
    await app.request(`/console/closures${path}`, {
      method: "POST",
      headers: { "content-type": "application/x-www-form-urlencoded", "sec-fetch-site": "same-origin" },
      body: new URLSearchParams(fields).toString(),
    });
  const acts = async () =>
    (await vault.all<{ action: string }>(sql`select action from audit`)).map((row) => row.action);

  it("lists what is due and overdue, lets an officer record it, and shows every version to their own force", async () => {
    const { id, caseId } = await ask();
    const said = { case: "42/77/26", victim: "V-1" };
    const [sealed] = await sealReferences(engine, WEEK, [{ caseId, victimId: caseId, said }]);
    await vault.run(sql`update case_victim set reference = ${sealed}, reference_epoch = ${WEEK}
      where case_id = ${caseId}`);
    const officer = await signIn({ role: "officer", area: AREA });
    expect(await countClosuresFor(engine, officer)).toEqual({ due: 12, overdue: 0, recorded: 0 });
    setTime("2026-03-04T12:00:00.000Z");
    expect(await countClosuresFor(engine, officer)).toEqual({ due: 0, overdue: 12, recorded: 0 });
    expect((await get("?standing=overdue")).text).toContain(`/console/closures/${id}`);
    expect((await get(`/${id}`)).text).toContain("42/77/26");

    const recorded = await post(`/${id}/record`, {
      VCD1: "held",
      VCD3: "2",
      VCD10: "safe-email",
      heldOn: "2026-03-03",
    });
    expect(recorded.headers.get("location")).toContain("outcome=recorded");
    const form = (await get(`/${id}/correct`)).text;
    expect(form).toMatch(/value="safe-email" checked/);
    expect(form).not.toContain('name="VCD3"');
    const corrected = await post(`/${id}/correct`, { from: "1", VCD1: "held", VCD7: "new-risk", heldOn: "2026-03-03" });
    expect(corrected.headers.get("location")).toContain("outcome=corrected");
    const { text } = await get(`/${id}`);
    for (const part of [signedIn.email, consoleClosurePhrases.changed.en, "Version 1", "Version 2"])
      expect(text).toContain(part);
    expect(await discussionsOf(vault, id)).toMatchObject([
      { version: 1, recordedBy: `staff:${signedIn.email}`, actions: { VCD10: "safe-email" } },
      { version: 2, recordedBy: `staff:${signedIn.email}`, actions: { VCD7: "new-risk" } },
    ]);
    expect(await acts()).toEqual(["view-closure", "record-closure", "view-closure", "correct-closure", "view-closure"]);
  });

  it("lets coordinators look and not record, others' areas not look, and the nation not read", async () => {
    const { id, token } = await ask();
    await record(token, { ...HELD, VCD10: ["via-advocate"] });
    const advocate = "Through an adviser or advocate";
    await signIn({ role: "coordinator", area: AREA });
    const seen = await get(`/${id}`);
    expect([seen.text.includes(advocate), seen.text.includes(`/${id}/correct`)]).toEqual([true, false]);
    expect((await get(`/${id}/correct`)).status).toBe(403);
    expect((await post(`/${id}/correct`, { from: "1", VCD1: "held" })).status).toBe(403);
    await signIn({ role: "officer", area: "E23000032" });
    expect((await get(`/${id}`)).status).toBe(404);
    expect((await post(`/${id}/correct`, { from: "1", VCD1: "held" })).status).toBe(404);
    await signIn({ role: "officer", area: "*" });
    const nation = await get(`/${id}`);
    expect([nation.status, nation.text.includes(advocate), nation.text.includes("/correct")]).toEqual([
      200,
      false,
      false,
    ]);
    await signIn({ role: "auditor", area: AREA });
    expect((await get("")).status).toBe(403);
    expect(await discussionsOf(vault, id)).toHaveLength(1);
  });
});

describe("a force's own system", () => {
  it("records and corrects, once each, and is told what is missing", async () => {
    const { id, caseId } = await ask();
    const references = await openReferences(engine);
    const [named, called] = [
      await references.victim("42", "V-1"),
      await references.identifier({ type: "crimeReference", value: "42/1/26" }, "42"),
    ];
    await vault.run(sql`update victim set ref_hash = ${named} where id = ${caseId}`);
    await vault.run(sql`insert into case_identifier (hash, case_id, of_person) values (${called}, ${caseId}, 0)`);
    const expiresOn = "2030-01-01" as LocalDate;
    const sender = { id: `force-${id}`, name: "A force", role: "force", forceCode: "42", expiresOn } as const;
    const { secret } = await createSender(engine, sender);
    const send = async (body: object) => {
      const response = await app.request("/v1/closures", {
        method: "POST",
        headers: { "content-type": "application/json", "authorization": `Bearer ${secret ?? ""}` },
        body: JSON.stringify({
          case: { identifiers: [{ type: "crimeReference", value: "42/1/26" }] },
          victimRef: "V-1",
          recordedBy: "PC4521",
          ...body,
        }),
      });
      const told = await response.json<{ state?: string; errors?: { path: string }[] }>();
      return [response.status, told] as const;
    };
    const [status, problem] = await send({ answers: { VCD1: ["attempted"] }, heldOn: "2031-01-01" });
    expect([status, problem.errors?.map(({ path }) => path)]).toEqual([400, ["answers.VCD1R", "heldOn"]]);
    expect((await send({ answers: { VCD1: ["held"] }, recordedBy: "staff:chief@force.example" }))[0]).toBe(400);
    expect((await send({ correction: true, answers: { VCD1: ["held"] } }))[0]).toBe(404);

    const first = { answers: { ...HELD, VCD8: ["housing"] }, heldOn: "2026-03-02" };
    expect(await send(first)).toEqual([201, { state: "recorded" }]);
    expect(await send(first)).toEqual([200, { state: "already-recorded" }]);
    const whole = { correction: true, answers: { ...HELD, VCD8: ["none"] } };
    expect(await send(whole)).toEqual([201, { state: "corrected" }]);
    expect(await send(whole)).toEqual([200, { state: "unchanged" }]);
    expect(await discussionsOf(vault, id)).toMatchObject([
      { version: 1, recordedBy: "PC4521", heldOn: "2026-03-02", actions: { VCD8: ["housing"] } },
      { version: 2, recordedBy: "PC4521", heldOn: "2026-03-02", actions: { VCD8: ["none"] } },
    ]);
  });
});
