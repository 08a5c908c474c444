import { env } from "cloudflare:workers";
import { sql } from "drizzle-orm";
import { beforeEach, describe, expect, it } from "vitest";
import { beginAnswering, saveDraft } from "../../src/flow/answer.ts";
import { createKeys } from "../../src/flow/keys.ts";
import { createApp } from "../../src/http/app.tsx";
import { locales } from "../../src/kernel/locale.ts";
import { Problem } from "../../src/kernel/problem.ts";
import { instantOf, type LocalDate, plusMinutes } from "../../src/kernel/time.ts";
import { open, randomBytes, toBase64Url } from "../../src/platform/crypto.ts";
import { feedbackPhrases as say } from "../../src/ui/phrases-feedback.ts";
import { phrases } from "../../src/ui/phrases.ts";
import { openEngine } from "../../src/worker.ts";
import { dump } from "../support/capabilities.ts";
import { putInvited } from "../support/invited.ts";
import { encode, type Fields, headingOf, openPages, type Page, questionsOn } from "../support/pages.ts";

// Everything that goes on at once, comes twice, comes from elsewhere or comes too late, over the real routes. Answers by
// text that race with the web spend the same nullifier; they are raced where texts are tested.

const NOW = instantOf(Date.parse("2026-03-03T12:00:00.000Z"));
const TODAY = "2026-03-03" as LocalDate;
const FORM = { "content-type": "application/x-www-form-urlencoded", "sec-fetch-site": "same-origin" };

let now = NOW;
const engine = openEngine(env, { now: () => now });
const { vault, responses } = engine;
let opened: typeof engine = engine;
const app = createApp(async () => opened);
const openTab = (cookie?: string) => openPages((request) => app.fetch(request, env), cookie);

/** An invitation, and the address of its link. */
async function invite(state = "sent", expiresOn = "2026-03-30"): Promise<string> {
  const token = toBase64Url(randomBytes(16));
  await putInvited(engine, { token, state, expiresOn, now: NOW });
  return `/s/${token}`;
}

/** A tab in which somebody has said that it is safe to answer. */
async function begin(link: string) {
  const tab = openTab();
  const page = await tab.post(link, { choice: "yes" });
  expect([page.status, tab.cookie()]).toEqual([200, expect.stringMatching(/^__Host-feedback=.{100}/)]);
  return tab;
}

/** What lies in the pool, opened. */
async function submissions() {
  const key = await engine.keys.datedSeal("day", TODAY);
  const rows = await responses.all<{ sealed: string }>(sql`select sealed from pool`);
  return await Promise.all(
    rows.map(async ({ sealed }) => JSON.parse((await open(key, sealed, "pool")) ?? "") as object),
  );
}

const countOf = async (table: string) => (await responses.all(sql.raw(`select 1 from ${table}`))).length;

const content = { "A0": "POL", "C1": "7", "C3": "7", "C5": "yes", "C6": "no", "C2.POL": "fully", "OPEN1": "Kind." };
const discontent = { "A0": "CPS", "C1": "1", "C3": "1", "C5": "no", "C6": "yes", "C2.CPS": "no", "OPEN1": "Rude." };

const isThanks = ({ path, status, html }: Page) =>
  expect([path, status, headingOf(html)]).toEqual([
    "/feedback/thanks",
    200,
    expect.stringContaining(say.thanksHeading.en),
  ]);

beforeEach(async () => {
  [now, opened] = [NOW, engine];
  await createKeys(engine);
  for (const table of ["pool", "spent", "started", "draft"]) await responses.run(sql.raw(`delete from ${table}`));
  for (const table of ["invitation", "victim", "case_file"]) await vault.run(sql.raw(`delete from ${table}`));
});

describe("sending twice", () => {
  it("at once, by a double click, thanks every time and counts once", async () => {
    const tab = await begin(await invite());
    await tab.post("/feedback/question/1", { A0: "POL" });
    const cookie = tab.cookie();
    const clicks = Array.from({ length: 8 }, async () => await openTab(cookie).post("/feedback/check", {}));
    for (const page of await Promise.all(clicks)) isThanks(page);
    expect([await countOf("pool"), await countOf("spent"), await countOf("draft")]).toEqual([1, 1, 0]);
  });

  it("from two tabs with different answers keeps one of them, whole", async () => {
    const link = await invite();
    const [one, other] = [await begin(link), await begin(link)];
    const ends = await Promise.all([one.post("/feedback/all", content), other.post("/feedback/all", discontent)]);
    for (const page of ends) isThanks(page);
    const [kept, ...more] = await submissions();
    expect(more).toEqual([]);
    const isContent = JSON.stringify(kept).includes("Kind.");
    expect(kept).toMatchObject({
      kind: "survey",
      comment: isContent ? "Kind." : "Rude.",
      items: isContent ? { C1: "7", C3: "7", C5: "yes", C6: "no" } : { C1: "1", C3: "1", C5: "no", C6: "yes" },
    });
    expect(await countOf("started")).toBe(1);
  });

  it("page by page in two tabs loses no tab: each goes on from the answers that both have given", async () => {
    const link = await invite();
    const [one, other] = [await begin(link), await begin(link)];
    await one.post("/feedback/question/1", { A0: "POL" });
    const second = await other.get("/feedback/question/1");
    expect(/value="POL"\s+checked/.test(second.html)).toBe(true);
    await other.post("/feedback/question/1", { A0: "CPS" });
    const page = await one.get("/feedback/check");
    expect([page.status, page.html.includes(phrases.problem.en)]).toEqual([200, false]);
    isThanks(await one.post("/feedback/check", {}));
    const late = await other.post("/feedback/question/2", { RPT1: "7" });
    expect(late.status).toBe(200);
    isThanks(await other.post("/feedback/check", {}));
    expect(await countOf("pool")).toBe(1);
  });

  it("by Back and by a replayed form thanks again, shows nothing, and counts once", async () => {
    const link = await invite();
    const tab = await begin(link);
    const before = tab.cookie();
    isThanks(await tab.post("/feedback/all", content));
    expect(tab.cookie()).toBe("");
    for (const path of ["/feedback", "/feedback/question/1", "/feedback/all", "/feedback/check"]) {
      const gone = await tab.get(path);
      expect([path, gone.status, headingOf(gone.html)]).toEqual([path, 403, say.sittingHeading.en]);
      const replayed = await openTab(before).get(path);
      expect([path, replayed.status, /\schecked|Kind\./.test(replayed.html)]).toEqual([path, 200, false]);
    }
    for (let time = 0; time < 3; time++) isThanks(await openTab(before).post("/feedback/all", discontent));
    const again = await begin(link);
    isThanks(await again.post("/feedback/all", discontent));
    expect(await submissions()).toEqual([expect.objectContaining({ comment: "Kind." })]);
  });
});

describe("a form that no page of ours has made", () => {
  /** The page says what is wrong, in a summary; nothing is kept and nothing is counted. */
  const isRefused = async (page: Page, status = 400) => {
    expect([page.status, page.html.includes(phrases.problem.en)]).toEqual([status, true]);
    expect(await countOf("pool")).toBe(0);
  };

  it("with codes that were never offered is refused kindly, and with questions of others is taken without them", async () => {
    const tab = await begin(await invite());
    for (const A0 of ["pol", "8", "POL,CPS", "__proto__", "\u0000", "x".repeat(100_000)]) {
      await isRefused(await tab.post("/feedback/question/1", { A0 }));
      await isRefused(await tab.post("/feedback/all", { ...content, A0 }));
    }
    await isRefused(await tab.post("/feedback/all", { ...content, C1: ["1", "7"] }));
    await isRefused(await tab.post("/feedback/all", { OPEN1: "x".repeat(2001) }));
    const strange: Fields = { "TRL1": "yes", "VCD3": "1", "__proto__": "yes", "constructor": "1", "": "x" };
    isThanks(await tab.post("/feedback/all", { ...content, ...strange }));
    const [kept] = await submissions();
    expect(JSON.stringify(kept)).not.toMatch(/TRL|VCD|proto|constructor/);
    expect(kept).toMatchObject({ comment: "Kind.", items: { C1: "7" } });
  });

  it("at an address that is none of theirs leads to where they are", async () => {
    const tab = await begin(await invite());
    for (const place of ["0", "999", "-1", "1e3", "x", "4%2F..%2F"]) {
      const page = await tab.post(`/feedback/question/${place}`, { A0: "POL" });
      expect([place, page.status, [...questionsOn(page.html).keys()]]).toEqual([place, 200, ["A0"]]);
    }
    for (const then of ["check.999", "check.", "//evil.example", "check\r\nX: y"]) {
      const page = await tab.post(`/feedback/question/1?then=${encodeURIComponent(then)}`, { A0: "POL" });
      expect([then, page.status, page.path.startsWith("/feedback/")]).toEqual([then, 200, true]);
    }
    for (const back of [
      "//evil.example",
      "https://evil.example/feedback/all",
      "/feedback/question/1/../../exit",
      "/exit",
    ]) {
      const switched = await tab.ask("/feedback/language", {
        method: "POST",
        headers: FORM,
        body: encode({ language: "cy", back }),
      });
      expect([back, switched.status, switched.headers.get("location")]).toEqual([back, 303, "/feedback"]);
    }
  });

  it("with the cookie of another counts for the other alone, and with a broken one for nobody", async () => {
    const [mine, yours] = [await begin(await invite()), await begin(await invite())];
    isThanks(await openTab(yours.cookie()).post("/feedback/all", discontent));
    isThanks(await mine.post("/feedback/all", content));
    expect(await countOf("pool")).toBe(2);

    const cookie = (await begin(await invite())).cookie();
    const [name = "", value = ""] = cookie.split(/=(.*)/s);
    const middle = Math.floor(value.length / 2);
    const turned = `${value.slice(0, middle)}${value[middle] === "A" ? "B" : "A"}${value.slice(middle + 1)}`;
    const broken = [value.slice(0, -1), value.slice(0, 40), turned, "", "%%%", "x", `${value}x`, "é".repeat(40)];
    for (const wrong of broken) {
      for (const path of ["/feedback/all", "/feedback/check", "/feedback/question/1"]) {
        const page = await openTab(`${name}=${encodeURIComponent(wrong)}`).post(path, content);
        expect([wrong, path, page.status, headingOf(page.html)]).toEqual([wrong, path, 403, say.sittingHeading.en]);
      }
    }
    expect(await countOf("pool")).toBe(2);
  });

  it("from another site is refused, whatever it says of itself", async () => {
    const link = await invite();
    const tab = await begin(link);
    for (const site of ["cross-site", "same-site", "none"]) {
      for (const path of [link, "/feedback/all", "/feedback/check"]) {
        const answer = await tab.ask(path, {
          method: "POST",
          headers: { ...FORM, "sec-fetch-site": site },
          body: encode({ ...content, choice: "stop" }),
        });
        expect([site, path, answer.status, headingOf(await answer.text())]).toEqual([
          site,
          path,
          403,
          phrases.refusedHeading.en,
        ]);
      }
    }
    expect(await countOf("pool")).toBe(0);
    expect(await vault.all(sql`select 1 from victim where flags <> '[]'`)).toEqual([]);
  });
});

const isChecked = (html: string, value: string) => new RegExp(`value="${value}"\\s+checked`).test(html);

describe("a sitting", () => {
  it("ends an hour after the last page, not the first, and never goes on beyond its link", async () => {
    const tab = await begin(await invite());
    for (const minutes of [50, 100, 150]) {
      now = plusMinutes(NOW, minutes);
      expect((await tab.get("/feedback/all")).status).toBe(200);
    }
    isThanks(await tab.post("/feedback/all", content));

    now = NOW;
    const last = await begin(await invite("sent", "2026-03-03"));
    now = plusMinutes(NOW, 12 * 60 + 1);
    expect((await last.get("/feedback/all")).status).toBe(403);
  });

  it("that is over takes what was on the page into the draft, shows none of it, and says so", async () => {
    const link = await invite();
    const [slow, slower] = [await begin(link), await begin(link)];
    now = plusMinutes(NOW, 90);
    const late = await slow.post("/feedback/all", content);
    expect([late.status, headingOf(late.html), late.html.includes("Kind.")]).toEqual([
      403,
      say.sittingHeading.en,
      false,
    ]);
    expect(late.html).toContain(say.sittingText.en);
    await slower.post("/feedback/question/1", { A0: "CPS" });
    expect(await countOf("pool")).toBe(0);
    const again = await (await begin(link)).get("/feedback/all");
    expect([again.html.includes("Kind."), isChecked(again.html, "CPS")]).toEqual([true, true]);

    const stranger = await openTab().post("/feedback/all", content);
    expect([stranger.status, stranger.html.includes(say.sittingText.en)]).toEqual([403, false]);
    expect(stranger.html).toContain(say.sittingLost.en);
  });

  it("hands the form back, in its language, where it could not be sent, and has kept it", async () => {
    const tab = await begin(await invite());
    await tab.post("/feedback/language", { language: "cy", back: "/feedback/all" });
    const datedSeal = () => Promise.reject(new Problem("key-not-ready", ""));
    opened = { ...engine, keys: { ...engine.keys, datedSeal } };
    const refused = await tab.post("/feedback/all", content);
    expect([refused.status, isChecked(refused.html, "POL"), refused.html.includes("Kind.")]).toEqual([503, true, true]);
    expect([refused.html.includes('<html lang="cy"'), refused.html.includes(phrases.notSent.cy)]).toEqual([true, true]);
    const unsent = await tab.post("/feedback/check", {});
    expect([unsent.status, headingOf(unsent.html)]).toEqual([503, phrases.notReadyHeading.cy]);
    opened = engine;
    expect((await tab.get("/feedback/all")).html).toContain("Kind.");
    isThanks({ ...(await tab.post("/feedback/check", {})), html: `<h1>${say.thanksHeading.en}</h1>` });
    expect(await countOf("draft")).toBe(0);
  });

  it("goes on at the first question that was never put, whatever was answered by text, and asks no skipped one again", async () => {
    const link = await invite();
    const opening = await beginAnswering(engine, link.slice(3), "en");
    if (opening.state !== "ready") throw new Error(opening.state);
    await saveDraft(engine, opening.session, { RPT5: ["6"], C3: ["5"], C1: ["6"] });
    const tab = await begin(link);
    expect([...questionsOn((await tab.get("/feedback")).html).keys()]).toEqual(["A0"]);
    const next = await tab.post("/feedback/question/1", { A0: "POL" });
    const skipped = [...questionsOn(next.html).keys()];
    const third = await tab.post(next.path, {});
    const again = await (await begin(link)).get("/feedback");
    expect([again.path, [...questionsOn(again.html).keys()]]).toEqual([
      third.path,
      [...questionsOn(third.html).keys()],
    ]);
    expect([...questionsOn(again.html).keys()]).not.toEqual(skipped);
  });
});

describe("a change to easy read", () => {
  it("loses no answer: what was answered in the usual words is shown, may be changed, and is sent", async () => {
    const link = await invite();
    const tab = await begin(link);
    await tab.post("/feedback/question/1", { A0: "POL" });
    const easy = await tab.post("/feedback/question/2", { RPT1: "7", variant: "easy" });
    expect(easy.status).toBe(200);
    const all = await tab.get("/feedback/all");
    expect([questionsOn(all.html).has("RPT1"), questionsOn(all.html).has("C1")]).toEqual([false, true]);
    const check = await tab.post("/feedback/all", content);
    expect([check.path, check.html.includes("/feedback/question/2?then=check")]).toEqual(["/feedback/check", true]);
    const back = await tab.post("/feedback/question/2?then=check", { RPT1: "6" });
    expect(back.path).toBe("/feedback/check");
    isThanks(await tab.post("/feedback/check", {}));
    expect(await submissions()).toMatchObject([
      { dims: { instrument: "report@1+easy" }, items: { RPT1: "6", C1: "7" }, comment: "Kind." },
    ]);
  });
});

describe("a page that tells what went wrong", () => {
  it("is in the language of the form, the browser or the sitting", async () => {
    const link = await invite();
    const isIn = async (answer: Response, status: number, locale: string) =>
      expect([answer.status, (await answer.text()).includes(`<html lang="${locale}"`)]).toEqual([status, true]);
    await isIn(await openTab().ask("/nowhere", { headers: { "accept-language": "pl" } }), 404, "pl");
    await isIn(await openTab().ask("/nowhere?lang=pl"), 404, "pl");
    const foreign = { ...FORM, "sec-fetch-site": "cross-site", "accept-language": "cy" };
    await isIn(await openTab().ask(link, { method: "POST", headers: foreign, body: "lang=cy" }), 403, "cy");
    const standing = () => Promise.reject(new Error("away"));
    opened = { ...engine, keys: { ...engine.keys, standing }, log: { event: () => {}, failure: () => {} } };
    const body = encode({ choice: "yes", lang: "cy" });
    await isIn(await openTab().ask(link, { method: "POST", headers: FORM, body }), 500, "cy");
  });
});

describe("the page of thanks", () => {
  it("writes the area of the sitting into no address", async () => {
    const tab = await begin(await invite());
    const page = await tab.post("/feedback/all", content);
    expect(page.html).not.toContain("?in=");
    expect(page.html).not.toMatch(/value="[EW]\d+" selected/);
    expect((await tab.get("/feedback/thanks?in=E23000031")).html).toContain("in=E23000031&amp;lang=cy");
  });
});

describe("a change of language", () => {
  it("keeps the place and what is typed, also what is too long as yet and goes into no draft", async () => {
    const tab = await begin(await invite());
    const long = "Kind. ".repeat(400);
    const switched = await tab.post("/feedback/all", { A0: "POL", OPEN1: long, language: "cy" });
    expect([switched.status, switched.path, /<html lang="cy"/.test(switched.html)]).toEqual([
      200,
      "/feedback/all",
      true,
    ]);
    expect([switched.html.includes(long.trim()), switched.html.includes(phrases.problem.cy)]).toEqual([true, false]);
    expect(/value="POL"\s+checked/.test(switched.html)).toBe(true);
    expect(await countOf("draft")).toBe(0);
    const refused = await tab.post("/feedback/all", { A0: "POL", OPEN1: long });
    expect([refused.status, refused.html.includes(phrases.problem.cy)]).toEqual([400, true]);

    await tab.post("/feedback/all", { A0: "POL", OPEN1: "Kind to me.", language: "en" });
    const kept = await dump(env.RESPONSES);
    expect([await countOf("draft"), /Kind to me|POL/.test(kept)]).toEqual([1, false]);
    const again = await tab.get("/feedback/all");
    expect([/<html lang="en"/.test(again.html), again.html.includes("Kind to me.")]).toEqual([true, true]);
  });
});

describe("looking at a link", () => {
  it("as scanners, previews and browsers that fetch ahead do, changes nothing, however often and by whatever method", async () => {
    const link = await invite();
    const looks = ["GET", "HEAD", "OPTIONS", "PROPFIND"].flatMap((method) =>
      [
        {},
        { "sec-purpose": "prefetch" },
        { "purpose": "prefetch", "x-moz": "prefetch" },
        { "user-agent": "Slackbot" },
      ].map((headers) => [method, headers] as const),
    );
    for (const [method, headers] of [...looks, ...looks]) {
      const answer = await openTab().ask(link, { method, headers });
      const status = { GET: 200, HEAD: 200, PROPFIND: 403 }[method] ?? 405;
      expect([method, answer.status]).toEqual([method, status]);
      expect([answer.headers.getSetCookie(), answer.headers.get("cache-control")]).toEqual([[], "no-store"]);
      const body = await answer.text();
      expect([method, /og:|<meta name="description"|burglary|police/i.test(body)]).toEqual([method, false]);
    }
    expect([await countOf("started"), await countOf("draft"), await countOf("spent")]).toEqual([0, 0, 0]);
    expect(await vault.all(sql`select 1 from invitation where state <> 'sent'`)).toEqual([]);
    isThanks(await (await begin(link)).post("/feedback/all", content));
  });

  it.each(locales)("that is unknown, over, withdrawn or used says so kindly, in %s", async (locale) => {
    const used = await invite();
    isThanks(await (await begin(used)).post("/feedback/all", content));
    const ends = [
      [`/s/${"A".repeat(22)}`, 404, say.unknownHeading],
      ["/s/short", 404, say.unknownHeading],
      ["/s/%00%ff", 404, say.unknownHeading],
      [await invite("sent", "2026-03-02"), 410, say.endedHeading],
      [await invite("cancelled"), 410, say.endedHeading],
      [await invite("closed"), 410, say.endedHeading],
    ] as const;
    for (const [link, status, heading] of ends) {
      const looked = await openTab().get(`${link}?lang=${locale}`);
      expect([link, looked.status, headingOf(looked.html)]).toEqual([link, 200, say.startHeading[locale]]);
      const page = await openTab().post(link, { choice: "yes", lang: locale });
      expect([link, page.status, headingOf(page.html)]).toEqual([link, status, heading[locale]]);
      expect([page.html.includes(`<html lang="${locale}"`), page.html.includes('href="/exit"')]).toEqual([true, true]);
    }
    // A used link is not told apart from a new one: whoever holds the phone learns nothing from it.
    const again = await openTab().post(used, { choice: "yes", lang: locale });
    expect([again.status, [...questionsOn(again.html).keys()], /\schecked/.test(again.html)]).toEqual([
      200,
      ["A0"],
      false,
    ]);
  });
});
