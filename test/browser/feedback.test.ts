import type { Browser, Locator, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { PREFER_NOT_TO_SAY as PNS, type Question } from "../../src/instrument/definition.ts";
import { LONGEST_TEXT, maximumQuestions, optionsOf, specialOptions } from "../../src/instrument/path.ts";
import { currentInstrument } from "../../src/instrument/registry.ts";
import type { Locale } from "../../src/kernel/locale.ts";
import { feedbackPhrases as say } from "../../src/ui/phrases-feedback.ts";
import { fill, phrases } from "../../src/ui/phrases.ts";
import { launchBrowser } from "../support/browser.ts";
import { openPhones, type Phone, readNumber } from "../support/phones.ts";
import { openVisitor, opposites, PHONE, type Visitor, type Way, ways, wordsOf } from "../support/visitor.ts";

const report = currentInstrument("report", "victim");
const periodWords = { en: "since the crime was reported", cy: "ers rhoi gwybod am y drosedd" };

const other = (locale: Locale): Locale => (locale === "en" ? "cy" : "en");
const languageName = (locale: Locale) => (locale === "en" ? phrases.english : phrases.welsh)[locale];

const question = (id: string): Question => {
  const found = report.questions.find((each) => each.id === id);
  if (!found) throw new Error(`The report survey has no question ${id}`);
  return found;
};

/** What a question offers under a code, in words. */
function optionWords(id: string, code: string, locale: Locale): string {
  const offered = [...optionsOf(question(id)), ...specialOptions(question(id))];
  return offered.find((option) => option.code === code)?.text[locale] ?? `no ${code} in ${id}`;
}

/** The text messages of the tests' victims: one each, so that no test spends another's link. */
const phones = {
  walk: opposites.map((_, index): Phone => ({
    force: "surrey",
    number: `+4477009007${index}0`,
    victimRef: `walk-${index}`,
  })),
  one: opposites.map((_, index): Phone => ({
    force: "north-wales",
    number: `+4477009007${index}1`,
    victimRef: `one-${index}`,
  })),
  exit: ways.map((_, index): Phone => ({
    force: "surrey",
    number: `+4477009007${index}2`,
    victimRef: `exit-${index}`,
  })),
  refuse: ["not-now", "stop", "not-safe", "not-me"].map((choice, index): Phone => ({
    force: "surrey",
    number: `+4477009007${index}3`,
    victimRef: choice,
  })),
};

describe("a victim who was sent a text", () => {
  const url = inject("url");
  const stateDir = inject("stateDir");
  const outside = openPhones(url, inject("operatorKey"));
  const begun = () => readNumber(stateDir, "started", "select count(*) from started");
  let browser: Browser;

  beforeAll(async () => {
    browser = await launchBrowser();
    await Promise.all(Object.values(phones).flat().map(outside.report));
    await outside.liveOn();
  });
  afterAll(async () => await browser.close());

  it.each(opposites.map((way, index) => [wordsOf(way), way, index] as const))(
    "answers one question at a time, changes language and mind, comes back by the link and is thanked, once, %s",
    async (_, way, index) => {
      const { locale } = way;
      const visitor = await openVisitor(browser, way);
      const link = await outside.linkTo(phones.walk[index]?.number ?? "");
      await opensLink(visitor, link, begun);
      await answersTheFirst(visitor);
      await changesLanguage(visitor);
      await comesBack(visitor, link, begun);
      await mendsAFault(visitor);
      await answersTheRest(visitor);
      await changesAnswers(visitor);

      const [waiting, { page }] = [await outside.waitingInPool(), visitor];
      await press(page, say.send[locale]);
      expect(page.url()).toBe(`${url}/feedback/thanks`);
      expect(await visitor.heading()).toBe(say.thanksHeading[locale]);
      await visitor.examineQuiet();
      expect(await outside.waitingInPool()).toBe(waiting + 1);
      expect(await visitor.context.cookies()).toEqual([]);

      await showsNothingAgain(visitor, link);
      await press(page, say.send[locale]);
      expect(await visitor.heading()).toBe(say.thanksHeading[locale]);
      expect(await outside.waitingInPool()).toBe(waiting + 1);
      expect(visitor.asked()).toEqual([url]);
      await visitor.close();
    },
  );

  it.each([ways[1], ways[3]].flatMap((way, index) => (way ? [[wordsOf(way), way, index] as const] : [])))(
    "answers everything on one page instead, keeps what was typed when something is wrong or the language changes, %s",
    async (_, way, index) => {
      const { locale } = way;
      const visitor = await openVisitor(browser, way);
      const { page } = visitor;
      await page.goto(await outside.linkTo(phones.one[index]?.number ?? ""));
      await press(page, say.startYes[locale]);
      await follow(page, page.getByRole("link", { name: say.onOnePage[locale] }));
      expect(await visitor.heading()).toBe(say.allHeading[locale]);
      await choose(page, "A0", "POL");
      await choose(page, "C1", "6");
      await choose(page, "C3", PNS);
      await page.locator("#OPEN1").fill("x".repeat(LONGEST_TEXT + 1));
      await press(page, say.send[locale]);
      expect(visitor.status()).toBe(400);
      expect(await page.title()).toMatch(new RegExp(`^${phrases.error[locale]}: `));
      await visitor.examineQuiet();
      await page.locator(".govuk-error-summary a").click();
      expect(await page.locator("#OPEN1:focus").count()).toBe(1);
      await page.locator("#OPEN1").fill("One person to speak to.");

      await press(page, languageName(other(locale)));
      expect(page.url()).toBe(`${url}/feedback/all`);
      expect(await visitor.heading()).toBe(say.allHeading[other(locale)]);
      expect(await page.locator("#OPEN1").inputValue()).toBe("One person to speak to.");
      for (const [id, code] of Object.entries({ A0: "POL", C1: "6", C3: PNS })) {
        expect([id, await box(page, id, code).isChecked()]).toEqual([id, true]);
      }
      await visitor.examineQuiet();
      const waiting = await outside.waitingInPool();
      await press(page, say.send[other(locale)]);
      expect(await visitor.heading()).toBe(say.thanksHeading[other(locale)]);
      expect(await outside.waitingInPool()).toBe(waiting + 1);
      await visitor.close();
    },
  );

  it.each(ways.map((way, index) => [wordsOf(way), way, index] as const))(
    "leaves at once by the exit, and finds nothing by going back, %s",
    async (_, way, index) => {
      const visitor = await openVisitor(browser, way);
      const { page, context } = visitor;
      await page.goto(await outside.linkTo(phones.exit[index]?.number ?? ""));
      await press(page, say.startYes[way.locale]);
      await choose(page, "A0", "CPS");
      await press(page, phrases.continue[way.locale]);
      expect(visitor.asked()).toEqual([url]);
      const left = page.waitForRequest("https://www.bbc.co.uk/weather");
      const cleared = page.waitForResponse(`${url}/exit`);
      if (way.script && way.width === PHONE) await page.locator(".govuk-exit-this-page a").click();
      else if (way.script) for (let presses = 0; presses < 3; presses++) await page.keyboard.press("Shift");
      else await page.locator("a.govuk-js-exit-this-page-skiplink").press("Enter");
      expect(await (await cleared).headerValue("clear-site-data")).toBe('"cache", "cookies", "storage"');
      await left;
      expect(await context.storageState()).toEqual({ cookies: [], origins: [] });

      await page.waitForURL((address) => address.origin !== url).catch(() => {});
      await page.goBack();
      expect(await visitor.heading()).toBe(say.sittingHeading[way.locale]);
      expect(await page.locator("input[type=checkbox], input[type=radio], dl").count()).toBe(0);
      await visitor.examineQuiet();
      expect(visitor.asked()).toEqual([url, "https://www.bbc.co.uk"]);
      await visitor.close();
    },
  );

  it("may say not now, stop, not safe or not me, and all but the first are never written to again", async () => {
    const before = begun();
    const headings = [say.notNowHeading, say.stoppedHeading, say.stoppedHeading, say.notMeHeading];
    for (const [index, phone] of phones.refuse.entries()) {
      const way: Way = ways[index] ?? { script: true, locale: "en", width: PHONE };
      const visitor = await openVisitor(browser, way);
      const link = await outside.linkTo(phone.number);
      await visitor.page.goto(link);
      const words = { "not-now": say.startNotNow, "stop": say.startStop, "not-me": say.startNotMe }[phone.victimRef];
      await press(visitor.page, (words ?? say.startNotNow)[way.locale]);
      if (phone.victimRef === "not-safe") {
        await visitor.examineQuiet();
        await press(visitor.page, say.notSafeButton[way.locale]);
      }
      expect(await visitor.heading()).toBe(headings[index]?.[way.locale]);
      await visitor.examineQuiet();
      await visitor.page.goto(link);
      await press(visitor.page, say.startYes[way.locale]);
      const again = phone.victimRef === "not-now" ? question("A0").text[way.locale] : say.endedHeading[way.locale];
      expect(await visitor.heading()).toBe(again.replace("{period}", periodWords[way.locale]));
      await visitor.examineQuiet();
      expect(visitor.asked()).toEqual([url]);
      await visitor.close();
    }
    expect(begun()).toBe(before + 1);

    const sent = async () =>
      await Promise.all(phones.refuse.map(async ({ number }) => (await outside.messagesTo(number)).length));
    const [earlier, [first]] = [await sent(), phones.refuse];
    const link = await outside.linkTo(first?.number ?? "");
    await Promise.all(phones.refuse.map(async (phone) => await outside.tell(phone, "decision.charged", 0)));
    await outside.liveOn(31);
    expect((await sent()).map((now, index) => now - (earlier[index] ?? 0))).toEqual([1, 0, 0, 0]);

    const late = await openVisitor(browser, { script: true, locale: "en", width: PHONE });
    await late.page.goto(link);
    await press(late.page, say.startYes.en);
    expect([late.status(), await late.heading()]).toEqual([410, say.endedHeading.en]);
    await late.examineQuiet();
    await late.close();
  });

  it("is told when a link is unknown, also when it should stop messages, and when a page needs the link", async () => {
    const visitor = await openVisitor(browser, { script: false, locale: "en", width: PHONE });
    const { page } = visitor;
    for (const token of ["A".repeat(22), "short"]) {
      await page.goto(`${url}/s/${token}`);
      await press(page, say.startYes.en);
      expect([token, visitor.status(), await visitor.heading()]).toEqual([token, 404, say.unknownHeading.en]);
    }
    await visitor.examineQuiet();
    await page.goto(`${url}/s/${"A".repeat(22)}`);
    await press(page, say.startStop.en);
    expect([visitor.status(), await visitor.heading()]).toEqual([404, say.forgottenHeading.en]);
    await visitor.examineQuiet();
    for (const path of ["", "/question/3", "/all", "/check"]) {
      await page.goto(`${url}/feedback${path}`);
      expect([path, visitor.status(), await visitor.heading()]).toEqual([path, 403, say.sittingHeading.en]);
    }
    await visitor.examineQuiet();
    await visitor.close();
  });
});

/** Follows a link or presses a button, and waits for the page that it leads to. */
async function follow(page: Page, control: Locator): Promise<void> {
  const loaded = page.waitForEvent("load");
  await control.click();
  await loaded;
}

const press = async (page: Page, words: string) =>
  await follow(page, page.getByRole("button", { name: words, exact: true }));

const box = (page: Page, id: string, code: string) => page.locator(`input[name="${id}"][value="${code}"]`);

/** Chooses by the words beside the box, as people do. */
const choose = async (page: Page, id: string, code: string) =>
  await page
    .locator("label", { has: page.locator(`xpath=self::*[@for='${await box(page, id, code).getAttribute("id")}']`) })
    .click();

/** The question on the page, by the name of its field; "none" when the answers are to be checked. */
async function asked(page: Page): Promise<string> {
  if (new URL(page.url()).pathname === "/feedback/check") return "none";
  return (await page.locator("form#answers [name]:not([type=hidden])").first().getAttribute("name")) ?? "";
}

async function goOn(visitor: Visitor): Promise<string> {
  await press(visitor.page, phrases.continue[visitor.locale]);
  return await asked(visitor.page);
}

/** Looking touches nothing, however often; the button begins, and counts once. */
async function opensLink(visitor: Visitor, link: string, begun: () => number): Promise<void> {
  const { page, locale } = visitor;
  const before = begun();
  for (let looks = 0; looks < 2; looks++) {
    await page.goto(link);
    expect([visitor.status(), await visitor.heading()]).toEqual([200, say.startHeading[locale]]);
  }
  expect([begun(), await visitor.context.cookies()]).toEqual([before, []]);
  expect(await visitor.isTelling("body")).toBe(false);
  await visitor.examineQuiet();
  await press(page, say.startYes[locale]);
  expect(begun()).toBe(before + 1);
  expect(await visitor.context.cookies()).toMatchObject([
    { name: "__Host-feedback", httpOnly: true, secure: true, sameSite: "Strict", expires: -1 },
  ]);
}

/** A choice, a skip, "prefer not to say", and the way back. */
async function answersTheFirst(visitor: Visitor): Promise<void> {
  const { page, locale } = visitor;
  expect(await visitor.heading()).toBe(question("A0").text[locale].replace("{period}", periodWords[locale]));
  const progress = fill(say.progress[locale], { number: 1, most: maximumQuestions(report) });
  expect(await page.locator(".govuk-caption-m").innerText()).toBe(progress);
  await visitor.examineQuiet();
  await choose(page, "A0", "POL");
  expect(await goOn(visitor)).toBe("RPT1");
  expect(await goOn(visitor)).toBe("RPT2");
  await choose(page, "RPT2", PNS);
  expect(await goOn(visitor)).toBe("RPT3");
  await follow(page, page.getByRole("link", { name: phrases.back[locale], exact: true }));
  expect(await box(page, "RPT2", PNS).isChecked()).toBe(true);
  expect(await goOn(visitor)).toBe("RPT3");
}

/** The other language and back: the same question, with what has been ticked. */
async function changesLanguage({ page, locale, examineQuiet }: Visitor): Promise<void> {
  const address = page.url();
  await choose(page, "RPT3", "partly");
  await press(page, languageName(other(locale)));
  expect(page.url()).toBe(address);
  expect(await page.locator("html").getAttribute("lang")).toBe(other(locale));
  expect(await page.locator("h1").innerText()).toBe(question("RPT3").text[other(locale)]);
  expect(await box(page, "RPT3", "partly").isChecked()).toBe(true);
  await examineQuiet();
  await press(page, languageName(locale));
  expect(await page.locator("h1").innerText()).toBe(question("RPT3").text[locale]);
}

/** Another day, the browser closed meanwhile: the link leads on from the last answer, and is not counted again. */
async function comesBack(visitor: Visitor, link: string, begun: () => number): Promise<void> {
  const { page, context, locale } = visitor;
  expect(await goOn(visitor)).toBe("RPT4");
  const before = begun();
  await context.clearCookies();
  await page.goto(link);
  await press(page, say.startYes[locale]);
  expect([await asked(page), begun()]).toEqual(["RPT4", before]);
  await follow(page, page.getByRole("link", { name: phrases.back[locale], exact: true }));
  expect(await box(page, "RPT3", "partly").isChecked()).toBe(true);
  expect(await goOn(visitor)).toBe("RPT4");
}

/** A browser that sends what was never offered is told so at the top of the page, with a link to where it is. */
async function mendsAFault(visitor: Visitor): Promise<void> {
  const { page, locale } = visitor;
  await box(page, "RPT4", "yes").evaluate((field) => field.setAttribute("value", "perhaps"));
  await box(page, "RPT4", "perhaps").check();
  await press(page, phrases.continue[locale]);
  expect(visitor.status()).toBe(400);
  expect(await page.title()).toMatch(new RegExp(`^${phrases.error[locale]}: `));
  const summary = page.locator(".govuk-error-summary");
  expect(await summary.innerText()).toContain(phrases.problem[locale]);
  await visitor.examineQuiet();
  await summary.getByRole("link", { name: phrases.chooseOneOffered[locale] }).click();
  expect(await page.locator("input[name=RPT4]:focus").count()).toBe(1);
  await choose(page, "RPT4", "yes");
  expect(await goOn(visitor)).toBe("RPT4A");
}

/** The first answer of every question that follows, and some words where words are asked for. */
async function answersTheRest(visitor: Visitor): Promise<void> {
  const { page } = visitor;
  const seen: string[] = [];
  for (let id = "RPT4A"; id !== "none"; id = await goOn(visitor)) {
    seen.push(id);
    if (question(id).kind === "text") await page.locator("textarea").fill("One person to speak to.");
    else await choose(page, id, optionsOf(question(id))[0]?.code ?? "");
    if (["OPEN1", "ETHNICITY"].includes(id)) await visitor.examineQuiet();
  }
  expect(seen.filter((id) => id.startsWith("C2."))).toEqual(["C2.POL"]);
  expect(seen).toEqual(expect.arrayContaining(["C1", "C3", "C5", "C6", "OPEN1", "JOURNEY", "PROFILE", "ETHNICITY"]));
}

/** Checks, takes an answer back with the question that hung on it, and adds one that brings up another. */
async function changesAnswers(visitor: Visitor): Promise<void> {
  const { page, locale } = visitor;
  const rows = page.locator(".govuk-summary-list__row");
  const rowOf = (id: string) =>
    rows.filter({ hasText: question(id).text[locale].replace("{period}", periodWords[locale]) });
  const change = async (id: string) => await follow(page, rowOf(id).locator(".govuk-summary-list__actions a"));
  expect(await visitor.heading()).toBe(say.checkHeading[locale]);
  await visitor.examineQuiet();
  expect(await rowOf("RPT1").innerText()).toContain(say.notAnswered[locale]);
  expect(await rowOf("RPT2").innerText()).toContain(optionWords("RPT2", PNS, locale));
  expect(await rowOf("OPEN1").innerText()).toContain("One person to speak to.");

  const before = await rows.count();
  await change("RPT4");
  await choose(page, "RPT4", "no");
  expect(await goOn(visitor)).toBe("none");
  expect([await rows.count(), await rowOf("RPT4A").count()]).toEqual([before - 1, 0]);
  expect(await rowOf("RPT4").innerText()).toContain(optionWords("RPT4", "no", locale));

  await change("A0");
  await choose(page, "A0", "CPS");
  expect(await goOn(visitor)).toBe("C2.CPS");
  await choose(page, "C2.CPS", "fully");
  expect(await goOn(visitor)).toBe("none");
  expect([await rows.count(), await rowOf("C2.CPS").count()]).toEqual([before, 1]);

  await press(page, languageName(other(locale)));
  expect(await visitor.heading()).toBe(say.checkHeading[other(locale)]);
  await press(page, languageName(locale));
}

/** The link again after sending: it begins anew, and tells nobody what was answered, or whether. */
async function showsNothingAgain(visitor: Visitor, link: string): Promise<void> {
  const { page, locale } = visitor;
  await page.goto(link);
  expect(await visitor.heading()).toBe(say.startHeading[locale]);
  await press(page, say.startYes[locale]);
  expect([await asked(page), await page.locator("input:checked").count()]).toEqual(["A0", 0]);
  await page.goto(`${new URL(link).origin}/feedback/check`);
  const values = await page.locator(".govuk-summary-list__value").allInnerTexts();
  expect(new Set(values)).toEqual(new Set([say.notAnswered[locale]]));
}
