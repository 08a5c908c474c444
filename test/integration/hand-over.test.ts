import { env } from "cloudflare:workers";
import { beforeAll, beforeEach, describe, expect, it } from "vitest";
import { methodology } from "../../src/domain/methodology.ts";
import { lastDayOfWave } from "../../src/domain/mixing.ts";
import type { Grant } from "../../src/domain/permission.ts";
import { createKeys } from "../../src/flow/keys.ts";
import { flushPool } from "../../src/flow/flush.ts";
import { optOutIndexOf } from "../../src/flow/opt-out.ts";
import { putStaff } from "../../src/flow/staff.ts";
import { stopByNumber } from "../../src/flow/stop.ts";
import { retainVault } from "../../src/flow/retain-vault.ts";
import { queueDue } from "../../src/flow/deliver.ts";
import { hintOf, optionsOf, specialOptions, warningOf, wordingOf } from "../../src/instrument/path.ts";
import { instrumentOf } from "../../src/instrument/registry.ts";
import { type LocalDate, londonDate, plusMinutes, weekOf } from "../../src/kernel/time.ts";
import { frameCounts } from "../../src/store/vault/invitations.ts";
import { takeReminders } from "../../src/store/vault/reminders.ts";
import { codesPhrases } from "../../src/ui/phrases-codes.ts";
import { telephonePhrases } from "../../src/ui/phrases-telephone.ts";
import { dump } from "../support/capabilities.ts";
import { browse, type Browser, engine } from "../support/handing-over.ts";
import { about, prepareVault, rows, send } from "../support/milestones.ts";
import { openSoFar } from "../support/second-mix.ts";

// People hand over what no message may carry: an interviewer on the telephone, an adviser with a code.

const SURREY = "E23000031";
const KENT = "E23000032";
const numberOf = (number: number) => `+4477009004${number}`;

const staffOf = async (email: string, role: Grant["role"], area = SURREY) => {
  await putStaff(engine, "operator", { email, name: "A name", grants: [{ role, area }] });
  return browse(email);
};

const invitationRow = async () => (await rows("select * from invitation order by id limit 1"))[0];

/** A case of Surrey's whose victim may only be telephoned. */
const mayBeRung = async (number: number, person = number) => {
  const { contact } = about(number).data.victim;
  const phone = { ...contact, mobile: numberOf(person), preferredChannel: "phone", safeWindow: null, language: "en" };
  expect(await send("force-45", about(number, { victim: { contact: phone, victimRef: `V-${person}` } }))).toEqual([
    "accepted",
  ]);
};

/** A case of Surrey's about which nothing is ever sent. */
const neverCold = async (number: number, victim: object = {}) => {
  const { flags } = about(number).data.case;
  const said = about(number, { case: { flags: { ...flags, seriousSexual: true } }, victim });
  expect(await send("force-45", said)).toEqual(["accepted"]);
};

prepareVault();

/** A day on which all of them may be asked: a Wednesday at eleven. */
const LATER = "2026-04-15T10:00:00.000Z";

beforeAll(async () => {
  engine.setTime(LATER);
  await createKeys(engine);
});

beforeEach(async () => {
  for (const table of ["staff_grant", "staff", "audit", "code_attempt", "opt_out"])
    await env.VAULT.prepare(`delete from ${table}`).run();
  for (const table of ["pool", "shut_day", "spent", "started", "draft", "mixed", "response", "comment"])
    await env.RESPONSES.prepare(`delete from ${table}`).run();
});

const onItsDay = async () => {
  const row = await invitationRow();
  engine.setTime(`${String(row?.["due_on"])}T10:00:00.000Z`);
  await createKeys(engine);
  return String(row?.["id"]);
};

const partOf = (html: string, pattern: RegExp) => pattern.exec(html)?.[1] ?? "";

const ready = [
  ["confirm", "is-with"],
  ["confirm", "is-wanted"],
] as const;

/** Issues a code as an adviser does, and reads it off the card. */
async function issue(adviser: Browser, id: string, confirm: readonly (readonly [string, string])[] = ready) {
  const made = partOf(await (await adviser.get(`/console/codes/${id}`)).text(), /name="made" value="([^"]+)"/);
  const answer = await adviser.post(`/console/codes/${id}`, [["made", made], ...confirm]);
  const html = await answer.text();
  return { made, status: answer.status, html, code: partOf(html, /app-code">([^<]+)</) };
}

/** Answers everything with its first option, one page after the other, as the web asks. */
async function answerOnWeb(victim: Browser, start: string) {
  const begun = await victim.post(start, [["choice", "yes"]]);
  if (begun.status !== 303) return begun;
  const html = await (await victim.get("/feedback/all")).text();
  const names = new Set(
    [...html.matchAll(/type="radio" value="[^"]*"|name="([A-Z][\w.]*)" type="radio"/g)].map(([, name]) => name),
  );
  const fields = [...names].flatMap((name) => {
    const value = name && new RegExp(`name="${name.replace(".", "\\.")}" type="radio" value="([^"]+)"`).exec(html)?.[1];
    return name && value ? [[name, value] as const] : [];
  });
  return await victim.post("/feedback/all", fields);
}

describe("a code that an adviser issues", () => {
  it("is found as the force calls the case, shown once, opens at /code, and counts as asked and answered by an adviser's help", async () => {
    await neverCold(1);
    await onItsDay();
    const adviser = await staffOf("adviser@surrey.example", "adviser");
    const fields = [
      ["by", "victim"],
      ["force", "45"],
      ["reference", "V-1"],
    ] as const;
    const found = await (await adviser.post("/console/codes", fields)).text();
    const id = partOf(found, /\/console\/codes\/([\w-]+)\?/);
    expect([found.includes(codesPhrases.mayIssue.en), id]).toEqual([true, String((await invitationRow())?.["id"])]);
    expect(/sexual|burglary|V-1\b|victim/i.test(found)).toBe(false);
    const byCase = await (
      await adviser.post("/console/codes", [
        ["by", "crime"],
        ["force", "45"],
        ["reference", "45/1/26"],
      ])
    ).text();
    expect(byCase.includes(id)).toBe(true);

    const issued = await issue(adviser, id);
    expect([issued.status, /^[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}$/.test(issued.code)]).toEqual([200, true]);
    expect(/crime|police|victim|court|sexual/i.test(issued.html)).toBe(false);
    expect(
      ["Your feedback code", "Eich cod adborth", "feedback.example/code"].every((words) => issued.html.includes(words)),
    ).toBe(true);
    expect(await invitationRow()).toMatchObject({ state: "delivered", handed: "adviser", reason: null });
    expect((await dump(env.VAULT)).includes(issued.code.replaceAll("-", ""))).toBe(false);

    const victim = browse(null);
    const typed = await victim.post("/code", [["code", issued.code]]);
    const start = typed.headers.get("location") ?? "";
    expect([typed.status, start.startsWith("/s/")]).toEqual([303, true]);
    const sent = await answerOnWeb(victim, start);
    expect([sent.status, sent.headers.get("location")]).toEqual([303, "/feedback/thanks"]);
    expect((await env.RESPONSES.prepare("select 1 from spent").all()).results).toHaveLength(1);

    const frame = await frameCounts(engine.vault, String((await invitationRow())?.["period"]));
    expect(frame.map(({ disposition, n }) => [disposition, n])).toEqual([["NC", 1]]);
    expect((await rows("select action from audit")).map(({ action }) => action)).toEqual([
      "put-staff",
      "find-case",
      "find-case",
      "view-held",
      "issue-code",
    ]);
  });

  it("is the same however often the button is pressed, is void once another is issued, and answers count once", async () => {
    await neverCold(2);
    const id = await onItsDay();
    const adviser = await staffOf("adviser@surrey.example", "adviser");
    const { made, code: first } = await issue(adviser, id);
    const pressed = await Promise.all(
      [1, 2, 3].map(async () => await (await adviser.post(`/console/codes/${id}`, [["made", made], ...ready])).text()),
    );
    expect(pressed.map((html) => partOf(html, /app-code">([^<]+)</))).toEqual([first, first, first]);

    const victim = browse(null);
    const started = (await victim.post("/code", [["code", first]])).headers.get("location") ?? "";
    expect((await answerOnWeb(victim, started)).status).toBe(303);

    const second = await issue(adviser, id);
    expect([second.code === first, second.code.length]).toEqual([false, 14]);
    expect((await victim.post("/code", [["code", first]])).status).toBe(404);
    const stale = await adviser.post(`/console/codes/${id}`, [["made", made], ...ready]);
    expect([stale.status, (await stale.text()).includes(codesPhrases.changedHeading.en)]).toEqual([409, true]);
    const other = browse(null);
    const again = (await other.post("/code", [["code", second.code]])).headers.get("location") ?? "";
    expect((await answerOnWeb(other, again)).status).toBe(303);
    expect((await env.RESPONSES.prepare("select 1 from pool").all()).results).toHaveLength(1);
  });

  it("of two advisers at once is one's, and the other is told to look again", async () => {
    await neverCold(3);
    const id = await onItsDay();
    const [one, two] = [await staffOf("one@surrey.example", "adviser"), await staffOf("two@surrey.example", "officer")];
    const pages = await Promise.all(
      [one, two].map(async (each) => await (await each.get(`/console/codes/${id}`)).text()),
    );
    const answers = await Promise.all(
      [one, two].map(async (each, at) => {
        const made = partOf(pages[at] ?? "", /name="made" value="([^"]+)"/);
        return await each.post(`/console/codes/${id}`, [["made", made], ...ready]);
      }),
    );
    expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([200, 409]);
  });

  it("is refused to who has withdrawn, refused, stopped or died since the page was opened, and without a confirmation", async () => {
    const adviser = await staffOf("adviser@surrey.example", "adviser");
    const shut = [
      "update victim set status = 'withdrawn'",
      "update victim set status = 'deceased'",
      "update victim set consent = 'refused'",
      `update victim set flags = '["opted-out"]'`,
      `update case_file set flags = '["serious-sexual","live-operation"]'`,
    ];
    for (const [at, change] of shut.entries()) {
      await env.VAULT.prepare("delete from invitation").run();
      await neverCold(10 + at);
      const id = await onItsDay();
      const made = partOf(await (await adviser.get(`/console/codes/${id}`)).text(), /name="made" value="([^"]+)"/);
      expect(
        (
          await adviser.post(`/console/codes/${id}`, [
            ["made", made],
            ["confirm", "is-with"],
          ])
        ).status,
      ).toBe(400);
      await env.VAULT.prepare(change).run();
      const answer = await adviser.post(`/console/codes/${id}`, [["made", made], ...ready]);
      expect([change, answer.status, (await invitationRow())?.["state"]]).toEqual([change, 409, "held"]);
    }
  });

  it("is not for what goes by message, nor for another area, nor for roles that issue none", async () => {
    expect(await send("force-45", about(20))).toEqual(["accepted"]);
    const id = await onItsDay();
    const adviser = await staffOf("adviser@surrey.example", "adviser");
    const html = await (await adviser.get(`/console/codes/${id}`)).text();
    expect([html.includes('name="made"'), html.includes(codesPhrases.byMessage.en)]).toEqual([false, true]);
    const kent = await staffOf("adviser@kent.example", "adviser", KENT);
    expect((await kent.get(`/console/codes/${id}`)).status).toBe(404);
    expect((await (await staffOf("ina@surrey.example", "interviewer")).get(`/console/codes/${id}`)).status).toBe(403);
  });

  it("for a victim who is too young goes to a parent who is no suspect, and the words are for a parent", async () => {
    await neverCold(21, { ageBand: "under-16" });
    expect(await invitationRow()).toMatchObject({ state: "excluded", reason: "under-age" });
    const id = await onItsDay();
    const adviser = await staffOf("adviser@surrey.example", "adviser");
    expect((await issue(adviser, id)).status).toBe(409);
    const parent = [
      ["confirm", "is-parent"],
      ["confirm", "is-no-suspect"],
      ["confirm", "is-wanted"],
    ] as const;
    const issued = await issue(adviser, id, parent);
    expect([issued.status, issued.code.length]).toEqual([200, 14]);
    expect(await invitationRow()).toMatchObject({ state: "delivered", handed: "parent" });
  });

  it("is never reminded of, and never sent", async () => {
    await neverCold(22);
    const id = await onItsDay();
    expect((await issue(await staffOf("adviser@surrey.example", "adviser"), id)).status).toBe(200);
    const row = await invitationRow();
    const now = engine.clock.now();
    const reminded = await takeReminders(
      engine.vault,
      { from: "2026-01-01" as LocalDate, to: "2027-01-01" as LocalDate },
      { now, minutes: 600, queuedUntil: now },
      10,
    );
    expect(reminded).toEqual([]);
    const queued: string[] = [];
    await queueDue({
      ...engine,
      deliveries: { send: async (ids: readonly string[]) => void queued.push(...ids) },
    });
    expect([queued, row?.["gateway"], row?.["given_at"]]).toEqual([[], null, null]);
  });
});

const first = (html: string) => partOf(html, /name="question" value="([^"]+)"/);

/** Everything that is to be read out of a question: its words, its hint, what is said before it, its options. */
function readOut(id: string): readonly string[] {
  const question = instrumentOf("report@1").questions.find((each) => each.id === id);
  if (question === undefined) return [];
  const respondent = { facts: [], draw: 0 };
  const lines = [wordingOf(question, respondent), hintOf(question, respondent), warningOf(question, respondent)];
  const options = [...optionsOf(question), ...specialOptions(question)].map(({ text }) => text);
  return [...lines, ...options].flatMap((line) => line?.en ?? []);
}

/** Answers one question of an interview with its first option; what it was. */
async function answerNext(interviewer: Browser): Promise<string | null> {
  const answer = await interviewer.get("/console/telephone/interview");
  if (answer.status !== 200) return null;
  const html = await answer.text();
  const question = first(html);
  const plain = html.replaceAll("&#39;", "'").replaceAll("&quot;", '"').replaceAll("&amp;", "&");
  expect(readOut(question).filter((line) => !plain.includes(line))).toEqual([]);
  const value = new RegExp(`name="${question.replace(".", "\\.")}" type="(?:radio|checkbox)" value="([^"]+)"`).exec(
    html,
  )?.[1];
  await interviewer.post("/console/telephone/interview", [
    ["question", question],
    ...(value ? [[question, value] as const] : []),
  ]);
  return question;
}

describe("a survey by telephone", () => {
  it("goes from the list to a mixed response, and the interviewer cannot look back", async () => {
    await mayBeRung(31);
    const id = await onItsDay();
    expect(await invitationRow()).toMatchObject({ state: "held", reason: "phone-only" });
    const interviewer = await staffOf("ina@surrey.example", "interviewer");
    const list = await (await interviewer.get("/console/telephone")).text();
    expect([list.includes(id), list.includes("900431"), /burglary|V-31/.test(list)]).toEqual([true, false, false]);
    expect((await interviewer.get(`/console/telephone/${id}`)).status).toBe(404);
    expect((await interviewer.post(`/console/telephone/${id}/take`)).status).toBe(303);
    const call = await (await interviewer.get(`/console/telephone/${id}`)).text();
    expect([
      call.includes(numberOf(31)),
      call.indexOf("on your own") < call.indexOf(telephonePhrases.begin.en),
    ]).toEqual([true, true]);

    const begun = await interviewer.post(`/console/telephone/${id}/begin`);
    expect([begun.status, begun.headers.get("location")]).toEqual([303, "/console/telephone/interview?lang=en"]);
    const put: string[] = [];
    for (let question = await answerNext(interviewer); question !== null; question = await answerNext(interviewer)) {
      put.push(question);
      if (put.length === 2) {
        const page = await (await interviewer.get("/console/telephone/interview")).text();
        expect([put.includes(first(page)), page.includes("checked")]).toEqual([false, false]);
        // The victim's own pages are not the interviewer's, nor is an earlier question.
        for (const path of ["/feedback/check", "/feedback/question/1", "/feedback/all"])
          expect((await interviewer.get(path)).status).toBe(403);
        const sealed = interviewer.jar.get("__Host-interview") ?? "";
        interviewer.jar.set("__Host-feedback", sealed);
        expect((await interviewer.get("/feedback/check")).status).toBe(403);
        interviewer.jar.delete("__Host-feedback");
        const back = await interviewer.post("/console/telephone/interview", [
          ["question", put[0] ?? ""],
          [put[0] ?? "", "no"],
        ]);
        expect(back.headers.get("location")).toBe("/console/telephone/interview?lang=en");
      }
      expect(put.length).toBeLessThan(40);
    }
    expect(new Set(put).size).toBe(put.length);
    expect(put.length).toBeGreaterThan(5);
    expect((await interviewer.get("/console/telephone/interview")).status).toBe(403);

    engine.setTime("2026-05-20T02:30:00.000Z");
    await createKeys(engine);
    await flushPool(engine);
    await openSoFar(engine, "2026Q2");
    const mixed = (await env.RESPONSES.prepare("select mode from response").all()).results;
    // One alone would be known by its mode.
    expect(mixed).toEqual([{ mode: "not-stated" }]);
    expect((await rows("select action from audit")).map(({ action }) => action)).toEqual([
      "put-staff",
      "take-call",
      "view-number",
      "begin-interview",
    ]);
    expect(await rows("select attempts, outcome from phone_call")).toEqual([{ attempts: 1, outcome: "begun" }]);
  });

  it("is one interviewer's at a time, also where a number is of two surveys", async () => {
    await mayBeRung(32);
    await mayBeRung(33, 32);
    const id = await onItsDay();
    const [one, two] = [
      await staffOf("one@surrey.example", "interviewer"),
      await staffOf("two@surrey.example", "interviewer"),
    ];
    const both = await Promise.all(
      [one, two].map(async (each) => (await each.post(`/console/telephone/${id}/take`)).status),
    );
    expect(both.toSorted((a, b) => a - b)).toEqual([303, 409]);
    const [other] = await rows(`select id from invitation where id <> '${id}'`);
    const idle = both[0] === 303 ? two : one;
    expect((await idle.post(`/console/telephone/${String(other?.["id"])}/take`)).status).toBe(409);
    expect((await idle.get(`/console/telephone/${id}`)).status).toBe(404);
    expect((await idle.post(`/console/telephone/${id}/begin`)).status).toBe(409);
  });

  it("keeps what counts of a call that breaks off, and nothing where the victim wants none kept", async () => {
    for (const [number, end, kinds] of [
      [34, "keep", 1],
      [35, "discard", 1],
    ] as const) {
      await env.VAULT.prepare("delete from phone_call").run();
      await env.VAULT.prepare("delete from invitation").run();
      await mayBeRung(number);
      const id = await onItsDay();
      const interviewer = await staffOf(`i${number}@surrey.example`, "interviewer");
      await interviewer.post(`/console/telephone/${id}/take`);
      await interviewer.post(`/console/telephone/${id}/begin`);
      for (let at = 0; at < 3; at++) await answerNext(interviewer);
      const ended = await interviewer.post("/console/telephone/interview", [["end", end]]);
      expect(ended.headers.get("location")).toBe("/console/telephone/over?lang=en");
      expect((await env.RESPONSES.prepare("select 1 from pool").all()).results).toHaveLength(number - 33 + (kinds - 1));
      expect((await env.RESPONSES.prepare("select 1 from draft").all()).results).toEqual([]);
    }
  });

  it("gives exactly one response where the victim has a code as well", async () => {
    await mayBeRung(36);
    const id = await onItsDay();
    const issued = await issue(await staffOf("adviser@surrey.example", "adviser"), id);
    expect(issued.status).toBe(200);
    const interviewer = await staffOf("ina@surrey.example", "interviewer");
    expect((await interviewer.post(`/console/telephone/${id}/take`)).status).toBe(409);
    expect((await (await interviewer.get("/console/telephone")).text()).includes(id)).toBe(false);

    await env.VAULT.prepare("delete from invitation").run();
    await mayBeRung(37);
    const other = await onItsDay();
    await interviewer.post(`/console/telephone/${other}/take`);
    await interviewer.post(`/console/telephone/${other}/begin`);
    const late = await issue(await staffOf("adviser@surrey.example", "adviser"), other);
    const victim = browse(null);
    const start = (await victim.post("/code", [["code", late.code]])).headers.get("location") ?? "";
    expect((await answerOnWeb(victim, start)).status).toBe(303);
    await interviewer.post("/console/telephone/interview", [["end", "keep"]]);
    expect((await env.RESPONSES.prepare("select 1 from pool").all()).results).toHaveLength(1);
  });

  it.each([
    ["refused", "cancelled", "refused", "R"],
    ["stop", "cancelled", "opted-out", "R"],
    ["not-safe", "cancelled", "not-safe", "UO-S"],
    ["wrong-number", "held", "no-route", "UO-R"],
    ["number-dead", "cancelled", "number-dead", "NE"],
    ["language-barrier", "cancelled", "language-barrier", "O"],
    ["no-answer", "held", "phone-only", "UO-S"],
  ] as const)(
    "that ends as %s leaves the invitation %s (%s), and counts as %s",
    async (outcome, state, reason, disposition) => {
      await mayBeRung(41);
      const id = await onItsDay();
      const interviewer = await staffOf("ina@surrey.example", "interviewer");
      await interviewer.post(`/console/telephone/${id}/take`);
      expect((await interviewer.post(`/console/telephone/${id}`)).status).toBe(400);
      expect((await interviewer.post(`/console/telephone/${id}`, [["outcome", outcome]])).status).toBe(303);
      expect(await invitationRow()).toMatchObject({ state, reason });
      expect((await interviewer.post(`/console/telephone/${id}`, [["outcome", outcome]])).status).toBe(404);
      expect((await (await interviewer.get("/console/telephone")).text()).includes(id)).toBe(false);
      const frame = await frameCounts(engine.vault, String((await invitationRow())?.["period"]));
      expect(frame.map((row) => [row.disposition, row.n])).toEqual([[disposition, 1]]);
      // What has ended is not asked about again by whatever is told next.
      if (outcome === "wrong-number") return;
      await send("force-45", about(41, { id: "again", data: { milestone: "report.no-further-action" } }));
      expect((await invitationRow())?.["state"]).toBe(state);
    },
  );

  it("is tried six times over days and parts of the day, and then counts as not reached", async () => {
    await mayBeRung(42);
    const id = await onItsDay();
    const interviewer = await staffOf("ina@surrey.example", "interviewer");
    const parts: number[] = [];
    for (let attempt = 1; attempt <= 6; attempt++) {
      expect((await interviewer.post(`/console/telephone/${id}/take`)).status).toBe(303);
      parts.push(new Date(engine.clock.now()).getUTCHours());
      await interviewer.post(`/console/telephone/${id}`, [["outcome", attempt % 2 === 0 ? "machine" : "no-answer"]]);
      if (attempt === 6) break;
      expect((await interviewer.post(`/console/telephone/${id}/take`)).status).toBe(409);
      const [row] = await rows("select not_before from phone_call");
      const next = new Date(String(row?.["not_before"]));
      // Midnight in London is not yet an hour to ring, and Sunday is no day for it.
      if (next.getUTCHours() === 23) next.setUTCHours(33);
      if (next.getUTCDay() === 0) next.setUTCHours(next.getUTCHours() + 24);
      engine.setTime(next.toISOString());
      await createKeys(engine);
    }
    expect(new Set(parts).size).toBeGreaterThan(2);
    expect(await invitationRow()).toMatchObject({ state: "cancelled", reason: "not-reached" });
    engine.setTime("2026-07-20T01:30:00.000Z");
    await createKeys(engine);
    await retainVault(engine);
    expect(await rows("select 1 from phone_call")).toEqual([]);
  });

  it("is not begun when something has shut the door since the call was taken, and the hold then says why", async () => {
    await mayBeRung(43);
    const id = await onItsDay();
    const interviewer = await staffOf("ina@surrey.example", "interviewer");
    await interviewer.post(`/console/telephone/${id}/take`);
    await env.VAULT.prepare(`update victim set flags = '["opted-out"]'`).run();
    const refused = await interviewer.post(`/console/telephone/${id}/begin`);
    expect([refused.status, (await refused.text()).includes(telephonePhrases.notTakenHeading.en)]).toEqual([409, true]);
    expect(interviewer.jar.size).toBe(0);
    await env.VAULT.prepare("delete from phone_call").run();
    expect((await interviewer.post(`/console/telephone/${id}/take`)).status).toBe(409);
    expect(await invitationRow()).toMatchObject({ state: "excluded", reason: "opted-out" });
  });

  it("is offered to nobody in a quiet hour or outside the victim's own, nor where a call was not called safe", async () => {
    await mayBeRung(44);
    const id = await onItsDay();
    const interviewer = await staffOf("ina@surrey.example", "interviewer");
    const isListed = async () => (await (await interviewer.get("/console/telephone")).text()).includes(id);
    expect(await isListed()).toBe(true);
    const due = String((await invitationRow())?.["due_on"]);
    engine.setTime(`${due}T21:30:00.000Z`);
    expect(await isListed()).toBe(false);
    engine.setTime(`${due}T10:00:00.000Z`);
    await env.VAULT.prepare("update victim set window_from = 1000, window_to = 1100").run();
    expect(await isListed()).toBe(false);
    await env.VAULT.prepare(
      "update victim set window_from = null, window_to = null, safety = 'safe-sms', channel = 'phone'",
    ).run();
    expect([await isListed(), (await interviewer.post(`/console/telephone/${id}/take`)).status]).toEqual([false, 409]);
  });
});

describe("a number on the list of opt-outs", () => {
  it.each([
    ["stop", "excluded", "opted-out"],
    ["not-safe", "held", "no-contact"],
  ] as const)(
    "as %s is shown to nobody when a case brings it later, and the hold says why",
    async (wish, state, reason) => {
      await stopByNumber(engine, numberOf(61), wish);
      await mayBeRung(61);
      const id = await onItsDay();
      const interviewer = await staffOf("ina@surrey.example", "interviewer");
      expect((await interviewer.post(`/console/telephone/${id}/take`)).status).toBe(409);
      expect(await invitationRow()).toMatchObject({ state, reason });
      expect(await rows("select 1 from phone_call")).toEqual([]);
    },
  );

  it("since the call was taken is shown no more", async () => {
    await mayBeRung(62);
    const id = await onItsDay();
    const interviewer = await staffOf("ina@surrey.example", "interviewer");
    await interviewer.post(`/console/telephone/${id}/take`);
    const index = await optOutIndexOf(engine, numberOf(62));
    await env.VAULT.prepare("insert into opt_out (contact_index, reason, since) values (?, 'wrong-person', ?)")
      .bind(index, engine.clock.now())
      .run();
    const shut = await interviewer.get(`/console/telephone/${id}`);
    expect([shut.status, (await shut.text()).includes("900462")]).toEqual([409, false]);
    expect(await invitationRow()).toMatchObject({ state: "held", reason: "no-route" });
    expect(await rows("select 1 from audit where action = 'view-number'")).toEqual([]);
  });
});

describe("a call that was taken shortly before its safe hour ends", () => {
  it("says until when to dial, shows no number after that, and its end can still be recorded", async () => {
    await mayBeRung(63);
    const id = await onItsDay();
    // In London it is eleven.
    await env.VAULT.prepare("update victim set window_from = 600, window_to = 670").run();
    const interviewer = await staffOf("ina@surrey.example", "interviewer");
    await interviewer.post(`/console/telephone/${id}/take`);
    const page = async () => await (await interviewer.get(`/console/telephone/${id}`)).text();
    const inTime = await page();
    expect([inTime.includes(numberOf(63)), inTime.includes("11:10")]).toEqual([true, true]);
    engine.setTime(plusMinutes(engine.clock.now(), 11));
    const late = await page();
    expect([late.includes("900463"), late.includes(telephonePhrases.noNumber.en)]).toEqual([false, true]);
    expect((await interviewer.post(`/console/telephone/${id}`, [["outcome", "stop"]])).status).toBe(303);
    expect(await invitationRow()).toMatchObject({ state: "cancelled", reason: "opted-out" });
  });
});

describe("once the questions have begun", () => {
  it("only a wish to stop can be recorded, and the call stays as begun", async () => {
    await mayBeRung(64);
    const id = await onItsDay();
    const interviewer = await staffOf("ina@surrey.example", "interviewer");
    await interviewer.post(`/console/telephone/${id}/take`);
    await interviewer.post(`/console/telephone/${id}/begin`);
    const page = await (await interviewer.get(`/console/telephone/${id}`)).text();
    const offered = [...page.matchAll(/name="outcome" type="radio" value="([^"]+)"/g)].map(([, value]) => value);
    expect([offered, page.includes("900464")]).toEqual([["stop", "not-safe", "wrong-number"], false]);
    for (const outcome of ["refused", "language-barrier", "no-answer"])
      expect((await interviewer.post(`/console/telephone/${id}`, [["outcome", outcome]])).status).toBe(404);
    expect(await rows("select 1 from audit where action = 'record-call'")).toEqual([]);
    expect((await interviewer.post(`/console/telephone/${id}`, [["outcome", "stop"]])).status).toBe(303);
    expect(await invitationRow()).toMatchObject({ state: "cancelled", reason: "opted-out" });
    expect(await rows("select outcome from phone_call")).toEqual([{ outcome: "begun" }]);
  });

  it("they go on where they stopped when the browser dies, however long they take, for the same interviewer alone", async () => {
    await mayBeRung(65);
    const id = await onItsDay();
    const interviewer = await staffOf("ina@surrey.example", "interviewer");
    await interviewer.post(`/console/telephone/${id}/take`);
    await interviewer.post(`/console/telephone/${id}/begin`);
    const put = [await answerNext(interviewer), await answerNext(interviewer)];
    // Its draft has the same last day as any other of its wave; by what it is sealed it ends with the day's conversations.
    const drafts = (await env.RESPONSES.prepare("select wave, expires_on from draft").all()).results;
    const wave = weekOf(londonDate(engine.clock.now()));
    expect(drafts).toEqual([{ wave, expires_on: lastDayOfWave(wave, methodology) }]);
    engine.setTime(plusMinutes(engine.clock.now(), 20));
    const anew = browse("ina@surrey.example");
    expect((await (await anew.get("/console/telephone")).text()).includes(id)).toBe(true);
    const other = await staffOf("other@surrey.example", "interviewer");
    expect((await (await other.get("/console/telephone")).text()).includes(id)).toBe(false);
    expect((await other.post(`/console/telephone/${id}/begin`)).status).toBe(409);
    expect((await anew.post(`/console/telephone/${id}/take`)).status).toBe(303);
    expect((await anew.post(`/console/telephone/${id}/begin`)).status).toBe(303);
    for (let question = await answerNext(anew); question !== null; question = await answerNext(anew)) {
      put.push(question);
      engine.setTime(plusMinutes(engine.clock.now(), 25));
      expect(put.length).toBeLessThan(40);
    }
    expect([new Set(put).size, put.length > 5]).toEqual([put.length, true]);
    expect((await env.RESPONSES.prepare("select 1 from pool").all()).results).toHaveLength(1);
  });
});

describe("what is left behind", () => {
  it("tells neither number, code, nor answer, nor whether anything was answered", async () => {
    await mayBeRung(51);
    const id = await onItsDay();
    const interviewer = await staffOf("ina@surrey.example", "interviewer");
    await interviewer.post(`/console/telephone/${id}/take`);
    await interviewer.post(`/console/telephone/${id}/begin`);
    const before = await dump(env.VAULT);
    await answerNext(interviewer);
    await interviewer.post("/console/telephone/interview", [["end", "keep"]]);
    expect(await dump(env.VAULT)).toBe(before);
    expect(engine.log.lines.some((line) => line.includes(numberOf(51)) || line.includes(id))).toBe(false);
  });
});
