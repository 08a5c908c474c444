import { env } from "cloudflare:workers";
import { Hono } from "hono";
import { beforeEach, describe, expect, it } from "vitest";
import type { Dims } from "../../src/domain/dimension.ts";
import { NATION, type StaffMember } from "../../src/domain/permission.ts";
import { readPoolForTest } from "../support/comments.ts";
import type { Session } from "../../src/flow/answer.ts";
import { flushPool } from "../../src/flow/flush.ts";
import { createKeys } from "../../src/flow/keys.ts";
import { listComments, moderate, type Moderating, openComment } from "../../src/flow/moderate.ts";
import { writeReleaseQuotes, writeThemes } from "../../src/flow/release-comments.ts";
import { showComments } from "../../src/flow/show-comments.ts";
import { type HasStaff, putStaff } from "../../src/flow/staff.ts";
import { submitAnswers, submitClosure } from "../../src/flow/submit.ts";
import { consoleComments } from "../../src/http/web/console-comments.tsx";
import { type LocalDate, plusMinutes, type Quarter, quarterOf, weekOf } from "../../src/kernel/time.ts";
import { macName } from "../../src/platform/crypto.ts";
import { themeMeasures, themeRows } from "../../src/results/themes.ts";
import { readQuotes } from "../../src/store/responses/quotes.ts";
import { insertRelease, readTables } from "../../src/store/responses/releases.ts";
import { dump } from "../support/capabilities.ts";
import { plainDims } from "../support/invited.ts";
import { about, engine, prepareVault, send } from "../support/milestones.ts";

const TODAY = "2026-03-04" as LocalDate;
const PERIOD = "2026Q1" as Quarter;
const AREA = "E23000028";
const NAMES = ["Zebedee Bulfinch", "QX-99-77"];

const dims: Dims = { ...plainDims, area: AREA };

async function sessionOf(token: string): Promise<Session> {
  return {
    token,
    linkHash: await macName(await engine.keys.standing("link"), token),
    wave: weekOf(TODAY),
    dims,
    instrument: "report@1",
    draw: 0.5,
    mode: "web",
    variant: "standard",
    wording: [],
    locale: "en",
    journey: { id: token, cohort: quarterOf(TODAY) },
    expiresOn: "2026-03-30" as LocalDate,
    until: plusMinutes(engine.clock.now(), 60),
  };
}

const moderator = (area: string): StaffMember => ({
  email: `${area === NATION ? "nation" : area}@example.police.uk`,
  name: "A name",
  grants: [{ role: "moderator", area }],
});

const inEngland = moderator(NATION);

/** Answers with this comment, by so many people, mixed: what a moderator finds in the morning. */
async function say(...comments: readonly string[]) {
  engine.setTime("2026-03-04T09:30:00.000Z");
  for (const [index, comment] of comments.entries()) {
    const session = await sessionOf(`token-${index}-${comment.length}-${comment.slice(0, 8)}`);
    await submitAnswers(engine, session, {
      A0: ["POL"],
      C1: ["6"],
      C3: ["5"],
      C5: ["yes"],
      C6: ["no"],
      OPEN1: [comment],
    });
  }
  engine.setTime("2026-03-05T02:30:00.000Z");
  await createKeys(engine);
  await flushPool(engine);
  await showComments(engine);
}

/** As many as a mix needs, each with a comment of its own. */
const crowd = (text: string, count = 22) =>
  Array.from({ length: count }, (_, index) => `${text} ${"again ".repeat(index % 5)}`);

prepareVault();

beforeEach(async () => {
  engine.setTime("2026-03-04T09:30:00.000Z");
  await createKeys(engine);
  for (const table of [
    "pool",
    "mixed",
    "shut_day",
    "spent",
    "response",
    "comment",
    "profile_count",
    "closure_answer",
    "release_quote",
    "release_table",
    "release",
  ])
    await env.RESPONSES.prepare(`delete from ${table}`).run();
  await env.VAULT.prepare("delete from audit").run();
});

describe("redaction by the case's own names", () => {
  it("takes out what the case knows before anything is sealed, and without it goes by rules alone", async () => {
    expect(await send("force-45", about(1, { case: { redactions: NAMES } }))).toEqual(["accepted"]);
    const session = await sessionOf("of-the-case");
    await env.VAULT.prepare("update invitation set link_hash = ?1").bind(session.linkHash).run();
    const before = await dump(env.VAULT);
    const comment = "bulfinch's lot, ref QX9977, ring 07700 900461. Also Quibblethwaite";
    await submitAnswers(engine, session, {
      A0: ["POL"],
      C1: ["6"],
      C3: ["5"],
      C5: ["yes"],
      C6: ["no"],
      OPEN1: [comment],
    });
    await submitAnswers(engine, await sessionOf("of-no-case"), {
      C1: ["6"],
      C3: ["5"],
      C5: ["yes"],
      C6: ["no"],
      OPEN1: [comment],
    });
    const opened = await readPoolForTest(engine, TODAY);
    const known = opened.filter((text) => !/bulfinch/i.test(text));
    expect(opened).toHaveLength(2);
    expect(known).toHaveLength(1);
    expect(known[0]).not.toMatch(/QX9977|07700/);
    expect(opened.join()).not.toContain("07700");
    // Nothing was written to the vault: it does not know who answered.
    expect(await dump(env.VAULT)).toBe(before);
  });

  it("takes it out of an officer's words as well", async () => {
    expect(await send("force-45", about(1, { case: { redactions: NAMES } }))).toEqual(["accepted"]);
    const [row] = (
      await env.VAULT.prepare("select case_id, victim_id from invitation").all<{ case_id: string; victim_id: string }>()
    ).results;
    await env.VAULT.prepare("delete from closure_request").run();
    const columns = "id, case_id, victim_id, milestone_id, area, period, wave, state, dims, due_on, created_at";
    await env.VAULT.prepare(
      `insert into closure_request (${columns}) select 'request-1', ?1, ?2, milestone_id, area, period, ?3, 'open', '{}', due_on, created_at from invitation limit 1`,
    )
      .bind(row?.case_id, row?.victim_id, weekOf(TODAY))
      .run();
    const link = { wave: weekOf(TODAY), linkHash: "closure|request-1" };
    await submitClosure(engine, link, { dims, items: {}, comment: "Told ZEBEDEE to stay away" });
    expect((await readPoolForTest(engine, TODAY)).join()).toMatch(/Told \[name\] to stay away/);
  });

  it("keeps an officer's words as an officer's, apart from what victims write", async () => {
    for (let index = 0; index < 20; index++) {
      const link = { wave: weekOf(TODAY), linkHash: `closure|request-of-${index}` };
      await submitClosure(engine, link, { dims, items: {}, comment: "Said that they were kept waiting" });
    }
    await say(...crowd("They kept me waiting"));
    const kept = await env.RESPONSES.prepare(
      "select recorded_by, count(*) as n from comment group by recorded_by",
    ).all();
    expect(kept.results).toEqual([
      { recorded_by: "officer", n: 20 },
      { recorded_by: "victim", n: 22 },
    ]);
    const officers = await env.RESPONSES.prepare("select id from comment where recorded_by = 'officer'").first<{
      id: string;
    }>();
    expect(await openComment(engine, inEngland, officers?.id ?? "")).toMatchObject({ recordedBy: "officer" });
  });
});

describe("moderation", () => {
  it("shows redacted text to whoever may, where they may, and records the look without the text", async () => {
    await say(...crowd("Nobody told wrigglesworth anything, ring 07700 900461"));
    const { comments } = await listComments(engine, inEngland, { after: "", language: null });
    expect(comments.length).toBe(20);
    expect(comments.every(({ text }) => text.includes("wrigglesworth") && !text.includes("07700"))).toBe(true);
    expect((await listComments(engine, inEngland, { after: "", language: "cy" })).comments).toEqual([]);
    const elsewhere = moderator("E23000001");
    expect((await listComments(engine, elsewhere, { after: "", language: null })).comments).toEqual([]);
    expect(await openComment(engine, elsewhere, comments[0]?.id ?? "")).toBeNull();
    expect(await openComment(engine, moderator(AREA), comments[0]?.id ?? "")).not.toBeNull();
    const audit = JSON.stringify((await env.VAULT.prepare("select action, object from audit").all()).results);
    expect(audit).toContain("view-comment");
    expect(audit).not.toMatch(/wrigglesworth|Nobody/);
    expect(await dump(env.RESPONSES)).not.toContain("wrigglesworth");
  });

  it("lets one of two decide, destroys what is withheld and keeps what is released", async () => {
    await say(...crowd("They were kind and wrigglesworth was there"));
    const { comments } = await listComments(engine, inEngland, { after: "", language: null });
    const [first, second] = comments;
    const one = await openComment(engine, inEngland, first?.id ?? "");
    const seen = one?.seen ?? "";
    // One takes more out; the other, who looked before that, is told so.
    expect(await moderate(engine, inEngland, one?.id ?? "", { seen, words: ["wrigglesworth"], verdict: null })).toBe(
      "done",
    );
    const late = { seen, words: [], verdict: { act: "release" as const, themes: ["respect"] } };
    expect(await moderate(engine, moderator(AREA), one?.id ?? "", late)).toBe("changed");
    const again = await openComment(engine, inEngland, one?.id ?? "");
    expect(again?.text).toContain("[name]");
    expect(await moderate(engine, inEngland, one?.id ?? "", { ...late, seen: again?.seen ?? "" })).toBe("done");
    expect(await moderate(engine, inEngland, one?.id ?? "", { ...late, seen: again?.seen ?? "" })).toBe("missing");
    const two = await openComment(engine, inEngland, second?.id ?? "");
    const withheld = { act: "withhold" as const, reason: "danger-disclosed" as const, themes: ["safety"] };
    expect(
      await moderate(engine, inEngland, two?.id ?? "", { seen: two?.seen ?? "", words: [], verdict: withheld }),
    ).toBe("done");
    // Two at the same moment: one decides.
    const three = await openComment(engine, inEngland, comments[2]?.id ?? "");
    const both = [inEngland, moderator(AREA)].map((who) =>
      moderate(engine, who, three?.id ?? "", { seen: three?.seen ?? "", words: [], verdict: withheld }),
    );
    expect((await Promise.all(both)).filter((done) => done === "done")).toHaveLength(1);
    await env.RESPONSES.prepare("delete from comment where id = ?1").bind(three?.id).run();
    const rows = (
      await env.RESPONSES.prepare(
        "select state, reason, sealed, text, themes from comment where state <> 'held' order by state",
      ).all()
    ).results;
    expect(rows).toEqual([
      {
        state: "released",
        reason: null,
        sealed: "",
        text: expect.stringContaining("They were kind and [name] was there"),
        themes: '["respect"]',
      },
      { state: "withheld", reason: "danger-disclosed", sealed: "", text: null, themes: '["safety"]' },
    ]);
  });
});

describe("a word that a moderator takes out", () => {
  const release = { act: "release" as const, themes: ["respect"] };
  const stored = async (id: string) =>
    await env.RESPONSES.prepare("select state, text from comment where id = ?1").bind(id).first();

  it("is seen to be out before anything is released", async () => {
    await say(...crowd("İbrahim heard o’wrigglesworth laugh"));
    const { comments } = await listComments(engine, inEngland, { after: "", language: null });
    const id = comments[0]?.id ?? "";
    const before = await openComment(engine, inEngland, id);
    const words = ["O'Wrigglesworth"];
    expect(await moderate(engine, inEngland, id, { seen: before?.seen ?? "", words, verdict: release })).toBe("masked");
    expect(await stored(id)).toEqual({ state: "held", text: null });
    const after = await openComment(engine, inEngland, id);
    expect(after?.text).toMatch(/heard \[name\] laugh/);
    expect(await moderate(engine, inEngland, id, { seen: after?.seen ?? "", words: [], verdict: release })).toBe(
      "done",
    );
    expect(await stored(id)).toEqual({ state: "released", text: after?.text });
  });

  it("comes back to the page, which shows what is left, keeps the themes, and names what it lacks", async () => {
    await say(...crowd("They told wrigglesworth nothing"));
    await putStaff(engine, "operator", inEngland);
    const staff = { isConnected: true, signInAt: null, identify: async () => ({ email: inEngland.email }) };
    const pages = new Hono<{ Variables: { engine: HasStaff & Moderating } }>()
      .use(async (c, next) => {
        c.set("engine", { ...engine, staff });
        await next();
      })
      .route("/", consoleComments);
    const { comments } = await listComments(engine, inEngland, { after: "", language: null });
    const at = `/console/comments/${comments[0]?.id}`;
    const post = async (words: string) => {
      const seen = /name="seen" value="(\w+)"/.exec(await (await pages.request(at)).text())?.[1] ?? "";
      const body = new URLSearchParams({ act: "decide", seen, words, theme: "informed", verdict: "release" });
      const headers = { "content-type": "application/x-www-form-urlencoded", "sec-fetch-site": "same-origin" };
      return await pages.request(at, { method: "POST", headers, body: body.toString() });
    };
    const absent = await post("wrigglesworth\nWigglesworth");
    expect(absent.status).toBe(400);
    expect(await absent.text()).toMatch(/nothing was done: Wigglesworth[^]*>wrigglesworth\nWigglesworth<\/textarea>/);
    const masked = await post("wrigglesworth");
    expect(masked.status).toBe(303);
    const html = await (await pages.request(masked.headers.get("location") ?? "")).text();
    expect(html).toMatch(/role="status"[^]*They told \[name\] nothing[^]*value="informed" checked/);
    expect((await post("")).headers.get("location")).toMatch(/^\/console\/comments\?done=yes/);
  });

  it("stops the release, and whatever else was asked, where it is not in the text", async () => {
    await say(...crowd("They told wrigglesworth nothing"));
    const { comments } = await listComments(engine, inEngland, { after: "", language: null });
    const id = comments[0]?.id ?? "";
    const before = await openComment(engine, inEngland, id);
    const asked = { seen: before?.seen ?? "", words: ["wrigglesworth", "Wigglesworth"] };
    for (const verdict of [release, null]) {
      expect(await moderate(engine, inEngland, id, { ...asked, verdict })).toBe("absent");
    }
    expect((await openComment(engine, inEngland, id))?.text).toBe(before?.text);
    const withheld = { act: "withhold" as const, reason: "names-officer" as const, themes: [] };
    expect(await moderate(engine, inEngland, id, { ...asked, verdict: withheld })).toBe("done");
  });
});

describe("a release", () => {
  it("tells a theme where ten of fifty carry it, the same to the bit when built again, and quotes what was released", async () => {
    const insert = env.RESPONSES.prepare(
      `insert into comment (id, period, area, stage, recorded_by, sealed, state, text, themes, rkey)
       select printf('%032x', value), ?1, ?2, 'report', 'victim', '', iif(value <= 80, 'released', 'held'),
         iif(value <= 80, 'They told me nothing ' || value, null),
         iif(value <= 80, iif(value <= 40, '["informed"]', iif(value <= 42, '["safety"]', '["waiting"]')), '[]'), value * 99991
       from json_each(?3)`,
    );
    await insert.bind(PERIOD, AREA, JSON.stringify(Array.from({ length: 90 }, (_, index) => index + 1))).run();
    // As many that officers wrote down: told in no table, and never quoted.
    await env.RESPONSES.prepare(
      `insert into comment (id, period, area, stage, recorded_by, sealed, state, text, themes, rkey)
       select printf('a%031x', rkey), period, area, 'closure', 'officer', sealed, state,
         iif(text is null, null, 'Told by an officer'), '["rights"]', rkey * 7 from comment`,
    ).run();
    const release = { id: PERIOD, period: PERIOD, status: "building" as const, methodology: "1", startedAt: TODAY };
    await insertRelease(engine.responses, { ...release, publishedOn: null, label: "", facts: "{}" });
    const build = async () => {
      await writeThemes(engine, { id: PERIOD, period: PERIOD });
      await writeReleaseQuotes(engine, { id: PERIOD, period: PERIOD });
      return JSON.stringify(
        (
          await env.RESPONSES.prepare(
            "select * from release_table union all select release, place, theme, text from release_quote",
          ).all()
        ).results,
      );
    };
    const first = await build();
    await env.RESPONSES.prepare("delete from release_table").run();
    await env.RESPONSES.prepare("delete from release_quote").run();
    expect(await build()).toBe(first);

    const tables = await readTables(engine.responses, PERIOD, "", themeMeasures);
    const rows = themeRows((_, measure) => tables.find((table) => table.measure === measure)?.cells ?? null, null);
    const symbols = Object.fromEntries(rows.map(({ theme, symbol }) => [theme, symbol]));
    expect(symbols).toMatchObject({ informed: "u", waiting: "u", safety: "c", rights: "c" });
    // Of 80 that victims wrote and somebody read.
    expect(Math.abs((rows[0]?.base ?? 0) - 80)).toBeLessThan(30);
    const informed = rows.find(({ theme }) => theme === "informed")?.percent ?? 0;
    expect(Math.abs(informed - 50)).toBeLessThan(20);
    const quotes = await readQuotes(engine.responses, PERIOD);
    expect(quotes.map(({ theme }) => theme)).toEqual(["informed", "informed", "waiting", "waiting"]);
  });
});
