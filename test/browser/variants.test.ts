import type { Browser, Locator, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import type { Question } from "../../src/instrument/definition.ts";
import { maximumQuestions, optionsOf, pathOf, wordingOf } from "../../src/instrument/path.ts";
import { currentInstrument } from "../../src/instrument/registry.ts";
import type { Locale } from "../../src/kernel/locale.ts";
import { feedbackPhrases as say } from "../../src/ui/phrases-feedback.ts";
import { variantPhrases as easy } from "../../src/ui/phrases-variants.ts";
import { fill, phrases } from "../../src/ui/phrases.ts";
import { launchBrowser } from "../support/browser.ts";
import { openPhones, type Phone } from "../support/phones.ts";
import { openVisitor, opposites, type Visitor, ways, wordsOf } from "../support/visitor.ts";

const report = currentInstrument("report", "victim");

const phone = (index: number): Phone => ({
  force: "surrey",
  number: `+4477009008${index}5`,
  victimRef: `easy-${index}`,
});
const phones = ways.map((_, index) => phone(index));
const onOnePage = opposites.map((_, index) => phone(index + ways.length));

const question = (id: string): Question => {
  const found = report.questions.find((each) => each.id === id);
  if (!found) throw new Error(`The report survey has no question ${id}`);
  return found;
};

const wordsFor = (id: string, locale: Locale, variant: "standard" | "easy") =>
  wordingOf(question(id), { facts: [], draw: 0, variant })[locale];

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
async function choose(page: Page, id: string, code: string): Promise<void> {
  const field = await box(page, id, code).getAttribute("id");
  await page.locator(`label[for="${field}"]`).click();
}

const asked = async (page: Page) =>
  new URL(page.url()).pathname === "/feedback/check"
    ? "none"
    : ((await page.locator("form#answers [name]:not([type=hidden])").first().getAttribute("name")) ?? "");

async function goOn({ page, locale }: Visitor): Promise<string> {
  await press(page, phrases.continue[locale]);
  return await asked(page);
}

/** The smallest type in which anything is read on a page of easy read, in CSS pixels. */
const smallestType = async (page: Page) =>
  Number(
    await page.evaluate(`Math.min(...[...document.querySelectorAll("main :is(p, li, label, legend, h1, button, .govuk-hint, [class$=divider], .govuk-warning-text)")]
      .filter((each) => each.textContent.trim() !== "" && each.checkVisibility() && !each.closest("details"))
      .map((each) => parseFloat(getComputedStyle(each).fontSize)))`),
  );

/** Answers whose words have slipped beneath their box: too long for the screen, and no longer at one glance. */
const slipped = async (page: Page) =>
  await page.evaluate(`[...document.querySelectorAll(".govuk-radios__item, .govuk-checkboxes__item")].filter((item) =>
    item.querySelector("label").offsetTop >= item.querySelector("input").offsetTop + 40).length`);

describe("a victim who reads easy words", () => {
  const url = inject("url");
  const outside = openPhones(url, inject("operatorKey"));
  let browser: Browser;

  beforeAll(async () => {
    browser = await launchBrowser();
    await Promise.all([...phones, ...onOnePage].map(outside.report));
    await outside.liveOn();
  });
  afterAll(async () => await browser.close());

  it.each(ways.map((way, index) => [wordsOf(way), way, index] as const))(
    "chooses them before the first question, changes to the usual words and back, and loses no answer, %s",
    async (_, way, index) => {
      const { locale } = way;
      const visitor = await openVisitor(browser, way);
      const { page } = visitor;
      await page.goto(await outside.linkTo(phones[index]?.number ?? ""));
      await follow(page, page.getByRole("link", { name: easy.toEasy[locale] }));
      expect(await visitor.heading()).toBe(say.startHeading[locale]);
      expect(await page.locator("main").innerText()).toContain(easy.startWhat[locale]);
      expect(await visitor.isTelling("body")).toBe(false);
      expect(await smallestType(page)).toBeGreaterThanOrEqual(24);
      await visitor.examineQuiet();
      await press(page, say.startYes[locale]);

      expect(await visitor.heading()).toBe(wordsFor("A0", locale, "easy"));
      const most = maximumQuestions(report, "easy");
      expect(await page.locator(".govuk-caption-m").innerText()).toBe(fill(say.progress[locale], { number: 1, most }));
      expect([await smallestType(page), await slipped(page)]).toEqual([24, 0]);
      await visitor.examineQuiet();
      await choose(page, "A0", "POL");
      expect(await goOn(visitor)).toBe("RPT5");
      expect([await smallestType(page), await slipped(page)]).toEqual([24, 0]);
      await choose(page, "RPT5", "7");
      await visitor.examineQuiet();

      await press(page, easy.toStandard[locale]);
      expect(await visitor.heading()).toBe(wordsFor("RPT5", locale, "standard"));
      expect(await box(page, "RPT5", "7").isChecked()).toBe(true);
      await visitor.examineQuiet();
      await follow(page, page.getByRole("link", { name: phrases.back[locale], exact: true }));
      expect(await asked(page)).toBe("RPT4");
      await choose(page, "RPT4", "yes");
      await press(page, easy.toEasy[locale]);
      // Easy read does not ask it, but what was answered counts: it stays, and can be seen before it is sent.
      expect(await asked(page)).toBe("RPT4");
      expect(await goOn(visitor)).toBe("RPT5");
      expect(await goOn(visitor)).toBe("C2.POL");

      await answersTheRest(visitor);
      await visitor.examineQuiet();
      const rows = page.locator(".govuk-summary-list__row");
      const shown = pathOf(report, { A0: ["POL"] }, { facts: [], draw: 0, variant: "easy" }).length + 1;
      expect(await rows.count()).toBe(shown);
      await press(page, easy.toStandard[locale]);
      const [supported] = optionsOf(question("RPT4"));
      expect(await rows.filter({ hasText: wordsFor("RPT4", locale, "standard") }).innerText()).toContain(
        supported?.text[locale],
      );
      expect(await rows.filter({ hasText: wordsFor("RPT5", locale, "standard") }).innerText()).toContain(
        optionsOf(question("RPT5"))[0]?.text[locale],
      );
      await press(page, easy.toEasy[locale]);
      expect(await rows.count()).toBe(shown);

      const waiting = await outside.waitingInPool();
      await press(page, say.send[locale]);
      expect(await visitor.heading()).toBe(say.thanksHeading[locale]);
      expect(await outside.waitingInPool()).toBe(waiting + 1);
      expect(visitor.asked()).toEqual([url]);
      await visitor.close();
    },
  );

  it.each(opposites.map((way, index) => [wordsOf(way), way, index] as const))(
    "answers everything on one page, in easy words and then in the usual ones, %s",
    async (_, way, index) => {
      const { locale } = way;
      const visitor = await openVisitor(browser, way);
      const { page } = visitor;
      await page.goto(await outside.linkTo(onOnePage[index]?.number ?? ""));
      await press(page, say.startYes[locale]);
      await follow(page, page.getByRole("link", { name: say.onOnePage[locale] }));
      await choose(page, "RPT1", "2");
      await choose(page, "C1", "6");
      await press(page, easy.toEasy[locale]);
      expect(page.url()).toBe(`${url}/feedback/all`);
      expect([await box(page, "RPT1", "2").count(), await box(page, "C1", "6").isChecked()]).toEqual([0, true]);
      await choose(page, "C3", "4");
      await visitor.examineQuiet();
      await press(page, easy.toStandard[locale]);
      for (const [id, code] of [
        ["RPT1", "2"],
        ["C1", "6"],
        ["C3", "4"],
      ] as const) {
        expect([id, await box(page, id, code).isChecked()]).toEqual([id, true]);
      }
      const waiting = await outside.waitingInPool();
      await press(page, say.send[locale]);
      expect(await visitor.heading()).toBe(say.thanksHeading[locale]);
      expect(await outside.waitingInPool()).toBe(waiting + 1);
      await visitor.close();
    },
  );
});

/** The first answer of every question that follows, each in easy words. */
async function answersTheRest(visitor: Visitor): Promise<void> {
  const { page, locale } = visitor;
  const seen: string[] = [];
  for (let id = await asked(page); id !== "none"; id = await goOn(visitor)) {
    seen.push(id);
    expect(await visitor.heading()).toBe(wordsFor(id, locale, "easy"));
    if (question(id).kind === "text") continue;
    await choose(page, id, optionsOf(question(id))[0]?.code ?? "");
  }
  expect(seen.slice(0, 5)).toEqual(["C2.POL", "C3", "C5", "C6", "C1"]);
  expect(seen.at(-1)).toBe("OPEN1");
  expect(seen).toHaveLength(7);
}
