/** @jsxImportSource hono/jsx */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { pathOf, questionsOnOnePage } from "../../../src/instrument/path.ts";
import { instrumentOf } from "../../../src/instrument/registry.ts";
import type { Locale } from "../../../src/kernel/locale.ts";
import { fingerprint, lighten, neutralise } from "../../../src/ui/assets.ts";
import { AllPage, CheckPage, NotNowPage, QuestionPage, StartPage } from "../../../src/ui/feedback-pages.tsx";
import { ThanksPage } from "../../../src/ui/thanks-page.tsx";
import { inLanguage } from "../../../src/ui/language-switch.tsx";
import { OutboxPage } from "../../../src/development/outbox-page.tsx";
import { conditionWords } from "../../../src/ui/question-field.tsx";

const instrument = instrumentOf("report@1");
const respondent = { facts: [], draw: 0.1 };
const answers = { A0: ["POL", "SUP"], RPT4: ["yes"] };
const path = pathOf(instrument, answers, respondent);
const questions = questionsOnOnePage(instrument, respondent);

const who = (locale: Locale) => ({ instrument, respondent, locale, answers });

function question(id: string) {
  const found = instrument.questions.find((each) => each.id === id);
  if (found === undefined) throw new Error(`${instrument.id} has no question ${id}`);
  return found;
}

const page = (rendered: { toString(): string }) => rendered.toString();
const words = (html: string) => html.replaceAll(/<(title|script)[^>]*>[^<]*<\/\1>/g, " ").replaceAll(/<[^>]+>/g, " ");

const victimPages = (locale: Locale) => ({
  start: page(<StartPage locale={locale} address="/s/abc" />),
  notNow: page(<NotNowPage locale={locale} address="/s/abc" />),
  question: page(
    <QuestionPage
      {...who(locale)}
      question={question("RPT1")}
      number={2}
      back="/feedback/question/A0"
      action="/feedback/question/RPT1"
    />,
  ),
  all: page(<AllPage {...who(locale)} questions={questions} faults={{}} />),
  check: page(<CheckPage {...who(locale)} path={path} />),
  thanks: page(<ThanksPage locale={locale} close={instrument.close} />),
});

const TELLING =
  /crime|police|victim|offen[cd]|court|justice|trial|prosecut|abuse|assault|trosedd|heddlu|dioddef|llys|cyfiawnder|cam-?drin/i;

describe.each(["en", "cy"] as const)("every page that a victim sees, in %s,", (locale) => {
  it.each(Object.entries(victimPages(locale)))(
    "has a way out and a switch of language, and nothing inline: %s",
    (_, html) => {
      expect(html).toMatch(/^<!DOCTYPE html>\n<html lang="(en|cy)"/);
      expect(html).toContain(`<html lang="${locale}"`);
      expect(html.match(/href="\/exit"/g)).toHaveLength(2);
      expect(html).toMatch(locale === "en" ? /lang="cy"[^>]*>\s*Cymraeg/ : /lang="en"[^>]*>\s*English/);
      expect(html).not.toMatch(
        /<script(?![^>]+src="\/assets\/)|<style|\sstyle=|\son\w+=|og:|(src|href)="(https?:)?\/\//,
      );
      expect(html.match(/<h1/g)).toHaveLength(1);
    },
  );

  it.each(Object.entries(victimPages(locale)))("has a title that tells a bystander nothing: %s", (_, html) => {
    const [, title = ""] = /<title>([^<]*)<\/title>/.exec(html) ?? [];
    expect(title).toMatch(/(Feedback|Adborth)$/);
    expect(title).not.toMatch(TELLING);
  });

  it("names nothing telling before the reader has said that it is safe", () => {
    const { start, notNow } = victimPages(locale);
    expect(words(start)).not.toMatch(TELLING);
    expect(words(notNow)).not.toMatch(TELLING);
  });
});

describe("the question page", () => {
  it("says how far along it is, by the instrument's true maximum", () => {
    expect(words(victimPages("en").question)).toMatch(/Question 2 of up to \d\d/);
  });

  it("ties the switch of language to the answers, behind a button that takes the Enter key", () => {
    const buttons = [...victimPages("en").question.matchAll(/<button[^>]*form="answers"[^>]*>/g)].map(([tag]) => tag);
    expect(buttons[0]).toMatch(/hidden/);
    expect(buttons[1]).toContain('name="language" value="cy"');
  });

  it("says what is wrong above the question and beside it, and links to the first answer", () => {
    const html = page(
      <QuestionPage
        {...who("en")}
        question={question("C2.POL")}
        number={9}
        back={undefined}
        action="/"
        fault="choose-one-offered"
      />,
    );
    expect(html).toContain('href="#C2-POL"');
    expect(html).toContain('id="C2-POL"');
    expect(html).toMatch(/<title>Error: Question 9/);
  });

  it("offers 'does not apply' and 'prefer not to say' apart from the answers", () => {
    expect(victimPages("en").question).toMatch(/govuk-radios__divider">or<[\s\S]*value="dna"[\s\S]*value="pns"/);
  });
});

describe("the one-page form", () => {
  it("holds every question that could be asked, each once, ticked as answered so far", () => {
    const html = victimPages("en").all;
    for (const { id } of questions) expect(html).toContain(`name="${id}"`);
    expect(new Set(html.match(/ id="[^"]+"/g)).size).toBe(html.match(/ id="[^"]+"/g)?.length);
    expect(html).toMatch(/value="POL" checked/);
  });

  it("says of a question that hangs on another when to answer it", () => {
    expect(conditionWords(question("RPT4A"), who("en"))).toBe(
      "Answer this only if you chose “Yes” for “Were you offered help from a support service, or told how to get it?”.",
    );
    expect(conditionWords(question("RPT1"), who("en"))).toBeNull();
  });
});

describe("the switch of language by link", () => {
  it("keeps the rest of the address, and English is the address itself", () => {
    expect(inLanguage("/results/latest/compare?stage=report#C1", "cy")).toBe(
      "/results/latest/compare?stage=report&lang=cy#C1",
    );
    expect(inLanguage("/a?lang=cy&stage=report", "en")).toBe("/a?stage=report");
    expect(inLanguage("", "en")).toBe("?lang=en");
  });
});

describe("the stylesheet", () => {
  const published = readFileSync(
    join(import.meta.dirname, "../../../node_modules/govuk-frontend/dist/govuk/govuk-frontend.min.css"),
    "utf8",
  );

  it("asks for no file, and names no font of the government's", () => {
    expect(published).toContain("GDS Transport");
    expect(neutralise(published)).not.toMatch(/url\(|GDS Transport,|@font-face/);
  });

  it("is lighter by components that are not used, and has every class that a page names", () => {
    const sources = readdirSync(join(import.meta.dirname, "../../../src"), { recursive: true, encoding: "utf8" })
      .filter((file) => /\.tsx?$/.test(file) && !file.endsWith("assets.ts"))
      .map((file) => readFileSync(join(import.meta.dirname, "../../../src", file), "utf8"));
    const named = new Set(sources.flatMap((source) => source.match(/govuk-[a-z][\w-]*/g) ?? []));
    const has = (css: string, name: string) => new RegExp(`\\.${name}(?![\\w-])`).test(css);
    const light = lighten(neutralise(published));
    expect(named.size).toBeGreaterThan(80);
    expect([...named].filter((name) => has(published, name) && !has(light, name))).toEqual([]);
    expect(has(published, "govuk-tabs") && !has(light, "govuk-tabs")).toBe(true);
    expect(light.split("{").length).toBe(light.split("}").length);
    expect(light.length).toBeLessThan(published.length * 0.7);
  });

  it("has an address that changes with its content", () => {
    expect(fingerprint("a")).not.toBe(fingerprint("b"));
  });
});

describe("the outbox page", () => {
  const message = { at: "2026-03-04T09:12:31.000Z", channel: "sms", locale: "en" };
  const html = page(
    <OutboxPage
      locale="en"
      clock="2026-03-04T10:00:00.000Z"
      messages={[
        { ...message, seq: 1, recipient: "07700 900001", body: "First http://127.0.0.1:8787/s/abc" },
        { ...message, seq: 2, recipient: "07700 900002", body: "<b>Other</b>" },
        { ...message, seq: 3, recipient: "07700 900001", body: "Ŵyneb" },
      ]}
    />,
  );

  it("gathers messages by recipient, the newest conversation first, and makes links of links", () => {
    expect(html.indexOf("07700 900001")).toBeLessThan(html.indexOf("07700 900002"));
    expect(html.indexOf("First")).toBeLessThan(html.indexOf("Ŵyneb"));
    expect(html).toContain('href="http://127.0.0.1:8787/s/abc"');
    expect(html).toContain("&lt;b&gt;Other");
  });

  it("says what each text costs", () => {
    expect(words(html)).toMatch(/1 part\(s\), GSM-7[\s\S]*1 part\(s\), UCS-2/);
  });
});
