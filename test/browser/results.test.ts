import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { phrases } from "../../src/ui/phrases.ts";
import { resultsPhrases as words } from "../../src/ui/phrases-results.ts";
import { inLanguage } from "../../src/ui/language-switch.tsx";
import { launchBrowser } from "../support/browser.ts";
import { openVisitor, PHONE, ways, wordsOf } from "../support/visitor.ts";

const SURREY = "E23000031";

/** Pages of results, and how many charts each has. The funnel is not among them: no area has a hundred answers here. */
const dashboards = [
  { path: "/results/latest/journey", charts: 1 },
  { path: "/results/latest/compare", charts: 1 },
  { path: `/results/latest/area/${SURREY}`, charts: 0 },
  { path: "/results/latest/drivers", charts: 1 },
  { path: "/results/latest/modes", charts: 0 },
  { path: "/results/latest/characteristics", charts: 3 },
  { path: "/results/latest/closure", charts: 1 },
  { path: `/results/latest/closure?area=${SURREY}`, charts: 1 },
  { path: "/results/latest/rights", charts: 1 },
  { path: `/results/latest/rights?area=${SURREY}`, charts: 1 },
] as const;

const plain = [
  "/",
  "/results/latest/quality",
  "/results/latest/area",
  "/results/latest/trends",
  "/privacy",
  "/privacy/technical",
  "/accessibility",
] as const;

describe("the public pages", () => {
  const url = inject("url");
  let browser: Browser;

  beforeAll(async () => {
    browser = await launchBrowser();
  });
  afterAll(async () => await browser.close());

  it.each(ways.map((way) => [wordsOf(way), way] as const))(
    "show every chart with its table and its downloads, %s",
    async (_, way) => {
      const visitor = await openVisitor(browser, way);
      const { page } = visitor;
      for (const { path, charts } of dashboards) {
        await page.goto(url + inLanguage(path, way.locale));
        expect(visitor.status()).toBe(200);
        expect(await page.locator("html").getAttribute("lang")).toBe(way.locale);
        expect(await page.locator("svg[role=img] > title").count(), path).toBe(charts);
        expect(await page.locator("figure.chart details table").count()).toBe(charts);
        for (const closed of await page.locator("summary").all()) await closed.click();
        await visitor.examine();
        expect(await page.locator("main table tbody tr").count()).toBeGreaterThan(3);
        const offered = await page.locator("main a[href^='/v1/']").all();
        await download(await Promise.all(offered.map(async (link) => url + ((await link.getAttribute("href")) ?? ""))));
      }
      for (const path of plain) {
        await page.goto(url + inLanguage(path, way.locale));
        await visitor.examine();
      }
      expect(visitor.asked()).toEqual([url]);
      await visitor.close();
    },
  );

  it.each(ways.slice(0, 2).map((way) => [wordsOf(way), way] as const))(
    "change stage, question, area and language by keyboard alone and without losing their place, %s",
    async (_, way) => {
      const { locale } = way;
      const other = locale === "en" ? "cy" : "en";
      const visitor = await openVisitor(browser, way);
      const { page } = visitor;
      const tabTo = async (selector: string) => {
        for (let presses = 0; presses < 40; presses++) {
          await page.keyboard.press("Tab");
          if ((await page.locator(`${selector}:focus`).count()) > 0) return;
        }
        throw new Error(`${selector} cannot be reached by keyboard`);
      };
      await page.goto(url + inLanguage("/results/latest/compare", locale));
      await tabTo("a.govuk-skip-link");
      await tabTo("select#stage");
      await page.keyboard.press("ArrowDown");
      await tabTo("select#measure");
      await page.keyboard.press("ArrowDown");
      await tabTo("form.app-choose button");
      await page.keyboard.press("Enter");
      await page.waitForURL(/stage=charge/);
      const chosen = new URL(page.url()).searchParams;
      expect(chosen.get("measure")).not.toBe("C1");
      expect(await page.locator("select#stage").inputValue()).toBe("charge");

      const there = { en: phrases.english, cy: phrases.welsh }[other][other];
      await page.getByRole("link", { name: there, exact: true }).click();
      await page.waitForURL(/stage=charge/);
      expect(await page.locator("html").getAttribute("lang")).toBe(other);
      expect(new URL(page.url()).searchParams.get("measure")).toBe(chosen.get("measure"));

      await page.goto(url + inLanguage("/results/latest/area", other));
      await page.locator("select#code").selectOption(SURREY);
      await page.getByRole("button", { name: words.show[other] }).press("Enter");
      await page.waitForURL(/\/area\/E23000031/);
      expect(await visitor.heading()).toContain("Surrey");
      await visitor.close();
    },
  );

  it("say so in words when a release, an area or a page is not there", async () => {
    const visitor = await openVisitor(browser, { script: false, locale: "en", width: PHONE });
    for (const path of ["/results/2019Q1/journey", "/results/latest/area/E99", "/nothing?lang=cy"]) {
      await visitor.page.goto(url + path);
      expect([path, visitor.status()]).toEqual([path, 404]);
      expect(await visitor.heading()).toBe(phrases.notFoundHeading[path.endsWith("cy") ? "cy" : "en"]);
      await visitor.examine();
    }
    await visitor.close();
  });
});

/** Every download answers with what its name says, and each kind is there. */
async function download(addresses: readonly string[]): Promise<void> {
  const kinds = new Set<string>();
  for (const address of addresses) {
    const answer = await fetch(address);
    expect([address, answer.status]).toEqual([address, 200]);
    const kind = /\.(csv-metadata\.json|csv|json)\b/.exec(address)?.[1] ?? "";
    const body = await answer.text();
    // An address without a form is the API's own answer.
    if (kind === "") {
      expect(JSON.parse(body)).toHaveProperty("release");
      continue;
    }
    kinds.add(kind);
    if (kind === "csv") expect(body.split("\r\n")[0]).toContain("measure");
    else if (kind === "json") expect(JSON.parse(body)).toMatchObject({ class: "dataset", version: "2.0" });
    else expect(JSON.parse(body)).toHaveProperty("tableSchema");
  }
  expect([...kinds].toSorted()).toEqual(["csv", "csv-metadata.json", "json"]);
}
