import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { closurePhrases as say } from "../../src/ui/phrases-closure.ts";
import { phrases } from "../../src/ui/phrases.ts";
import { launchBrowser } from "../support/browser.ts";
import { readKept } from "../support/browser-storage.ts";
import { openPhones, type Phone, readNumber } from "../support/phones.ts";
import { opposites, openVisitor, PHONE, wordsOf } from "../support/visitor.ts";

const victim = (index: number): Phone => ({
  force: "surrey",
  number: `+4477009008${index}0`,
  victimRef: `closed-${index}`,
});

/** On the phone in English without script, and at the desk in Welsh with it. */
const officers = opposites.map((way, index) => [wordsOf(way), way, victim(index)] as const);
const [TOUCHED, KEYED, DROPPED, WAITED] = [victim(2), victim(3), victim(4), victim(5)];

const COMMENT = "They were kind, and rang back.";

/** A typical discussion: held, told, five rights gone through, one not applicable, one service offered and taken. */
const typical: readonly (readonly [question: string, ...codes: readonly string[]])[] = [
  ["VCD1", "held"],
  ["VCD3", "5"],
  ["VCD4", "withdrew"],
  ["VCD5", "delay", "court"],
  ["VCD6", "vc03", "vc04", "vc06", "vc09", "vc12"],
  ["VCD7", "new-risk"],
  ["VCD7A", "acted", "referred"],
  ["VCD8", "victim-support"],
  ["VCD8A", "victim-support"],
  ["VCD9", "unchanged"],
  ["VCD10", "safe-sms"],
  ["VCD10C", "yes"],
];

describe("an officer who was asked for a closure discussion", () => {
  const url = inject("url");
  const outside = openPhones(url, inject("operatorKey"));
  const recorded = () =>
    readNumber(inject("stateDir"), "closure_discussion", "select count(*) from closure_discussion");
  const counts = async () => [recorded(), await outside.waitingInPool()] as const;
  let browser: Browser;

  beforeAll(async () => {
    browser = await launchBrowser();
    const victims = [...officers.map(([, , each]) => each), TOUCHED, KEYED, DROPPED, WAITED];
    await Promise.all(victims.map(async (each) => await outside.report(each)));
    await Promise.all(victims.map(async (each) => await outside.tell(each, "case.closed", 0)));
    await outside.liveOn();
  });
  afterAll(async () => await browser.close());

  it.each(officers)(
    "is told what is missing, records it once, and corrects what went to the case, %s",
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
      const [discussions, pool] = await counts();

      await page.locator("label[for=VCD7]").click();
      await page.getByRole("button", { name: say.record[locale] }).click();
      await page.locator(".govuk-error-summary").getByRole("link", { name: say.required[locale] }).click();
      expect(await page.title()).toMatch(new RegExp(`^${phrases.error[locale]}: `));
      expect(await page.locator("#VCD1:focus").count()).toBe(1);
      expect(await page.locator("#VCD7").isChecked()).toBe(true);
      await visitor.examine();

      for (const { page: filled } of [visitor, second]) {
        await filled.locator("input[name=VCD1][value=held]").check();
        await filled.locator("#VCD2").fill(COMMENT);
        await filled.locator("input[name=VCD6]").first().check();
      }
      await page.getByRole("button", { name: phrases[other === "en" ? "english" : "welsh"][other] }).click();
      await page.waitForSelector(`html[lang=${other}]`);
      await expect.poll(async () => await page.locator("#VCD2").inputValue()).toBe(COMMENT);
      await page.getByRole("button", { name: say.record[other] }).click();
      await page.waitForSelector(".govuk-panel");
      expect(await visitor.heading()).toBe(say.recordedHeading[other]);
      await visitor.examine();
      expect(await counts()).toEqual([discussions + 1, pool + 1]);

      await second.page.getByRole("button", { name: say.record[locale] }).click();
      await second.page.getByRole("heading", { name: say.alreadyHeading[locale] }).waitFor();
      await page.goto(link);
      expect(await visitor.heading()).toBe(say.alreadyHeading[locale]);
      await visitor.examine();
      expect(await counts()).toEqual([discussions + 1, pool + 1]);

      await page.getByRole("link", { name: say.correctLink[locale] }).click();
      await page.getByRole("heading", { name: say.correctHeading[locale] }).waitFor();
      expect(await page.locator("[name^=VCD]:checked, [name=VCD2], [name=VCD3]").count()).toBe(0);
      await visitor.examine();
      await page.locator("input[name=VCD10][value=safe-email]").check();
      await page.getByRole("button", { name: say.correct[locale] }).click();
      await page.getByRole("heading", { name: say.correctedHeading[locale] }).waitFor();
      await visitor.examine();
      expect(await counts()).toEqual([discussions + 2, pool + 1]);
      expect(visitor.asked()).toEqual([url]);
      await Promise.all([visitor.close(), second.close()]);
    },
  );

  it("fills the form in by touch without a connection, and it is recorded once when there is one again", async () => {
    const context = await browser.newContext({ viewport: { width: PHONE, height: 640 }, hasTouch: true });
    context.setDefaultTimeout(10_000);
    const page = await context.newPage();
    const link = await outside.linkTo(`PC-${TOUCHED.victimRef}`);
    const token = link.slice(-22);
    await page.goto(link);
    await readyOffline(page);
    const [discussions, pool] = await counts();

    await context.setOffline(true);
    expect(await page.evaluate("fetch('/healthz').then(() => 'answered', () => 'cut off')")).toBe("cut off");
    await page.reload();
    expect((await page.locator("h1").innerText()).trim()).toBe(say.heading.en);
    await page.getByText(say.offline.en).waitFor();

    let taps = 0;
    const tap = async (selector: string) => {
      await page.locator(selector).tap();
      taps++;
    };
    for (const [question, ...codes] of typical)
      for (const code of codes) await tap(`input[name=${question}][value="${code}"] + label`);
    await tap("details:has(#VCD6N) summary");
    await tap(`input[name=VCD6N][value=vc11] + label`);
    await tap(`input[name=VCD6R][value=no-conviction] + label`);
    await tap("#VCD2");
    await page.locator("#VCD2").pressSequentially(COMMENT);
    await page.waitForTimeout(600);

    const draft = await readKept(page);
    expect(draft.rows).toHaveLength(1);
    expectSealed(draft, token);
    await page.reload();
    await page.getByText(say.restored.en).waitFor();
    expect(await page.locator("#VCD2").inputValue()).toBe(COMMENT);
    expect(await page.locator("input[name=VCD7A][value=acted]").isChecked()).toBe(true);

    const stranger = await context.newPage();
    await stranger.goto(`${url}/closure/${"B".repeat(22)}`);
    expect(await stranger.locator("input:checked").count()).toBe(0);
    expect(await stranger.locator("#VCD2").inputValue()).toBe("");
    await stranger.close();

    await page.getByRole("button", { name: say.record.en }).tap();
    taps++;
    await page.getByRole("heading", { name: say.queuedHeading.en }).waitFor();
    // At four seconds to read and touch each, and half a second a character, under two of the three minutes.
    expect(taps * 4 + COMMENT.length / 2).toBeLessThan(120);
    const queued = await readKept(page);
    expectSealed(queued, token);
    expect(queued.rows.map((row) => row.length)).toEqual(draft.rows.map((row) => row.length));
    expect(await counts()).toEqual([discussions, pool]);

    // A second tab of the same link, so that two send at once.
    const tab = await context.newPage();
    await tab.goto(link);
    await tab.getByRole("heading", { name: say.queuedHeading.en }).waitFor();
    await context.setOffline(false);
    const done = new RegExp(`^(${say.recordedHeading.en}|${say.alreadyHeading.en})$`);
    for (const each of [page, tab]) await each.getByRole("heading", { name: done }).waitFor({ timeout: 30_000 });
    expect(await counts()).toEqual([discussions + 1, pool + 1]);
    const left = await readKept(page);
    expect(left).toMatchObject({ rows: [], storage: '[{},{},""]' });
    expectSealed(left, token);

    await page.goto(`${url}/s/${"A".repeat(22)}`);
    expect(await page.evaluate("navigator.serviceWorker.controller")).toBeNull();
    expect(left.cached.every((kept) => /^\S+\/(assets\/\S+|closure\/(form)?\?lang=(en|cy))\n/.test(kept))).toBe(true);
    await context.close();
  });

  it("is taken at the day on which the form was filled in, however long and often looked at it waits", async () => {
    const context = await browser.newContext({ viewport: { width: PHONE, height: 640 } });
    const page = await context.newPage();
    await page.goto(await outside.linkTo(`PC-${WAITED.victimRef}`));
    await readyOffline(page);
    await context.setOffline(true);
    await page.locator("input[name=VCD1][value=held]").check();
    await page.locator("#VCD2").fill(COMMENT);
    // Long enough for the draft to be kept by itself.
    await page.waitForTimeout(600);
    await page.getByRole("button", { name: say.record.en }).click();
    await page.getByRole("heading", { name: say.queuedHeading.en }).waitFor();

    await page.evaluate("{ const now = Date.now; Date.now = () => now() + 3 * 86400000; }");
    await page.evaluate(`{
      Object.defineProperty(document, "visibilityState", { value: "hidden", configurable: true });
      document.dispatchEvent(new Event("visibilitychange"));
      delete document.visibilityState;
    }`);
    await page.getByRole("button", { name: say.change.en }).click();
    await page.getByRole("button", { name: say.record.en }).click();
    await page.getByRole("heading", { name: say.queuedHeading.en }).waitFor();
    const sending = page.waitForRequest((request) => request.method() === "POST" && !request.failure());
    await context.setOffline(false);
    const sent = await sending;
    expect(new URLSearchParams(sent.postData() ?? "").get("ago")).toBe("3");
    await page.getByRole("heading", { name: say.recordedHeading.en }).waitFor({ timeout: 30_000 });
    await context.close();
  });

  it("fills the form in by keyboard alone", async () => {
    const visitor = await openVisitor(browser, { script: true, locale: "en", width: PHONE });
    const { page } = visitor;
    await page.goto(await outside.linkTo(`PC-${KEYED.victimRef}`));
    await readyOffline(page);
    const [discussions] = await counts();
    let keys = 0;
    const press = async (key: string) => {
      await page.keyboard.press(key);
      keys++;
    };
    const at = async () =>
      await page.evaluate<string>("document.activeElement.name + '=' + document.activeElement.value");
    for (const [question, ...codes] of typical) {
      for (const code of codes) {
        for (let tabs = 0; !(await at()).startsWith(`${question}=`) && tabs < 60; tabs++) await press("Tab");
        // A group of radios is one stop, and the arrows choose in it; each box is a stop of its own.
        const isRadio = (await page.locator(`input[name=${question}]`).first().getAttribute("type")) === "radio";
        if (isRadio) await press("Space");
        for (let moves = 0; (await at()) !== `${question}=${code}` && moves < 20; moves++)
          await press(isRadio ? "ArrowDown" : "Tab");
        if (!isRadio) await press("Space");
        expect(await page.locator(`input[name=${question}][value="${code}"]`).isChecked()).toBe(true);
      }
    }
    await visitor.examine();
    const isAtButton = "document.activeElement.matches('form .govuk-button')";
    for (let tabs = 0; !(await page.evaluate(isAtButton)) && tabs < 20; tabs++) await press("Tab");
    await press("Enter");
    await page.waitForSelector(".govuk-panel");
    expect(await page.evaluate("document.activeElement.tagName")).toBe("H1");
    expect(keys).toBeLessThan(130);
    expect(recorded() - discussions).toBe(1);
    await visitor.close();
  });

  it("leaves nothing on the device when it is discarded, or after fourteen days", async () => {
    const context = await browser.newContext({ viewport: { width: PHONE, height: 640 } });
    const page = await context.newPage();
    const link = await outside.linkTo(`PC-${DROPPED.victimRef}`);
    const begin = async () => {
      await page.goto(link);
      await page.locator("input[name=VCD1][value=held]").check();
      await page.locator("#VCD2").fill(COMMENT);
      await expect.poll(async () => (await readKept(page)).rows.length).toBe(1);
    };
    await begin();
    await page.getByRole("button", { name: say.discard.en }).click();
    await page.getByText(say.discarded.en).waitFor();
    expect(await page.locator("#VCD2").inputValue()).toBe("");
    expect(await readKept(page)).toMatchObject({ rows: [] });

    await begin();
    await context.addInitScript("const now = Date.now; Date.now = () => now() + 15 * 86400000;");
    await page.goto(`${url}/closure/`);
    await expect.poll(async () => (await readKept(page)).rows.length).toBe(0);
    await context.close();
  });

  it("is told that a link is unknown, and keeps nothing in the browser", async () => {
    const visitor = await openVisitor(browser, { script: false, locale: "en", width: PHONE });
    await visitor.page.goto(`${url}/closure/${"A".repeat(22)}`);
    expect([visitor.status(), await visitor.heading()]).toEqual([404, say.unknownHeading.en]);
    await visitor.examine();
    expect(await visitor.context.storageState()).toEqual({ cookies: [], origins: [] });
    await visitor.page.goto(`${url}/closure/`);
    expect(await visitor.heading()).toBe(say.startHeading.en);
    await visitor.examine();
    await visitor.close();
  });
});

/** Waits until the page can be opened without a connection. */
async function readyOffline(page: Page): Promise<void> {
  await expect.poll(async () => await page.evaluate("navigator.serviceWorker.controller !== null")).toBe(true);
}

/** Nothing that was answered, and nothing that opens it, can be read in what the browser keeps. */
function expectSealed(kept: Awaited<ReturnType<typeof readKept>>, token: string): void {
  const all = [...kept.rows, ...kept.cached, kept.storage].join("\n");
  expect(all.includes(COMMENT) || all.includes(token)).toBe(false);
  const sealed = kept.rows.join("\n");
  const told = [...typical.flat(), COMMENT.slice(0, 9), "queued", "entries"].filter((word) => word.length > 3);
  expect(told.filter((word) => sealed.includes(word))).toEqual([]);
}
