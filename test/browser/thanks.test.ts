import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { wordsIn } from "../../src/instrument/languages.ts";
import { currentInstrument } from "../../src/instrument/registry.ts";
import { supportLines, supportNeeds } from "../../src/instrument/support.ts";
import { languageCodes } from "../../src/kernel/locale.ts";
import { accessibilityStatement } from "../../src/ui/phrases-accessibility.ts";
import { contactPhrases as contact } from "../../src/ui/phrases-contact.ts";
import { feedbackPhrases as say } from "../../src/ui/phrases-feedback.ts";
import { privacyStatement } from "../../src/ui/phrases-privacy.ts";
import { thanksPhrases as thanks } from "../../src/ui/phrases-thanks.ts";
import { phrases } from "../../src/ui/phrases.ts";
import { launchBrowser } from "../support/browser.ts";
import { openPhones, type Phone } from "../support/phones.ts";
import { openVisitor, PHONE } from "../support/visitor.ts";

const DESK = 1280;

/** Every language, with script on a wide screen and without on a narrow one, or the other way about. */
const readers = languageCodes.flatMap((language, index) =>
  [true, false].map((script) => ({ language, script, width: script === (index % 2 === 0) ? PHONE : DESK })),
);
const named = readers.map(
  (reader) => [`${reader.language}, ${reader.script ? "with" : "without"} script, ${reader.width} px`, reader] as const,
);

const report = currentInstrument("report", "victim");
const phone: Phone = { force: "surrey", number: "+447700900961", victimRef: "polish-reader" };
const SURREY = "E23000031";

describe("a reader of any language", () => {
  const url = inject("url");
  const outside = openPhones(url, inject("operatorKey"));
  let browser: Browser;

  beforeAll(async () => {
    browser = await launchBrowser();
    await outside.report(phone);
    await outside.liveOn();
  });
  afterAll(async () => await browser.close());

  it.each(named)("finds help for their area and need on the page of thanks, without a trace, %s", async (_, reader) => {
    const { language, script, width } = reader;
    const visitor = await openVisitor(browser, { script, width, locale: "en" });
    const { page } = visitor;
    await page.goto(`${url}/feedback/thanks?lang=${language}`);
    expect(await page.locator("html").getAttribute("lang")).toBe(language);
    expect(await visitor.heading()).toBe(say.thanksHeading[language]);
    await visitor.examineQuiet();

    const place = supportNeeds.findIndex(({ id }) => id === "sexual") + 1;
    await page.locator("#need").selectOption(String(place));
    await page.locator("#area").selectOption(SURREY);
    await page.getByRole("button", { name: thanks.findHelp[language] }).click();
    await page.waitForURL(/in=E23000031/);
    expect(new URL(page.url()).search).toBe(`?lang=${language}&for=${place}&in=${SURREY}`);
    const line = supportLines.find(({ id }) => id === "rape-crisis");
    expect(await page.getByText(line ? wordsIn(line.name, language) : "").count()).toBe(1);
    expect(await page.getByText("Live Fear Free").count()).toBe(0);
    await visitor.examineQuiet();
    expect(await visitor.context.cookies()).toEqual([]);
    expect(visitor.asked()).toEqual([url]);
    await visitor.close();
  });

  it.each(named)("asks to be contacted, is told what is missing, and that the request waits, %s", async (_, reader) => {
    const { language, script, width } = reader;
    const visitor = await openVisitor(browser, { script, width, locale: "en" });
    const { page } = visitor;
    await page.goto(`${url}/feedback/thanks?lang=${language}`);
    await page.getByRole("link", { name: thanks.contactLink[language] }).click();
    expect(await visitor.heading()).toBe(contact.heading[language]);
    await visitor.examineQuiet();
    await page.locator("#to").fill("07700 900962");
    await page.getByRole("button", { name: contact.send[language] }).click();
    expect(visitor.status()).toBe(400);
    expect(await page.title()).toMatch(new RegExp(`^${phrases.error[language]}: `));
    await page.locator(".govuk-error-summary").getByRole("link", { name: contact.faultArea[language] }).click();
    expect(await page.locator("#area:focus").count()).toBe(1);
    await visitor.examineQuiet();
    await page.locator("#area").selectOption(SURREY);
    await page.locator("input[name=about][value=support]").check();
    await page.locator("input[name=way][value=text]").check();
    expect(await page.locator("#to").inputValue()).toBe("07700 900962");
    await page.getByRole("button", { name: contact.send[language] }).click();
    // All these readers come from one address, from which five are taken in an hour.
    expect([contact.sentHeading[language], contact.tooManyHeading[language]]).toContain(await visitor.heading());
    await visitor.examineQuiet();
    expect(await visitor.context.cookies()).toEqual([]);
    await visitor.close();
  });

  it.each(languageCodes)("reads what the service says of itself in %s", async (language) => {
    const visitor = await openVisitor(browser, { script: false, width: PHONE, locale: "en" });
    const { page } = visitor;
    for (const [address, { heading }] of [
      ["/privacy", privacyStatement],
      ["/accessibility", accessibilityStatement],
    ] as const) {
      await page.goto(`${url}${address}?lang=${language}`);
      expect(await visitor.heading()).toBe(wordsIn(heading, language));
      await visitor.examine();
    }
    await visitor.close();
  });

  it("answers in Polish from the start page to the thanks, and changes language on the way without losing anything", async () => {
    const visitor = await openVisitor(browser, { script: false, width: PHONE, locale: "en" });
    const { page } = visitor;
    await page.goto(`${await outside.linkTo(phone.number)}?lang=pl`);
    expect(await visitor.heading()).toBe(say.startHeading.pl);
    await visitor.examineQuiet();
    await page.getByRole("button", { name: say.startYes.pl }).click();
    const [first] = report.questions;
    expect(await visitor.heading()).toBe(first && wordsIn(first.text, "pl"));
    await page.locator("input[name=A0][value=POL]").check();
    await visitor.examineQuiet();
    await page.getByRole("button", { name: "Cymraeg" }).click();
    expect(await visitor.heading()).toBe(first?.text.cy);
    expect(await page.locator("input[name=A0][value=POL]").isChecked()).toBe(true);
    await page.getByRole("button", { name: "Polski" }).click();
    await page.getByRole("link", { name: say.onOnePage.pl }).click();
    expect(await page.locator("[lang=en]:not(nav [lang=en])").count()).toBe(0);
    await visitor.examineQuiet();
    await page.goto(`${url}/feedback/check`);
    expect(await visitor.heading()).toBe(say.checkHeading.pl);
    await visitor.examineQuiet();
    await page.getByRole("button", { name: say.send.pl }).click();
    expect(await visitor.heading()).toBe(say.thanksHeading.pl);
    await visitor.examineQuiet();
    await visitor.close();
  });
});
