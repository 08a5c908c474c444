// Somebody with a browser: what they see on a page, and what their browser did that it should not have.
import axe from "axe-core";
import type { Browser, Page, Response } from "playwright-core";
import { expect } from "vitest";
import type { Locale } from "../../src/kernel/locale.ts";
import { faultsOf } from "./html.ts";

/** How somebody reads: with script or without, in which language, on a screen how wide (CSS pixels). */
export type Way = { readonly script: boolean; readonly locale: Locale; readonly width: number };

export const PHONE = 320;
const DESK = 1280;

/** Between them, every pair of script, language and width. */
export const ways: readonly Way[] = [
  { script: false, locale: "en", width: PHONE },
  { script: false, locale: "cy", width: DESK },
  { script: true, locale: "en", width: DESK },
  { script: true, locale: "cy", width: PHONE },
];

/** Two that differ in everything: for what takes long, and changes language on its way. */
export const opposites: readonly Way[] = [
  { script: false, locale: "en", width: PHONE },
  { script: true, locale: "cy", width: DESK },
];

export const wordsOf = ({ script, locale, width }: Way) =>
  `${script ? "with script" : "without script"}, in ${locale === "en" ? "English" : "Welsh"}, ${width} px wide`;

/** A page answers within this time or not at all. */
const PATIENCE_MS = 10_000;

const RULES = ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa"];

/** Sizes of targets are not asked about unless one says so. */
const OPTIONS = JSON.stringify({ runOnly: RULES, rules: { "target-size": { enabled: true } } });

const AUDIT = `axe.run(${OPTIONS}).then(({ violations }) =>
  violations.flatMap(({ id, nodes }) => nodes.map(({ target }) => id + ": " + target.join(" "))))`;

/** A desk's screen of 1280 by 1024 pixels at 400 %, in CSS pixels. */
const ZOOMED = { width: 320, height: 256 };

/** Every control, focused in turn and back again, of which nothing can be seen: another part of the page is before it. */
const OBSCURED = `(() => {
  const controls = [...document.querySelectorAll("a[href], button, input, select, textarea, summary, [tabindex='0']")]
    .filter((element) => element.type !== "hidden" && element.checkVisibility({ visibilityProperty: true }));
  const isSeen = (element) => {
    element.focus();
    if (document.activeElement !== element) return true;
    const boxes = [element, ...(element.labels ?? [])].flatMap((each) => [...each.getClientRects()]);
    // Of what is larger than the screen, such as a table that scrolls, the part that is on it.
    const onScreen = boxes.map(({ left, right, top, bottom }) => ({
      left: Math.max(left, 0), right: Math.min(right, innerWidth), top: Math.max(top, 0), bottom: Math.min(bottom, innerHeight),
    }));
    return onScreen.some(({ left, right, top, bottom }) =>
      [0.1, 0.5, 0.9].some((across) => [0.1, 0.5, 0.9].some((down) => {
        const met = document.elementFromPoint(left + (right - left) * across, top + (bottom - top) * down);
        return met !== null && [element, ...(element.labels ?? [])].some((each) => each.contains(met));
      })));
  };
  return [...controls, ...controls.toReversed()].filter((element) => !isSeen(element)).map((element) => element.outerHTML.slice(0, 80));
})()`;

/** What a neighbour at the screen, or a reader of the history, must not learn. */
const TELLING =
  /crime|police|victim|offen[cs]e|court|justice|prosecut|prison|probation|\b(cps|hmcts|pol|prob|wcu)\b|trosedd|heddlu|dioddef|llys|cyfiawnder|erlyn|carchar/i;

export type Visitor = Awaited<ReturnType<typeof openVisitor>>;

/** Opens a browser of somebody's own. */
export async function openVisitor(browser: Browser, { script, locale, width }: Way) {
  const viewport = { width, height: width === PHONE ? 640 : 800 };
  const context = await browser.newContext({
    javaScriptEnabled: script,
    viewport,
    locale: locale === "cy" ? "cy-GB" : "en-GB",
  });
  context.setDefaultTimeout(PATIENCE_MS);
  const page = await context.newPage();
  const glass = script ? null : await openGlass(browser, viewport);
  const asked = new Set<string>();
  const refused: string[] = [];
  /** Pages that were looked at so: it takes a while, and the same page is there once more with other answers. */
  const zoomed = new Set<string>();
  let document: Response | undefined;
  page.on("request", (request) => asked.add(new URL(request.url()).origin));
  page.on("console", (message) => {
    if (message.text().includes("Content Security Policy")) refused.push(message.text());
  });
  page.on("response", (response) => {
    if (response.request().isNavigationRequest()) document = response;
  });

  /** Fails unless the page at 400 % scrolls in one direction only, and hides no control that has the focus. */
  const examineZoomed = async (at: string) => {
    const like = `${document?.status()} ${await page.locator("h1").innerText()}`;
    if (zoomed.has(like)) return;
    zoomed.add(like);
    await page.setViewportSize(ZOOMED);
    expect([at, await page.evaluate("document.documentElement.scrollWidth")]).toEqual([at, ZOOMED.width]);
    expect([at, await page.evaluate(OBSCURED)]).toEqual([at, []]);
    await page.evaluate("document.activeElement?.blur(); scrollTo(0, 0)");
    await page.setViewportSize(viewport);
  };

  /**
   * Fails unless the page is valid and accessible, fits its screen, also at 400 %, and was sent with the headers of
   * every page.
   */
  const examine = async () => {
    const at = `${page.url()} (${width} px)`;
    expect([at, await faultsOf((await document?.text()) ?? "")]).toEqual([at, []]);
    expect([at, await findings(page, glass)]).toEqual([at, []]);
    expect([at, await page.evaluate("document.documentElement.scrollWidth")]).toEqual([at, width]);
    await examineZoomed(at);
    const headers = document?.headers() ?? {};
    expect(headers).toMatchObject({
      "content-security-policy": expect.stringMatching(/^default-src 'none'; (?!.*(unsafe|\*|http))/),
      "referrer-policy": "no-referrer",
      "x-content-type-options": "nosniff",
      "x-frame-options": "DENY",
      "cross-origin-opener-policy": "same-origin",
    });
    expect(refused).toEqual([]);
  };

  /** As `examine`, and that nothing of a victim's page is kept, listed, told by its title or address, or without exit. */
  const examineQuiet = async () => {
    await examine();
    expect(document?.headers()).toMatchObject({
      "cache-control": "no-store",
      "x-robots-tag": "noindex, nofollow, noarchive",
    });
    const address = new URL(page.url()).pathname.replace(/^\/s\/[\w-]{22}$/, "/s/");
    expect(TELLING.exec(`${await page.title()} ${address}`)?.[0]).toBeUndefined();
    expect(await page.locator(".govuk-exit-this-page a[href='/exit']").count()).toBe(1);
  };

  return {
    page,
    context,
    locale,
    examine,
    examineQuiet,
    /** Whether a text gives away what it is about. */
    isTelling: async (selector: string) => TELLING.test(await page.locator(selector).innerText()),
    /** Every origin that the browser has asked anything of. */
    asked: () => [...asked],
    heading: async () => (await page.locator("h1").innerText()).trim(),
    status: () => document?.status(),
    close: async () => {
      await context.close();
      await glass?.close();
    },
  };
}

/** What axe finds; where the reader has no script, in which it could run, on a copy of the page. */
async function findings(page: Page, glass: Glass | null): Promise<unknown> {
  const subject = glass === null ? page : await glass.show(page);
  await subject.evaluate(axe.source);
  return await subject.evaluate(AUDIT);
}

type Glass = Awaited<ReturnType<typeof openGlass>>;

/** A browser that shows what another shows, styled alike, without the page's own script. */
async function openGlass(browser: Browser, viewport: { readonly width: number; readonly height: number }) {
  const context = await browser.newContext({ viewport });
  const copy = await context.newPage();
  let body = "";
  await context.route("**/*", async (route) => {
    const request = route.request();
    if (request.isNavigationRequest()) return await route.fulfill({ contentType: "text/html", body });
    return request.resourceType() === "script" ? await route.abort() : await route.continue();
  });
  return {
    show: async (page: Page) => {
      body = await page.content();
      await copy.goto(page.url());
      return copy;
    },
    close: async () => await context.close(),
  };
}
