import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { closurePhrases as say } from "../../src/ui/phrases-closure.ts";
import { phrases } from "../../src/ui/phrases.ts";
import { launchBrowser } from "../support/browser.ts";
import { openPhones, type Phone, readNumber } from "../support/phones.ts";
import { opposites, openVisitor, PHONE, wordsOf } from "../support/visitor.ts";

/** On the phone in English without script, and at the desk in Welsh with it. */
const officers = opposites.map((way, index) => {
  const victim: Phone = { force: "surrey", number: `+4477009008${index}0`, victimRef: `closed-${index}` };
  return [wordsOf(way), way, victim] as const;
});

describe("an officer who was asked for a closure discussion", () => {
  const url = inject("url");
  const outside = openPhones(url, inject("operatorKey"));
  const recorded = () =>
    readNumber(inject("stateDir"), "closure_discussion", "select count(*) from closure_discussion");
  let browser: Browser;

  beforeAll(async () => {
    browser = await launchBrowser();
    await Promise.all(officers.map(async ([, , victim]) => await outside.report(victim)));
    await Promise.all(officers.map(async ([, , victim]) => await outside.tell(victim, "case.closed", 0)));
    await outside.liveOn();
  });
  afterAll(async () => await browser.close());

  it.each(officers)(
    "is told what is missing, records it once, and is told so when it has been recorded already, %s",
    async (_, way, { victimRef }) => {
      const { locale } = way;
      const other = locale === "en" ? "cy" : "en";
      const visitor = await openVisitor(browser, way);
      const second = await openVisitor(browser, way);
      const { page } = visitor;
      const link = await outside.linkTo(`PC-${victimRef}`);
      for (const { page: opened } of [visitor, second]) await opened.goto(link);
      expect(await visitor.heading()).toBe(say.heading[locale]);
      await visitor.examine();
      const [discussions, pool] = [recorded(), await outside.waitingInPool()];

      const record = { en: say.record.en, cy: say.record.cy };
      await page.locator("label[for=VCD3]").click();
      await page.getByRole("button", { name: record[locale] }).click();
      await page.locator(".govuk-error-summary").getByRole("link", { name: say.required[locale] }).click();
      expect(visitor.status()).toBe(400);
      expect(await page.title()).toMatch(new RegExp(`^${phrases.error[locale]}: `));
      expect(await page.locator("#VCD1:focus").count()).toBe(1);
      expect(await page.locator("#VCD3").isChecked()).toBe(true);
      await visitor.examine();

      for (const { page: filled } of [visitor, second]) {
        await filled.locator("input[name=VCD1][value=held]").check();
        await filled.locator("#VCD2").fill("They were kind, and rang back.");
        await filled.locator("input[name=VCD6]").first().check();
      }
      await page.getByRole("button", { name: phrases[other === "en" ? "english" : "welsh"][other] }).click();
      await page.waitForSelector(`html[lang=${other}]`);
      expect(await page.locator("#VCD2").inputValue()).toBe("They were kind, and rang back.");
      await page.getByRole("button", { name: record[other] }).click();
      await page.waitForSelector(".govuk-panel");
      expect(await visitor.heading()).toBe(say.recordedHeading[other]);
      await visitor.examine();
      expect([recorded() - discussions, (await outside.waitingInPool()) - pool]).toEqual([1, 1]);

      await second.page.getByRole("button", { name: record[locale] }).click();
      await second.page.getByRole("heading", { name: say.alreadyHeading[locale] }).waitFor();
      await page.goto(link);
      expect(await visitor.heading()).toBe(say.alreadyHeading[locale]);
      await visitor.examine();
      expect([recorded() - discussions, (await outside.waitingInPool()) - pool]).toEqual([1, 1]);
      expect(visitor.asked()).toEqual([url]);
      await Promise.all([visitor.close(), second.close()]);
    },
  );

  it("is told that a link is unknown, and keeps nothing in the browser", async () => {
    const visitor = await openVisitor(browser, { script: false, locale: "en", width: PHONE });
    await visitor.page.goto(`${url}/closure/${"A".repeat(22)}`);
    expect([visitor.status(), await visitor.heading()]).toEqual([404, say.unknownHeading.en]);
    await visitor.examine();
    expect(await visitor.context.storageState()).toEqual({ cookies: [], origins: [] });
    await visitor.close();
  });
});
