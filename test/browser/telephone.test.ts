import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { printCode } from "../../src/domain/code.ts";
import { londonDate, londonInstant, londonTime, parseInstant, plusDays, weekday } from "../../src/kernel/time.ts";
import { codesPhrases as say } from "../../src/ui/phrases-codes.ts";
import { consolePhrases } from "../../src/ui/phrases-console.ts";
import { feedbackPhrases } from "../../src/ui/phrases-feedback.ts";
import { outcomeWords, telephonePhrases as tell } from "../../src/ui/phrases-telephone.ts";
import { phrases } from "../../src/ui/phrases.ts";
import { openClient } from "../../simulation/client.ts";
import { launchBrowser } from "../support/browser.ts";
import { openVisitor, PHONE, type Visitor, type Way, wordsOf } from "../support/visitor.ts";

const run = Date.now().toString(36);
const ELEVEN = 11 * 60;

/** Script off, on a telephone's screen, in both languages; and a desk with script. */
const ways: readonly Way[] = [
  { script: false, locale: "en", width: PHONE },
  { script: false, locale: "cy", width: PHONE },
  { script: true, locale: "en", width: 1280 },
];
const walks = ways.map((way, index) => [wordsOf(way), way, index] as const);

const numberOf = (index: number) => `+4477009008${70 + index}`;

describe("what people hand over", () => {
  const url = inject("url");
  const client = openClient(url, inject("operatorKey"));
  let browser: Browser;
  let key: string;

  const instantNow = async () => {
    const now = parseInstant(await client.clock());
    if (now === null) throw new Error("The engine's clock says no time");
    return now;
  };

  /** Tells of a crime in Surrey six weeks ago; nothing may be sent about it, or only a call is safe. */
  const report = async (name: string, kind: "telephone" | "never-cold", { locale }: Way, mobile: string) => {
    const now = await instantNow();
    const { events } = await client.deliver(key, [
      {
        specversion: "1.0",
        id: `${name}-report`,
        source: "//records.force-45.example",
        type: "uk.cjs.milestone.v1",
        time: now,
        datacontenttype: "application/json",
        data: {
          milestone: "report.recorded",
          occurredAt: londonInstant(plusDays(londonDate(now), -43), ELEVEN),
          case: {
            forceCode: "45",
            offenceGroup: "burglary_dwelling",
            flags: { seriousSexual: kind === "never-cold" },
            identifiers: [{ type: "crimeReference", value: `45/${name}/26` }],
          },
          victim: {
            victimRef: `V-${name}`,
            contact: {
              mobile,
              safeToContact: "yes",
              preferredChannel: "phone",
              language: locale,
              safetyAssertedAt: londonInstant(plusDays(londonDate(now), -2), ELEVEN),
              safetyAssertedBy: "officer",
            },
            surveyConsent: "not_refused",
            ageBand: "25-44",
            sex: "female",
          },
          officerInCase: { ref: "PC-T", unit: "45XX" },
        },
      },
    ]);
    expect(events.map(({ status }) => status)).toEqual(["accepted"]);
  };

  beforeAll(async () => {
    browser = await launchBrowser();
    const created = await client.createSender({
      id: `telephone-${run}`,
      name: "Telephone test",
      role: "force",
      forceCode: "45",
      expiresOn: "2030-01-01",
    });
    if (created === null) throw new Error("The sender is registered already");
    key = created.key;
    const { date, minutes } = londonTime(await instantNow());
    // Nobody is rung at night or on a Sunday.
    const tomorrow = plusDays(date, weekday(date) === 6 ? 2 : 1);
    if (minutes < 10 * 60 || minutes > 17 * 60 || weekday(date) === 7)
      await client.moveClock(londonInstant(tomorrow, ELEVEN));
  });
  afterAll(async () => await browser.close());

  const openAs = async (way: Way, email: string) => {
    const visitor = await openVisitor(browser, way);
    const { page } = visitor;
    await page.goto(`${url}/console`);
    await page.getByRole("button", { name: consolePhrases.signIn[way.locale] }).click();
    await page.locator(`input[value="${email}"]`).check();
    await page.getByRole("button", { name: "Go to the console" }).click();
    await page.waitForURL(/\/console/);
    return visitor;
  };

  const goTo = async ({ page, locale }: Visitor, part: { readonly en: string; readonly cy: string }) => {
    await page.getByRole("navigation").getByRole("link", { name: part[locale], exact: true }).first().click();
    await page.waitForSelector("h1");
  };

  const examine = async (visitor: Visitor) => {
    await visitor.examine();
    expect(await visitor.page.title()).not.toMatch(/crime|police|victim|offen|court|trosedd|heddlu|dioddef|llys/i);
  };

  /** Takes calls until one has this number; the others are put back, as nobody's answer. */
  const takeCallOf = async (visitor: Visitor, number: string) => {
    const { page, locale } = visitor;
    for (;;) {
      await page.getByRole("button", { name: tell.take[locale] }).first().click();
      await page.waitForURL(/\/console\/telephone\/[\w-]{30,}/);
      if ((await page.getByText(number, { exact: true }).count()) > 0) return;
      // Somebody among those of the populated engine may have told us to stop: their call is refused.
      if ((await visitor.heading()) !== tell.notTakenHeading[locale]) {
        await page.getByLabel(outcomeWords["no-answer"][locale], { exact: true }).check();
        await page.getByRole("button", { name: tell.record[locale] }).click();
      }
      await page.getByRole("link", { name: tell.backToList[locale] }).click();
      await page.waitForSelector("h1");
    }
  };

  it.each(walks)("is a survey by telephone, from the list to the end, with no way back, %s", async (_, way, index) => {
    const { locale } = way;
    await report(`T${run}${index}`, "telephone", way, numberOf(index));
    const visitor = await openAs(way, "interviewer@surrey.example");
    const { page } = visitor;
    await goTo(visitor, tell.heading);
    expect(await visitor.heading()).toBe(tell.heading[locale]);
    await examine(visitor);
    await takeCallOf(visitor, numberOf(index));
    await examine(visitor);
    const words = await page.locator("main").innerText();
    expect(words.indexOf(tell.firstHeading[locale])).toBeLessThan(words.indexOf(tell.begin[locale]));

    await page.getByRole("button", { name: tell.record[locale] }).click();
    expect(visitor.status()).toBe(400);
    await visitor.examine();
    await page.locator(".govuk-error-summary").getByRole("link", { name: tell.chooseOutcome[locale] }).click();
    expect(await page.locator("#outcome:focus").count()).toBe(1);

    await page.getByRole("button", { name: tell.begin[locale] }).click();
    await page.waitForURL(/\/interview/);
    const put: string[] = [];
    while ((await page.locator("input[name=question]").count()) > 0) {
      const question = await page.locator("input[name=question]").inputValue();
      expect(put).not.toContain(question);
      put.push(question);
      if (put.length < 4) await examine(visitor);
      if (put.length === 2) {
        await page.goBack();
        const shown = page.locator("input[name=question]");
        if ((await shown.count()) > 0 && (await shown.inputValue()) !== question) {
          await page.getByRole("button", { name: phrases.continue[locale] }).click();
        } else await page.goto(`${url}/console/telephone/interview?lang=${locale}`);
        expect(await page.locator("input[name=question]").inputValue()).toBe(question);
        expect(await page.locator("input:checked").count()).toBe(0);
        const other = locale === "en" ? "cy" : "en";
        await page.getByRole("link", { name: tell.switchTo[other] }).click();
        await page.waitForSelector(`html[lang=${other}]`);
        expect(await page.locator("input[name=question]").inputValue()).toBe(question);
        await page.getByRole("link", { name: tell.switchTo[locale] }).click();
        await page.waitForSelector(`html[lang=${locale}]`);
      }
      // Some are skipped, as anybody may.
      const options = page.locator("form#answer input[type=radio], form#answer input[type=checkbox]");
      if (put.length % 3 !== 0 && (await options.count()) > 0) await options.first().check();
      await page.getByRole("button", { name: phrases.continue[locale] }).click();
      await page.waitForSelector("h1");
      expect(put.length).toBeLessThan(40);
    }
    expect(await visitor.heading()).toBe(tell.overHeading[locale]);
    await examine(visitor);
    await page.goto(`${url}/console/telephone/interview?lang=${locale}`);
    expect([visitor.status(), await visitor.heading()]).toEqual([403, tell.sittingHeading[locale]]);
    await examine(visitor);
    for (const path of ["/feedback/check", "/feedback/all"]) {
      await page.goto(url + path);
      expect(visitor.status()).toBe(403);
    }
    expect(visitor.asked()).toEqual([url]);
    await visitor.close();
  });

  it.each(walks)("is a code that an adviser shows once, and its holder types and uses, %s", async (_, way, index) => {
    const { locale } = way;
    await report(`C${run}${index}`, "never-cold", way, numberOf(index + 5));
    const visitor = await openAs(way, "adviser@surrey.example");
    const { page } = visitor;
    await goTo(visitor, say.heading);
    await examine(visitor);
    await page.getByRole("button", { name: say.find[locale] }).click();
    expect(visitor.status()).toBe(400);
    await visitor.examine();
    await page.locator(".govuk-error-summary").getByRole("link", { name: say.chooseBy[locale] }).click();
    expect(await page.locator("#by:focus").count()).toBe(1);
    await page.getByLabel(say.byVictim[locale], { exact: true }).check();
    await page.locator("#reference").fill(`V-C${run}${index}`);
    await page.getByRole("button", { name: say.find[locale] }).click();
    expect(await visitor.heading()).toBe(say.foundHeading[locale]);
    await examine(visitor);
    await page.getByRole("link", { name: say.open[locale] }).click();
    await page.waitForURL(/\/console\/codes\//);
    await examine(visitor);
    await page.getByRole("button", { name: say.issue[locale] }).click();
    expect(visitor.status()).toBe(400);
    await visitor.examine();
    await page.getByLabel(say.isWith[locale], { exact: true }).check();
    await page.getByLabel(say.isWanted[locale], { exact: true }).check();
    await page.getByRole("button", { name: say.issue[locale] }).click();
    await page.waitForSelector(".app-code");
    const code = (await page.locator(".app-code").first().innerText()).trim();
    expect(code).toBe(printCode(code.replaceAll("-", "")));
    expect(await page.locator(".app-code").count()).toBe(2);
    expect(await visitor.isTelling("main")).toBe(false);
    expect(page.url()).not.toContain(code);
    await examine(visitor);
    await visitor.close();

    const holder = await openVisitor(browser, way);
    await holder.page.goto(`${url}/code?lang=${locale}`);
    await holder.page.locator("#code").fill(code.toLowerCase());
    await holder.page.getByRole("button", { name: phrases.continue[locale] }).click();
    await holder.page.waitForURL(/\/s\//);
    expect(await holder.heading()).toBe(feedbackPhrases.startHeading[locale]);
    await holder.page.getByRole("button", { name: feedbackPhrases.startYes[locale] }).click();
    await holder.page.waitForURL(/\/feedback\/question\/1/);
    await holder.examineQuiet();
    await holder.page.goto(`${url}/feedback/check`);
    await holder.page.getByRole("button", { name: feedbackPhrases.send[locale] }).click();
    await holder.page.waitForURL(/\/feedback\/thanks/);
    await holder.close();
  });
});
