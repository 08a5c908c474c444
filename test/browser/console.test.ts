import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import type { Localised } from "../../src/kernel/locale.ts";
import { londonDate, londonInstant, parseInstant, plusDays } from "../../src/kernel/time.ts";
import { consolePhrases as say, personWords, routeWords } from "../../src/ui/phrases-console.ts";
import { holdWords } from "../../src/ui/phrases-holds.ts";
import { phrases } from "../../src/ui/phrases.ts";
import { openClient } from "../../simulation/client.ts";
import { launchBrowser } from "../support/browser.ts";
import { openVisitor, opposites, PHONE, type Visitor, type Way, ways, wordsOf } from "../support/visitor.ts";

const NOON = 12 * 60;
const run = Date.now().toString(36);

const walks = ways.map((way, index) => [wordsOf(way), way, `PC-${run}-${index}`] as const);

describe("a coordinator at the console", () => {
  const url = inject("url");
  const client = openClient(url, inject("operatorKey"));
  let browser: Browser;

  /** Reports a case of Surrey of which nobody has said how its victim may be written to. */
  const reportUnknown = async (key: string, officer: string) => {
    const now = parseInstant(await client.clock());
    if (now === null) throw new Error("The engine's clock says no time");
    const { events } = await client.deliver(key, [
      {
        specversion: "1.0",
        id: `${officer}-report`,
        source: "//records.force-45.example",
        type: "uk.cjs.milestone.v1",
        time: now,
        datacontenttype: "application/json",
        data: {
          milestone: "report.recorded",
          occurredAt: londonInstant(plusDays(londonDate(now), -2), NOON),
          case: {
            forceCode: "45",
            offenceGroup: "burglary_dwelling",
            identifiers: [{ type: "crimeReference", value: `45/${officer}/26` }],
          },
          victim: {
            victimRef: `V-${officer}`,
            contact: {
              mobile: "+447700900321",
              safeToContact: "unknown",
              preferredChannel: "sms",
              language: "en",
              safetyAssertedAt: null,
              safetyAssertedBy: null,
            },
            surveyConsent: "not_refused",
            ageBand: "25-44",
            sex: "female",
          },
          officerInCase: { ref: officer, unit: "45XX" },
        },
      },
    ]);
    expect(events.map(({ status }) => status)).toEqual(["accepted"]);
  };

  beforeAll(async () => {
    browser = await launchBrowser();
    const sender = {
      id: `console-${run}`,
      name: "Console test",
      role: "force",
      forceCode: "45",
      expiresOn: "2030-01-01",
    };
    const created = await client.createSender(sender);
    if (created === null) throw new Error("The sender is registered already");
    for (const [, , officer] of walks) await reportUnknown(created.key, officer);
  });
  afterAll(async () => await browser.close());

  /** A page of the console: accessible, and kept and listed nowhere. */
  const examine = async (visitor: Visitor) => {
    await visitor.examine();
    const again = await visitor.context.request.get(visitor.page.url());
    expect(again.headers()).toMatchObject({
      "cache-control": "no-store",
      "x-robots-tag": "noindex, nofollow, noarchive",
    });
    expect(await visitor.page.title()).not.toMatch(/crime|police|victim|offen|court|trosedd|heddlu|dioddef|llys/i);
  };

  const openAs = async (way: Way, email: string) => {
    const visitor = await openVisitor(browser, way);
    const { page } = visitor;
    await page.goto(`${url}/console`);
    expect([visitor.status(), await visitor.heading()]).toEqual([401, say.strangerHeading[way.locale]]);
    await visitor.examine();
    await page.getByRole("button", { name: say.signIn[way.locale] }).click();
    await page.locator(`input[value="${email}"]`).check();
    await page.getByRole("button", { name: "Go to the console" }).click();
    await page.waitForURL(/\/console/);
    return visitor;
  };

  it.each(walks)("finds what needs a person, and records what they say, %s", async (_, way, officer) => {
    const { locale } = way;
    const visitor = await openAs(way, "coordinator@surrey.example");
    const { page } = visitor;
    expect(await visitor.heading()).toBe(say.needsPerson[locale]);
    await examine(visitor);

    const unknown = holdWords["safety-unknown"]?.title[locale] ?? "";
    await page.getByRole("link", { name: unknown }).click();
    expect(await visitor.heading()).toBe(unknown);
    await examine(visitor);
    const open = page.getByRole("link", { name: officer });
    while ((await open.count()) === 0) await page.getByRole("link", { name: say.next[locale] }).click();
    await open.click();
    expect(await visitor.heading()).toBe(unknown);
    expect(await page.locator("dl").innerText()).toContain(officer);
    await examine(visitor);

    await page.getByRole("button", { name: say.record[locale] }).click();
    expect(visitor.status()).toBe(400);
    expect(await page.title()).toMatch(new RegExp(`^${phrases.error[locale]}: `));
    await visitor.examine();
    await page.locator(".govuk-error-summary").getByRole("link", { name: say.chooseRoute[locale] }).click();
    expect(await page.locator("#route:focus").count()).toBe(1);

    // By keyboard alone: Space chooses, the arrows change, Tab goes on, Enter sends.
    await page.keyboard.press("Space");
    expect(await page.getByLabel(routeWords["safe-sms"][locale], { exact: true }).isChecked()).toBe(true);
    await page.keyboard.press("Tab");
    await page.keyboard.press("Space");
    await page.keyboard.press("ArrowDown");
    expect(await page.getByLabel(personWords["witness-care"][locale]).isChecked()).toBe(true);
    await page.keyboard.press("Tab");
    await page.keyboard.press("Enter");
    await page.waitForSelector(".govuk-panel");
    expect(await page.locator(".govuk-panel").innerText()).toContain(say.nowScheduled[locale]);
    await examine(visitor);
    expect(await page.getByRole("button", { name: say.record[locale] }).count()).toBe(0);

    const other = locale === "en" ? "cy" : "en";
    await page.getByRole("link", { name: phrases[other === "en" ? "english" : "welsh"][other] }).click();
    await page.waitForSelector(`html[lang=${other}]`);
    await page.getByRole("link", { name: say.held[other] }).click();
    await page.waitForSelector(`html[lang=${other}]`);
    expect(await visitor.heading()).toBe(say.held[other]);
    await examine(visitor);
    expect(visitor.asked()).toEqual([url]);
    await visitor.close();
  });

  it.each(opposites.map((way) => [wordsOf(way), way] as const))(
    "stops messages, and looks at deliveries and data, %s",
    async (_, way) => {
      const { locale } = way;
      const visitor = await openAs(way, "coordinator@surrey.example");
      const { page } = visitor;
      const goTo = async (part: Localised) => {
        await page.getByRole("navigation").getByRole("link", { name: part[locale], exact: true }).click();
        expect(await visitor.heading()).toBe(part[locale]);
        await examine(visitor);
      };
      await goTo(say.stop);
      await page.getByRole("button", { name: say.stopButton[locale] }).click();
      expect(visitor.status()).toBe(400);
      await visitor.examine();
      await page.locator(".govuk-error-summary").getByRole("link", { name: say.chooseStopBy[locale] }).click();
      expect(await page.locator("#by:focus").count()).toBe(1);
      await page.getByLabel(say.stopByNumber[locale], { exact: true }).check();
      await page.locator("#known-as").fill("not a number");
      await page.keyboard.press("Enter");
      await page.locator(".govuk-error-summary").getByRole("link", { name: say.notUsable[locale] }).click();
      expect([visitor.status(), await page.locator("#known-as").inputValue()]).toEqual([400, ""]);
      await visitor.examine();
      await page.locator("#known-as").fill("07700 900987");
      await page.keyboard.press("Enter");
      await page.getByRole("heading", { name: say.stoppedHeading[locale] }).waitFor();
      await visitor.examine();
      expect(page.url()).not.toContain("900987");

      await goTo(say.deliveries);
      await goTo(say.quality);
      await page.getByRole("link", { name: "Console test" }).first().click();
      await page.getByRole("heading", { name: say.records[locale] }).waitFor();
      await examine(visitor);
      expect(visitor.asked()).toEqual([url]);
      await visitor.close();
    },
  );

  it.each([
    ["administrator@surrey.example", [say.staff, say.senders]],
    ["analyst@nation.example", [say.held]],
  ] as const)("is %s and reads the lists of their part", async (email, parts) => {
    for (const way of [ways[0], ways[1]]) {
      if (way === undefined) throw new Error("There are no ways to read");
      const visitor = await openAs(way, email);
      for (const part of parts) {
        await visitor.page.getByRole("link", { name: part[way.locale], exact: true }).first().click();
        expect(await visitor.heading()).toBe(part[way.locale]);
        await examine(visitor);
      }
      await visitor.close();
    }
  });

  it("is told that their roles do not allow it, and that there is nothing of other areas", async () => {
    const visitor = await openAs({ script: false, locale: "en", width: PHONE }, "interviewer@surrey.example");
    await visitor.examine();
    await visitor.page.goto(`${url}/console/held`);
    expect([visitor.status(), await visitor.heading()]).toEqual([403, say.forbiddenHeading.en]);
    await visitor.examine();
    await visitor.page.goto(`${url}/console/nothing`);
    expect([visitor.status(), await visitor.heading()]).toEqual([404, say.missingHeading.en]);
    await visitor.close();
  });
});
