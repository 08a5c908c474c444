// States that somebody meets seldom, and pages of the console that no other test opens in a browser: as data, each
// examined like every page.
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import type { Locale } from "../../src/kernel/locale.ts";
import { codePhrases } from "../../src/ui/phrases-code.ts";
import { consolePhrases } from "../../src/ui/phrases-console.ts";
import { contactPhrases } from "../../src/ui/phrases-contact.ts";
import { feedbackPhrases as say } from "../../src/ui/phrases-feedback.ts";
import { phrases } from "../../src/ui/phrases.ts";
import { launchBrowser } from "../support/browser.ts";
import { openVisitor, opposites, type Visitor, wordsOf } from "../support/visitor.ts";

/** No address may try as often in an hour (docs/threat-model.md). */
const MOST = 10;
const UNKNOWN = "7kq2-9xyb-m4td";
const SURREY = "E23000031";
const wish = { area: SURREY, about: "support", way: "text", to: "07700 900963", voicemail: "no", text: "no" };

const escaped = (text: string) => text.replaceAll("'", "&#39;");

const walks = opposites.map((way, index) => [wordsOf(way), way, index] as const);

describe("a page that few will see", () => {
  const url = inject("url");
  let browser: Browser;

  beforeAll(async () => void (browser = await launchBrowser()));
  afterAll(async () => await browser.close());

  /** Each from an address of their own, so that nobody else is kept waiting. */
  const open = async (way: (typeof opposites)[number], address: string) => {
    const visitor = await openVisitor(browser, way);
    await visitor.context.setExtraHTTPHeaders({ "cf-connecting-ip": address });
    return visitor;
  };

  it.each(walks)("tells of too many codes and too many requests, %s", async (_, way, index) => {
    const { locale } = way;
    const visitor = await open(way, `203.0.113.${10 + index}`);
    const { page } = visitor;
    const post = async (path: string, form: Readonly<Record<string, string>>) =>
      await visitor.context.request.post(url + path, { form, headers: { "sec-fetch-site": "same-origin" } });
    for (let tries = 0; tries < MOST; tries++) await post("/code", { code: UNKNOWN });
    await page.goto(`${url}/code?lang=${locale}`);
    await page.locator("#code").fill(UNKNOWN);
    await press(page, phrases.continue[locale]);
    expect([visitor.status(), await visitor.heading()]).toEqual([429, codePhrases.tooManyHeading[locale]]);
    await visitor.examineQuiet();

    for (let tries = 0; tries < MOST; tries++) await post("/contact-me", wish);
    await askToBeContacted(page, url, locale);
    expect([visitor.status(), await visitor.heading()]).toEqual([429, contactPhrases.tooManyHeading[locale]]);
    await visitor.examineQuiet();
    await visitor.close();
  });

  it.each(walks)("tells that messages are stopped in part, %s", async (_, way) => {
    const { locale } = way;
    const visitor = await openVisitor(browser, way);
    const { page } = visitor;
    // The engine says so only while a key of its own is missing: on the page of a link that is unknown, in other words.
    const address = `${url}/s/${"A".repeat(22)}`;
    await page.route(address, async (route) => {
      const answer = await route.fetch();
      if (answer.status() !== 404) return await route.fulfill({ response: answer });
      const body = (await answer.text())
        .replaceAll(escaped(say.forgottenHeading[locale]), escaped(say.inPartHeading[locale]))
        .replace(escaped(say.forgottenText[locale]), escaped(say.inPartText[locale]));
      return await route.fulfill({ status: 503, headers: answer.headers(), body });
    });
    await page.goto(address);
    await press(page, say.startStop[locale]);
    expect([visitor.status(), await visitor.heading()]).toEqual([503, say.inPartHeading[locale]]);
    expect(await page.getByText(say.inPartText[locale]).count()).toBe(1);
    await visitor.examineQuiet();
    await visitor.close();
  });

  it.each(walks)("is a list of the console, what stands on it and what is done about it, %s", async (_, way, index) => {
    const { locale } = way;
    const asker = await open(way, `203.0.113.${30 + index}`);
    await askToBeContacted(asker.page, url, locale);
    expect(await asker.heading()).toBe(contactPhrases.sentHeading[locale]);
    await asker.close();

    const seen: string[] = [];
    for (const { email, sections } of staff) {
      const visitor = await openVisitor(browser, way);
      await signIn(visitor, url, email);
      for (const section of sections) {
        await visitor.page.goto(`${url}${section}?lang=${locale}`);
        seen.push(...(await examineAlong(visitor, section)));
      }
      await visitor.close();
    }
    expect(seen).toEqual(pagesSeen);
  });
});

const staff = [
  { email: "moderator@nation.example", sections: ["/console/comments"] },
  { email: "coordinator@surrey.example", sections: ["/console/contact-wishes", "/console/closures"] },
  { email: "officer@surrey.example", sections: ["/console/closures"] },
  { email: "auditor@nation.example", sections: ["/console/alarms"] },
] as const;

/** The list, the first that stands on it, and what is said where a decision is missing. */
const pagesSeen = [
  "/console/comments 200",
  "/console/comments/ID 200",
  "/console/comments/ID 400",
  "/console/contact-wishes 200",
  "/console/contact-wishes/ID 200",
  "/console/closures 200",
  "/console/closures 200",
  "/console/alarms 200",
];

/** Examines a list, then the first entry, then the same with its form sent empty. */
async function examineAlong(visitor: Visitor, section: string): Promise<readonly string[]> {
  const { page } = visitor;
  const seen: string[] = [];
  const look = async () => {
    await visitor.examine();
    const path = new URL(page.url()).pathname.replace(/\/[\w-]{16,}/, "/ID");
    seen.push(`${path} ${visitor.status()}`);
  };
  await look();
  const entry = page.locator(`main a[href^="${section}/"]`).first();
  if ((await entry.count()) === 0) return seen;
  await follow(page, async () => await entry.click());
  await look();
  const decide = page.locator("main form button[value=decide]");
  if ((await decide.count()) === 0) return seen;
  await follow(page, async () => await decide.click());
  await look();
  return seen;
}

async function signIn({ page, locale }: Visitor, url: string, email: string): Promise<void> {
  await page.goto(`${url}/console?lang=${locale}`);
  await press(page, consolePhrases.signIn[locale]);
  await page.locator(`input[value="${email}"]`).check();
  await press(page, "Go to the console");
}

async function askToBeContacted(page: Page, url: string, locale: Locale): Promise<void> {
  await page.goto(`${url}/contact-me?lang=${locale}`);
  await page.locator("#area").selectOption(wish.area);
  await page.locator(`input[name=about][value=${wish.about}]`).check();
  await page.locator(`input[name=way][value=${wish.way}]`).check();
  await page.locator("#to").fill(wish.to);
  await press(page, contactPhrases.send[locale]);
}

async function follow(page: Page, act: () => Promise<void>): Promise<void> {
  const loaded = page.waitForEvent("load");
  await act();
  await loaded;
}

const press = async (page: Page, words: string) =>
  await follow(page, async () => await page.getByRole("button", { name: words, exact: true }).click());
