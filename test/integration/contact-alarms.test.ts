import { env } from "cloudflare:workers";
import { sql } from "drizzle-orm";
import { Hono } from "hono";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { NATION, type StaffRole } from "../../src/domain/permission.ts";
import { deliverBatch } from "../../src/flow/deliver.ts";
import { receiveMilestones } from "../../src/flow/receive-milestones.ts";
import { stopByReference } from "../../src/flow/stop.ts";
import { watchContacts } from "../../src/flow/watch-contacts.ts";
import { contactAlarms } from "../../src/http/api/contact-alarms.ts";
import { onApiError } from "../../src/http/problem-response.ts";
import { pageHeaders } from "../../src/http/headers.ts";
import { consoleAlarms } from "../../src/http/web/console-alarms.tsx";
import type { LocalDate, Week } from "../../src/kernel/time.ts";
import { countContacts, type ContactTally, talliesSince, type WeekDays } from "../../src/store/vault/contact-alarms.ts";
import { areas } from "../../src/results/codelist.ts";
import { openVault } from "../../src/store/vault/database.ts";
import { putStaff } from "../../src/store/vault/staff.ts";
import { alarmPhrases as say, alarmReasonWords, signWords } from "../../src/ui/phrases-alarms.ts";
import { dump } from "../support/capabilities.ts";
import { engine as delivering, gateway, given, prepareDeliveries, vault } from "../support/deliveries.ts";
import { crime, emptyVault, force, tell, victim } from "../support/told.ts";

prepareDeliveries();

const OPERATOR = "the operator's key in this test";
/** The first forces in the list; the third invents victims. */
const forces = areas.slice(0, 12).map(({ code }) => code);
const CHEAT = forces[2] ?? "";
const [SURREY, KENT] = ["E23000031", "E23000032"];

const engine = {
  ...delivering,
  secrets: { operatorKey: OPERATOR, resultsSubscriptionKeys: {} },
  staff: {
    isConnected: true,
    signInAt: null,
    signOutAt: null,
    // Whoever the test says it is.
    identify: async (request: Request) => ({ email: request.headers.get("x-email") ?? "" }),
  },
};

const NIGHT = "2026-03-02T02:30:00.000Z";
/** Sundays on which weeks of ten had ended, and the weeks counted back from the last one. */
const weeksBack = (weeks: number) =>
  new Date(Date.parse("2026-02-25") - weeks * 7 * 86_400_000).toISOString().slice(0, 10);

type Row = {
  readonly id: string;
  readonly area: string;
  readonly phone: string | null;
  readonly caseOf: string;
  readonly dueOn: string;
  readonly state: string;
  readonly reason: string | null;
  readonly gateway: string | null;
  readonly handed: string | null;
};

let made = 0;
/** An invitation of a victim of their own, with a number of their own, that arrived. */
const invited = (area: string, changes: Partial<Row> = {}): Row => {
  const id = `id-${String(++made).padStart(6, "0")}`;
  return {
    id,
    area,
    phone: `number ${id}`,
    caseOf: id,
    dueOn: weeksBack(1),
    state: "delivered",
    reason: null,
    gateway: "national/sms",
    handed: null,
    ...changes,
  };
};

const some = <T>(n: number, make: (at: number) => T): readonly T[] => Array.from({ length: n }, (_, at) => make(at));

async function store(rows: readonly Row[]): Promise<void> {
  const from = sql`from json_each(${JSON.stringify(rows)})`;
  await vault.run(sql`insert into case_file (id, area, offence, flags, facts, updated_at)
    select distinct value ->> 'caseOf', value ->> 'area', 'burglary', '[]', '{}', ${NIGHT} ${from} where true
    on conflict do nothing`);
  await vault.run(sql`insert into victim (id, ref_hash, area, phone_index, safety, language, age, sex, flags, consent, status,
      updated_at)
    select value ->> 'id', value ->> 'id', value ->> 'area', value ->> 'phone', 'safe-sms', 'en', '25-44', 'female', '[]',
      'not-refused', 'active', ${NIGHT} ${from}`);
  await vault.run(sql`insert into case_victim (case_id, victim_id) select value ->> 'caseOf', value ->> 'id' ${from}`);
  await vault.run(sql`insert into invitation (id, case_id, victim_id, milestone_id, stage, area, period, state, reason,
      gateway, handed, probability, due_on, expires_on, created_at, updated_at)
    select value ->> 'id', value ->> 'caseOf', value ->> 'id', 'm', 'report', value ->> 'area', '2026Q1', value ->> 'state',
      value ->> 'reason', value ->> 'gateway', value ->> 'handed', 1, value ->> 'dueOn', date(value ->> 'dueOn', '+28 days'), ${NIGHT}, ${NIGHT} ${from}`);
}

beforeEach(async () => {
  for (const table of ["contact_alarm", "contact_tally", "audit"]) await vault.run(sql.raw(`delete from ${table}`));
  await vault.run(sql`delete from case_victim`);
  engine.log.lines.length = 0;
  delivering.setTime(NIGHT);
});

const WEEK = "2026-W08" as Week;
const days: WeekDays = { week: WEEK, from: "2026-02-16" as LocalDate, to: "2026-02-22" as LocalDate };
const counted = async (rows: readonly Row[]): Promise<readonly ContactTally[]> => {
  await store(rows);
  await countContacts(vault, [days]);
  return await talliesSince(vault, WEEK);
};

describe("what is counted of numbers", () => {
  it("is a number that three victims of one force have in three cases, and not of two, of one case, or of two forces", async () => {
    const rows = [
      ...some(3, () => invited(SURREY, { phone: "three" })),
      ...some(2, () => invited(SURREY, { phone: "two" })),
      ...some(4, () => invited(SURREY, { phone: "household", caseOf: "one case" })),
      ...some(2, () => invited(SURREY, { phone: "both" })),
      invited(KENT, { phone: "both" }),
      invited(SURREY, { phone: null }),
      invited(SURREY, { state: "excluded", reason: "rest-across-cases" }),
    ];
    expect((await counted(rows)).filter(({ sign }) => sign === "repeated")).toEqual([
      { area: SURREY, week: WEEK, sign: "repeated", n: 3, base: 11 },
      { area: KENT, week: WEEK, sign: "repeated", n: 0, base: 1 },
    ]);
  });

  it("is a repeated number also where its invitations are held, and in other weeks, and an e-mail address likewise", async () => {
    const rows = [
      invited(SURREY, { phone: "three", state: "held", reason: "shared-number" }),
      invited(SURREY, { phone: "three", dueOn: "2026-01-05" }),
      invited(SURREY, { phone: "three", dueOn: "2026-02-23" }),
      ...some(3, () => invited(SURREY, { phone: null })),
    ];
    await store(rows);
    await vault.run(sql`update victim set email_index = 'an address' where phone_index is null`);
    await countContacts(vault, [days]);
    expect((await talliesSince(vault, WEEK)).filter(({ sign }) => sign === "repeated")).toMatchObject([
      { n: 4, base: 4 },
    ]);
  });

  it("is a message that reached nobody or somebody else, of those that a gateway had; not one that it failed to take", async () => {
    const rows = [
      ...some(5, () => invited(SURREY)),
      invited(SURREY, { state: "closed", reason: "sent" }),
      invited(SURREY, { state: "failed", reason: "number-dead" }),
      invited(SURREY, { state: "cancelled", reason: "wrong-person" }),
      invited(SURREY, { state: "failed", reason: "gateway-technical" }),
      invited(SURREY, { state: "cancelled", reason: "opted-out" }),
      invited(SURREY, { state: "held", reason: "route-stale" }),
    ];
    expect((await counted(rows)).filter(({ sign }) => sign === "misdirected")).toEqual([
      { area: SURREY, week: WEEK, sign: "misdirected", n: 2, base: 8 },
    ]);
    expect(await counted([invited(SURREY, { state: "failed", reason: "number-dead" })])).toContainEqual(
      expect.objectContaining({ sign: "misdirected", n: 3, base: 9 }),
    );
  });

  it("is no call: neither a dead number or a stranger that a caller found, nor an interview, nor a refusal", async () => {
    const rung = (changes: Partial<Row>) => invited(SURREY, { gateway: null, ...changes });
    const rows = [
      ...some(5, () => invited(SURREY)),
      // A gateway that refuses a number at once is not kept with it.
      invited(SURREY, { state: "failed", reason: "number-dead", gateway: null }),
      rung({ state: "cancelled", reason: "number-dead" }),
      rung({ state: "cancelled", reason: "wrong-person" }),
      rung({ state: "cancelled", reason: "refused" }),
      ...some(3, () => rung({ handed: "telephone" })),
    ];
    expect((await counted(rows)).filter(({ sign }) => sign === "misdirected")).toEqual([
      { area: SURREY, week: WEEK, sign: "misdirected", n: 1, base: 6 },
    ]);
  });

  it("is found by indexes, however many victims and invitations there are", async () => {
    const statements: string[] = [];
    const recording = new Proxy(env.VAULT, {
      get: (target, name) => {
        if (name === "batch") return async (all: D1PreparedStatement[]) => await target.batch(all);
        return (query: string) => {
          statements.push(query);
          return target.prepare(query);
        };
      },
    });
    await countContacts(openVault(recording), [days]);
    const counting = statements.filter((query) => /insert into "contact_tally"/.test(query));
    expect(counting).toHaveLength(3);
    for (const query of counting) {
      const given = Array.from(query.matchAll(/\?/g), () => "[]");
      const plan = await env.VAULT.prepare(`explain query plan ${query}`)
        .bind(...given)
        .all<{ detail: string }>();
      const details = plan.results.map(({ detail }) => detail);
      expect(details).toContain("SEARCH i USING INDEX invitation_due (state=? AND due_on>? AND due_on<?)");
      // Of all victims only the indexes of numbers and addresses are read.
      const whole = details.filter((detail) => /^SCAN (i|v|cv|invitation|victim|case_victim)\b/.test(detail));
      expect(whole.filter((detail) => !/ USING COVERING INDEX victim_(phone|email)$/.test(detail))).toEqual([]);
    }
  });
});

describe("a number that its sender puts another in the place of", () => {
  const asserted = async (day: number, contact: object = {}) => {
    const kind = day === 0 ? "report.recorded" : "victim.contact-asserted";
    const told = tell(force, [`told on ${day}`, kind], [day, crime(1)], victim(1, day, contact));
    await receiveMilestones(engine, told.by, [told.milestone]);
  };
  const goes = async (state: string, by: string | null = "national/sms") =>
    await vault.run(
      sql`update invitation set state = ${state}, gateway = ${by}, given_at = ${"2026-03-05T12:00:00.000Z"}`,
    );
  const isReplaced = async () => (await vault.all<{ replaced: number }>(sql`select replaced from victim`))[0]?.replaced;
  const another = { mobile: "+447700900999" };

  afterEach(emptyVault);
  beforeEach(async () => {
    delivering.setTime("2026-03-06T12:00:00.000Z");
    await asserted(0);
  });

  it.each([
    ["counts once a message has gone to it", "delivered", another, 1],
    ["counts when none takes its place", "closed", { safety: "no-contact" }, 1],
    ["does not count when it is told again as it was", "delivered", { safety: "safe-phone-only" }, 0],
    ["does not count before a message has gone", "scheduled", another, 0],
    ["does not count when it was dead", "failed", another, 0],
  ])("%s", async (_, state, contact, expected) => {
    await goes(state);
    await asserted(1, contact);
    expect(await isReplaced()).toBe(expected);
    await asserted(2, {});
    expect(await isReplaced()).toBe(expected || Number(state === "delivered" && contact === another));
  });

  it.each([
    ["an address that no e-mail has gone to", "national/sms", { email: "ann.other@example.org" }, 0],
    ["a number that no text has gone to", "national/email", another, 0],
    ["an address that an e-mail has gone to", "national/email", { email: "ann.other@example.org" }, 1],
    ["both, where a letter went", "national/letter", { ...another, email: null }, 0],
    ["a number that was the only safe way, where the gateway's name does not say", "outbox", another, 1],
    ["an address that was not, where the gateway's name does not say", "outbox", { email: null }, 0],
  ])("is told by the way that the message went: %s", async (_, by, contact, expected) => {
    await asserted(1, { email: "ann@example.org" });
    await goes("delivered", by);
    await asserted(2, { email: "ann@example.org", ...contact });
    expect(await isReplaced()).toBe(expected);
  });

  it("does not count when its victim stopped us, or a gateway's, and another came later", async () => {
    await goes("delivered");
    expect(await stopByReference(engine, { forceCode: "45", victimRef: "V-1" }, "wrong-person")).toBe(true);
    await asserted(1, another);
    expect(await isReplaced()).toBe(0);
  });

  it("is counted among the invitations that went", async () => {
    await emptyVault();
    await store([...some(3, () => invited(SURREY)), invited(SURREY, { state: "failed", reason: "number-dead" })]);
    await vault.run(sql`update victim set replaced = 1 where id = (select min(id) from victim where area = ${SURREY})`);
    await countContacts(vault, [days]);
    expect((await talliesSince(vault, WEEK)).filter(({ sign }) => sign === "replaced")).toEqual([
      { area: SURREY, week: WEEK, sign: "replaced", n: 1, base: 3 },
    ]);
  });
});

/** Twelve forces over thirteen weeks; a few numbers are shared everywhere, and the cheat's victims have ten in turn. */
async function storeQuarter(cheats: boolean): Promise<void> {
  const honest = forces.flatMap((area) =>
    some(240, (at) => invited(area, { dueOn: weeksBack(at % 4), ...(at < 3 && { phone: `shared in ${area}` }) })),
  );
  await store([
    ...honest,
    ...(cheats ? some(40, (at) => invited(CHEAT, { phone: `invented ${at % 10}`, dueOn: weeksBack(at % 4) })) : []),
  ]);
}

const app = new Hono<{ Variables: { engine: typeof engine } }>()
  .use(async (c, next) => {
    c.set("engine", engine);
    await next();
  })
  .onError(onApiError)
  .route("/v1", contactAlarms)
  .route("/", new Hono().use(pageHeaders).route("/", consoleAlarms));

const operator = { "authorization": `Bearer ${OPERATOR}`, "content-type": "application/json" };
type Report = { alarms: readonly Record<string, unknown>[]; counts: readonly Record<string, unknown>[] };
const report = async () => await (await app.request("/v1/contact-alarms", { headers: operator })).json<Report>();
const acknowledge = async (body: object, headers: Record<string, string> = operator) =>
  (await app.request("/v1/contact-alarms/acknowledge", { method: "POST", headers, body: JSON.stringify(body) })).status;
const alarm = { area: CHEAT, sign: "repeated" };

describe("an alarm about a force's numbers", () => {
  it("is raised in the night for the force that invents victims, for no honest one, and changes nothing else", async () => {
    await storeQuarter(true);
    const before = await vault.all(sql`select * from invitation order by id`);
    await watchContacts(engine);
    const { alarms, counts } = await report();
    expect(alarms).toMatchObject([{ ...alarm, n: 43, base: 280, raisedOn: "2026-03-02", endedOn: null }]);
    expect(counts).toContainEqual({
      ...alarm,
      quarter: { n: 43, base: 280 },
      month: { n: 43, base: 280 },
    });
    expect(await vault.all(sql`select * from invitation order by id`)).toEqual(before);
    await watchContacts(engine);
    expect((await report()).alarms).toHaveLength(1);
    expect(engine.log.lines.map((line) => JSON.parse(line) as object)).toEqual([
      { event: "contact-alarm-raised", ...alarm, look: expect.stringMatching(/^(quarter|month)$/) },
    ]);
  });

  it("is not raised where all are honest, nor where too few forces can be compared", async () => {
    await storeQuarter(false);
    await watchContacts(engine);
    expect((await report()).alarms).toEqual([]);
    await storeQuarter(true);
    await vault.run(sql`delete from invitation where area not in (${CHEAT}, ${forces[0]}, ${forces[1]})`);
    await watchContacts(engine);
    expect((await report()).alarms).toEqual([]);
  });

  it("tells nothing of anybody: no number, hash or id is in what it stores, logs or says", async () => {
    await storeQuarter(true);
    await watchContacts(engine);
    const stored = await vault.all(sql`select * from contact_tally`);
    const alarms = await vault.all(sql`select * from contact_alarm`);
    const told = JSON.stringify([stored, alarms, engine.log.lines, await report()]);
    for (const word of ["invented", "number id", "shared in", "id-0"]) expect(told).not.toContain(word);
    expect(await dump(engine.responses.$client)).not.toContain("repeated");
  });

  it("is acknowledged once, on record, and returns only when it has grown by half; it ends when its cause has", async () => {
    await storeQuarter(true);
    await watchContacts(engine);
    expect(await acknowledge({ ...alarm, reason: "because Ann said so" })).toBe(400);
    expect(await acknowledge({ ...alarm, sign: "misdirected", reason: "explained" })).toBe(404);
    expect(await acknowledge({ ...alarm, reason: "being-looked-into" })).toBe(204);
    expect(await acknowledge({ ...alarm, reason: "explained" })).toBe(404);
    expect(await vault.all(sql`select actor, action, object from audit`)).toEqual([
      { actor: "operator", action: "acknowledge-alarm", object: `contact-alarm:${CHEAT}:repeated` },
    ]);

    await watchContacts(engine);
    expect((await report()).alarms).toMatchObject([{ acknowledged: { by: "operator", reason: "being-looked-into" } }]);
    await store(some(40, (at) => invited(CHEAT, { phone: `invented ${at % 10}`, dueOn: weeksBack(at % 4) })));
    await watchContacts(engine);
    expect((await report()).alarms).toMatchObject([{ n: 83, raisedOn: "2026-03-02", acknowledged: null }]);
    expect(engine.log.lines.at(-1)).toContain("contact-alarm-returned");

    await vault.run(sql`update victim set phone_index = id where phone_index like 'invented%'`);
    delivering.setTime("2026-03-03T02:30:00.000Z");
    await watchContacts(engine);
    expect((await report()).alarms).toMatchObject([{ endedOn: "2026-03-03" }]);
    delivering.setTime("2027-03-05T02:30:00.000Z");
    await watchContacts(engine);
    expect(await report()).toMatchObject({ alarms: [], counts: [] });
    expect(await vault.all(sql`select * from contact_tally`)).toEqual([]);
  });

  it("stays, as it was, where its area can no longer be looked at, and the page says since when", async () => {
    await storeQuarter(true);
    await watchContacts(engine);
    await vault.run(sql`delete from invitation where area = ${CHEAT} and victim_id not in (
      select id from victim where phone_index like 'invented%')`);
    delivering.setTime("2026-03-05T02:30:00.000Z");
    await watchContacts(engine);
    expect((await report()).alarms).toMatchObject([{ ...alarm, n: 43, seenOn: "2026-03-02", endedOn: null }]);
    const page = await app.request("/console/alarms", { headers: await asStaff("auditor", NATION) });
    expect(await page.text()).toMatch(new RegExp(`${say.notLookedAt.en}[^0-9]*2 March 2026`));
  });

  it("that an operator acknowledges while the night counts stays acknowledged", async () => {
    await storeQuarter(true);
    await watchContacts(engine);
    await Promise.all([watchContacts(engine), acknowledge({ ...alarm, reason: "mended" })]);
    expect((await report()).alarms).toMatchObject([{ acknowledged: { reason: "mended" } }]);
  });
});

const asStaff = async (role: StaffRole, area: string) => {
  const email = `${role}@${area === NATION ? "nation" : "force"}.example`;
  await putStaff(vault, { email, name: "Ann Example", grants: [{ role, area }] }, engine.clock.now());
  return { "x-email": email, "sec-fetch-site": "same-origin" };
};

const postForm = async (headers: Record<string, string>, fields: Record<string, string>) =>
  await app.request("/console/alarms?lang=en", {
    method: "POST",
    headers: { ...headers, "content-type": "application/x-www-form-urlencoded" },
    body: new URLSearchParams(fields).toString(),
  });

describe("alarms at the console", () => {
  it("are shown to who sees the nation and to nobody of an area, its administrator and auditor among them", async () => {
    await storeQuarter(true);
    await watchContacts(engine);
    const statusFor = async (role: StaffRole, area: string) => {
      const headers = await asStaff(role, area);
      const [page, list] = [
        await app.request("/console/alarms", { headers }),
        await app.request("/v1/contact-alarms", { headers }),
      ];
      return [page.status, list.status];
    };
    for (const role of ["administrator", "auditor", "national-analyst"] as const) {
      expect([role, ...(await statusFor(role, NATION))]).toEqual([role, 200, 200]);
      expect([role, ...(await statusFor(role, CHEAT))]).toEqual([role, 403, 403]);
    }
    for (const role of ["coordinator", "officer", "moderator"] as const)
      expect([role, ...(await statusFor(role, NATION))]).toEqual([role, 403, 403]);
  });

  it("say what was found, in both languages, and are marked as seen by an administrator, with what came of it", async () => {
    await storeQuarter(true);
    await watchContacts(engine);
    const headers = await asStaff("administrator", NATION);
    for (const locale of ["en", "cy"] as const) {
      const html = await (await app.request(`/console/alarms?lang=${locale}`, { headers })).text();
      for (const words of [say.heading, signWords.repeated, say.acknowledge])
        expect(html).toContain(words[locale].replaceAll("'", "&#39;"));
      expect(html).toContain(
        locale === "en" ? "43 of 280 invitations (15.4 in 100)" : "43 o 280 o wahoddiadau (15.4 ym mhob 100)",
      );
    }
    const missing = await postForm(headers, alarm);
    const html = await missing.text();
    expect([missing.status, html.includes(`href="#reason-${CHEAT}-repeated"`)]).toEqual([400, true]);
    expect(html).toContain(`id="reason-${CHEAT}-repeated"`);
    expect((await postForm(headers, { ...alarm, area: "nowhere", reason: "mended" })).status).toBe(404);
    expect(
      (await postForm({ ...headers, "sec-fetch-site": "cross-site" }, { ...alarm, reason: "mended" })).status,
    ).toBe(403);
    const analyst = await asStaff("national-analyst", NATION);
    expect((await postForm(analyst, { ...alarm, reason: "mended" })).status).toBe(403);
    expect(await (await app.request("/console/alarms", { headers: analyst })).text()).not.toContain("<form");

    const done = await postForm(headers, { ...alarm, reason: "mended" });
    expect([done.status, done.headers.get("location")]).toEqual([303, "/console/alarms?lang=en"]);
    const after = await (await app.request("/console/alarms?lang=en", { headers })).text();
    expect(after).toContain(`administrator@nation.example, 2 March 2026: ${alarmReasonWords.mended.en}`);
    expect(after).not.toContain("<form");
    const again = await postForm(headers, { ...alarm, reason: "mended" });
    expect([again.status, (await again.text()).includes(say.alreadySeen.en)]).toEqual([409, true]);
    expect(await vault.all(sql`select actor, action, object from audit`)).toEqual([
      {
        actor: "staff:administrator@nation.example",
        action: "acknowledge-alarm",
        object: `contact-alarm:${CHEAT}:repeated`,
      },
    ]);
  });
});

describe("one number of several victims of one force", () => {
  it("has no invitation open while they all are known: nothing goes to it, whichever is sent first", async () => {
    delivering.setTime("2026-03-03T12:00:00.000Z");
    const ids = await given({ n: 3, mobile: () => "+447700900123" });
    await vault.run(sql`update invitation set dims = '{}'`);
    for (const id of ids) await deliverBatch(delivering, [id]);
    expect(gateway.messages).toEqual([]);
    expect(await vault.all(sql`select state, reason from invitation`)).toEqual(
      some(3, () => ({ state: "held", reason: "shared-number" })),
    );
  });
});
