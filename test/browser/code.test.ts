import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { codePhrases as say } from "../../src/ui/phrases-code.ts";
import { phrases } from "../../src/ui/phrases.ts";
import { launchBrowser } from "../support/browser.ts";
import { openVisitor, ways, wordsOf } from "../support/visitor.ts";

describe("somebody who types a code", () => {
  const url = inject("url");
  let browser: Browser;

  beforeAll(async () => void (browser = await launchBrowser()));
  afterAll(async () => await browser.close());

  it.each(ways.map((way) => [wordsOf(way), way] as const))(
    "is told what a code looks like, keeps what they typed in the other language, and hears kindly of an unknown one, %s",
    async (_, way) => {
      const { locale } = way;
      const other = locale === "en" ? "cy" : "en";
      const visitor = await openVisitor(browser, way);
      const { page } = visitor;
      await page.goto(`${url}/code`);
      expect(await visitor.heading()).toBe(say.heading[locale]);
      await visitor.examineQuiet();

      await page.locator("#code").fill("7kq2-9xy");
      await page.getByRole("button", { name: phrases.continue[locale] }).click();
      expect(visitor.status()).toBe(400);
      await page.locator(".govuk-error-summary").getByRole("link", { name: say.unreadable[locale] }).click();
      expect(await page.locator("#code:focus").inputValue()).toBe("7kq2-9xy");
      await visitor.examineQuiet();

      await page.getByRole("button", { name: phrases[other === "en" ? "english" : "welsh"][other] }).click();
      await page.waitForSelector(`html[lang=${other}]`);
      expect(await page.locator("#code").inputValue()).toBe("7kq2-9xy");

      await page.locator("#code").fill("7kq2-9xyb-m4td");
      await page.getByRole("button", { name: phrases.continue[other] }).click();
      expect(visitor.status()).toBe(404);
      expect(await page.getByText(say.unknownText[other]).count()).toBe(1);
      expect(await page.getByRole("button", { name: say.stopButton[other] }).count()).toBe(1);
      await visitor.examineQuiet();
      await visitor.close();
    },
  );
});
