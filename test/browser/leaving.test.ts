import { gzipSync } from "node:zlib";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { feedbackPhrases as say } from "../../src/ui/phrases-feedback.ts";
import { phrases } from "../../src/ui/phrases.ts";
import { launchBrowser } from "../support/browser.ts";
import { openPhones, type Phone } from "../support/phones.ts";
import { openVisitor, opposites, PHONE, ways, wordsOf } from "../support/visitor.ts";

const WEATHER = "https://www.bbc.co.uk/weather";

/** Over the wire, with the style sheets, the script and the icon, in bytes (issue 4). */
const MOST_BYTES = 30_000;
/** A slow 3G connection, and the time that it may take the network: milliseconds, bits a millisecond. */
const SLOW_3G = { roundTrip: 400, rate: 400, within: 2_000 } as const;

/** How each way of reading leaves: by the link before everything, by the button, by Shift, by the keyboard. */
const exits = ["skip link", "button", "shift", "button"] as const;
const leaving = ways.map((way, index) => [wordsOf(way), way, exits[index] ?? "button", index] as const);

const phone = (name: string, index: number): Phone => ({
  force: "surrey",
  number: `+4477009006${index}${name.length}`,
  victimRef: `${name}-${index}`,
});
const leavers = ways.map((_, index) => phone("leave", index));
const keyboarders = opposites.map((_, index) => phone("keyboard", index));
const contrast = phone("contrasts", 0);

const other = { en: "cy", cy: "en" } as const;

describe("a victim who leaves in a hurry", () => {
  const url = inject("url");
  const outside = openPhones(url, inject("operatorKey"));
  let browser: Browser;

  beforeAll(async () => {
    browser = await launchBrowser();
    await Promise.all([...leavers, ...keyboarders, contrast].map(outside.report));
    await outside.liveOn();
  });
  afterAll(async () => await browser.close());

  it.each(leaving)("leaves nothing behind, %s", async (_, way, exit, index) => {
    const visitor = await openVisitor(browser, way);
    const { page, context } = visitor;
    const told = await standInForWeather(page);
    await page.goto("about:blank");
    await page.goto(await outside.linkTo(leavers[index]?.number ?? ""));
    await press(page, say.startYes[way.locale]);
    await page.locator("input[name=A0]").first().check();
    await press(page, phrases.continue[way.locale]);
    await page.locator("input[name=RPT1]").first().check();
    const before = await historyOf(page);
    for (const { title } of before) expect(title).toMatch(/^$|about:blank|(Feedback|Adborth)$/);

    await leave(page, exit);
    await page.waitForURL(WEATHER);
    expect(told).toEqual([{ referer: undefined, origin: undefined }]);
    expect(await context.cookies()).toEqual([]);
    expect(await context.storageState({ indexedDB: true })).toEqual({ cookies: [], origins: [] });

    // The page that was left is no more in the history with script, which takes its place; and no entry tells.
    const after = await historyOf(page);
    const [left] = before.slice(-1);
    if (way.script) expect(after.map(({ url: at }) => at)).not.toContain(left?.url);
    for (const { url: at, title } of after.filter((entry) => entry.url.startsWith(url))) {
      expect(new URL(at).pathname).toMatch(/^\/(s\/[\w-]{22}|feedback\/question\/[0-9]+)$/);
      expect(title).toMatch(/^$|(Feedback|Adborth)$/);
    }

    // As far back as it goes: every page is asked for anew, and says nothing.
    for (let steps = after.length - 1; steps > 0; steps--) {
      await page.goBack({ waitUntil: "commit" });
      if (steps === 1) break;
      const heading = page.url().includes("/s/") ? say.startHeading : say.sittingHeading;
      await page.getByRole("heading", { name: heading[way.locale] }).waitFor();
      expect(await page.locator("input:checked, dl").count()).toBe(0);
      expect(await page.title()).toMatch(/(Feedback|Adborth)$/);
      const kept = "[localStorage.length, sessionStorage.length, document.cookie]";
      expect(await page.evaluate(kept)).toEqual([0, 0, ""]);
      expect(await page.evaluate("caches.keys().then((keys) => keys.length)")).toBe(0);
      expect(await page.evaluate("navigator.serviceWorker.getRegistrations().then((all) => all.length)")).toBe(0);
    }
    expect(page.url()).toBe("about:blank");
    expect(visitor.asked().toSorted()).toEqual([url, new URL(WEATHER).origin].toSorted());
    await visitor.close();
  });

  it.each(opposites.map((way) => [wordsOf(way), way] as const))(
    "leaves nothing of what was typed or chosen where no link was opened, %s",
    async (_, way) => {
      const visitor = await openVisitor(browser, way);
      const { page, context } = visitor;
      await standInForWeather(page);
      await page.goto(`${url}/feedback/thanks?lang=${way.locale}`);
      await page.locator("#need").selectOption({ index: 3 });
      await page.goto(`${url}/code`);
      await page.locator("#code").fill("7kq2-9xyb-m4td");
      await page.goto(`${url}/contact-me`);
      await page.locator("input[type=text]").first().fill("07700 900461");
      for (const choice of await page.locator("form input[type=radio]").all()) await choice.check();
      await leave(page, "button");
      await page.waitForURL(WEATHER);
      expect(await context.cookies()).toEqual([]);
      // With script, the page that was left is not in the history at all.
      for (const path of ["/contact-me", "/code", "/feedback/thanks"].slice(way.script ? 1 : 0)) {
        const asked = page.waitForResponse((answer) => new URL(answer.url()).pathname === path);
        await page.goBack({ waitUntil: "commit" });
        await asked;
        await page.locator("h1").waitFor();
        expect([path, await page.evaluate(GIVEN)]).toEqual([path, []]);
      }
      await visitor.close();
    },
  );

  it("finds the first page light, and in two turns of the network", async () => {
    const visitor = await openVisitor(browser, { script: true, locale: "en", width: PHONE });
    const { page } = visitor;
    const link = await outside.linkTo(contrast.number);
    const loaded: { readonly path: string; readonly bytes: number }[] = [];
    page.on("response", async (answer) => {
      const body = await answer.body();
      loaded.push({ path: new URL(answer.url()).pathname, bytes: gzipSync(body).length + 1_000 });
    });
    await page.goto(link, { waitUntil: "networkidle" });
    // What the page asks for, it asks for itself: nothing that is loaded asks for more.
    const named = await page
      .locator("link[rel=stylesheet], link[rel=icon], script[src]")
      .evaluateAll((all) => all.map((each) => each.getAttribute("href") ?? each.getAttribute("src") ?? ""));
    const paths = loaded.map(({ path }) => path);
    expect(paths.filter((path) => !named.includes(path))).toEqual([new URL(link).pathname]);
    const bytes = loaded.reduce((sum, each) => sum + each.bytes, 0);
    expect(bytes).toBeLessThan(MOST_BYTES);
    // The page, and then all that it names at once.
    const network = 2 * SLOW_3G.roundTrip + (bytes * 8) / SLOW_3G.rate;
    expect(network).toBeLessThan(SLOW_3G.within);
    await visitor.close();
  });

  it.each(opposites.map((way, index) => [wordsOf(way), way, index] as const))(
    "may answer from the first page to the last by keyboard alone, %s",
    async (_, way, index) => {
      const visitor = await openVisitor(browser, way);
      const { page } = visitor;
      await page.goto(await outside.linkTo(keyboarders[index]?.number ?? ""));
      await tabTo(page, "button[value=yes]");
      await enter(page);
      let pages = 0;
      for (; !page.url().endsWith("/feedback/check"); pages++) {
        expect(pages).toBeLessThan(40);
        const field = page.locator("form#answers :is(input, textarea):not([type=hidden])").first();
        const [type, id] = [await field.getAttribute("type"), await field.getAttribute("id")];
        await tabTo(page, `[id="${id}"]`);
        if (type === "radio" || type === "checkbox") await page.keyboard.press("Space");
        else await page.keyboard.type("Kind.");
        await tabTo(page, "form#answers button:not([name])");
        await enter(page);
        expect(visitor.status()).toBe(200);
      }
      expect(pages).toBeGreaterThan(10);
      await tabTo(page, "main form button");
      await enter(page);
      expect(await visitor.heading()).toBe(say.thanksHeading[way.locale]);
      await visitor.close();
    },
  );

  it("reads the same in forced colours and with motion reduced, and keeps half-typed words over a change of language", async () => {
    const visitor = await openVisitor(browser, { script: true, locale: "en", width: PHONE });
    const { page } = visitor;
    await page.emulateMedia({ forcedColors: "active", reducedMotion: "reduce" });
    await page.goto(await outside.linkTo(contrast.number));
    await press(page, say.startYes.en);
    expect(await page.evaluate(MOVING)).toEqual([]);
    await page.locator("input[name=A0]").first().focus();
    expect(await page.evaluate(MARK)).not.toMatch(/^0px/);

    await page.goto(`${url}/feedback/all`);
    await page.locator("#OPEN1").fill("x".repeat(2_001));
    await press(page, phrases.welsh.cy);
    expect(await page.locator("html").getAttribute("lang")).toBe(other.en);
    expect((await page.locator("#OPEN1").inputValue()).length).toBe(2_001);
    await visitor.close();
  });
});

/** A stand-in for where the exit leads, which nothing here may look up: what it is told of where somebody came from. */
async function standInForWeather(page: Page): Promise<readonly object[]> {
  const told: object[] = [];
  const session = await page.context().newCDPSession(page);
  const body = Buffer.from("<!doctype html><title>Weather</title><h1>Weather</h1>").toString("base64");
  session.on("Fetch.requestPaused", ({ requestId, request: { url: asked, headers } }) => {
    if (asked === WEATHER) told.push({ referer: headers["Referer"], origin: headers["Origin"] });
    const answer = { responseCode: 200, responseHeaders: [{ name: "content-type", value: "text/html" }], body };
    void session.send("Fetch.fulfillRequest", { requestId, ...answer });
  });
  await session.send("Fetch.enable", { patterns: [{ urlPattern: `${new URL(WEATHER).origin}/*` }] });
  return told;
}

/** What the fields of a page hold that the page itself did not put there. */
const GIVEN = `[...document.querySelectorAll("main :is(input:not([type=hidden]), textarea, select)")]
  .filter(({ type, value, checked, defaultChecked }) => type === "radio" ? checked !== defaultChecked : value !== "")
  .map(({ name, value }) => name + ": " + value)`;

/** What moves on a page, by selector. */
const MOVING = `[...document.querySelectorAll("*")].filter((element) => {
  const { animationName, transitionDuration } = getComputedStyle(element);
  return animationName !== "none" || /[1-9]/.test(transitionDuration);
}).map((element) => element.className)`;

/** How a control shows that it has the focus, where colours are the reader's: by an outline or a border. */
const MARK = `getComputedStyle(document.querySelector("input[name=A0] + label"), "::before").borderWidth`;

type Entry = { readonly url: string; readonly title: string };

/** The browser's own history, as somebody who holds the device can read it. */
async function historyOf(page: Page): Promise<readonly Entry[]> {
  const session = await page.context().newCDPSession(page);
  const { entries } = await session.send("Page.getNavigationHistory");
  await session.detach();
  return entries;
}

async function leave(page: Page, exit: (typeof exits)[number]): Promise<void> {
  if (exit === "shift") for (let presses = 0; presses < 3; presses++) await page.keyboard.press("Shift");
  else if (exit === "button") await page.locator(".govuk-exit-this-page a").click({ noWaitAfter: true });
  else await page.locator("a.govuk-js-exit-this-page-skiplink").press("Enter", { noWaitAfter: true });
}

async function press(page: Page, words: string): Promise<void> {
  const loaded = page.waitForEvent("load");
  await page.getByRole("button", { name: words, exact: true }).click();
  await loaded;
}

async function enter(page: Page): Promise<void> {
  const loaded = page.waitForEvent("load");
  await page.keyboard.press("Enter");
  await loaded;
}

/** Presses Tab until a control has the focus. */
async function tabTo(page: Page, selector: string): Promise<void> {
  for (let presses = 0; presses < 60; presses++) {
    await page.keyboard.press("Tab");
    if ((await page.locator(`${selector}:focus`).count()) > 0) return;
  }
  throw new Error(`${selector} cannot be reached by keyboard`);
}
