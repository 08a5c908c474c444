import { describe, expect, it } from "vitest";
import { NATION } from "../../../src/domain/permission.ts";
import { suggestNames } from "../../../src/domain/name-suggestions.ts";
import { themeRows } from "../../../src/results/themes.ts";
import { CommentPage, CommentsPage } from "../../../src/ui/console-comments.tsx";
import { HelpFirst } from "../../../src/ui/help-first.tsx";
import { PublicPage } from "../../../src/ui/layout.tsx";
import { commentPhrases, withholdingWords } from "../../../src/ui/phrases-comments.ts";
import { dangerPhrases } from "../../../src/ui/phrases-danger.ts";
import { commentsResultsPhrases } from "../../../src/ui/phrases-results-comments.ts";
import { CommentsBody } from "../../../src/ui/results-comments.tsx";
import { faultsOf } from "../../support/html.ts";
import { fixtureHead } from "../../support/release-fixture.ts";

const member = { email: "ann@nation.example", name: "Ann", grants: [{ role: "moderator", area: NATION }] } as const;
const place = {
  id: "0".repeat(32),
  period: "2026Q1",
  area: "E23000028",
  stage: "report",
  recordedBy: "victim",
} as const;
const text = "Grace from the court was kind, and orla never rang [name] back <script>";

describe.each(["en", "cy"] as const)("the pages of comments in %s", (locale) => {
  const page = { locale, query: "", member };

  it("are valid, mark what may be names, and ask for a verdict by name", async () => {
    const suggestions = (await suggestNames(text)).map(({ from, to }) => text.slice(from, to));
    expect(suggestions).toContain("Grace");
    const comment = { ...place, text, seen: "x", suggestions };
    const html = String(<CommentPage {...page} comment={comment} fault="verdict" chosen={["respect"]} />);
    expect(await faultsOf(html)).toEqual([]);
    expect(html).toContain("<mark>Grace</mark>");
    expect(html).toContain("&lt;script&gt;");
    expect(html).toMatch(/value="respect" checked/);
    const words = { ticked: ["Grace"], typed: "Grase\nBob", absent: ["Grase", "Bob"] };
    const absent = String(<CommentPage {...page} comment={comment} fault="absent" chosen={[]} {...words} />);
    expect(await faultsOf(absent)).toEqual([]);
    expect(absent).toContain("Grase, Bob");
    expect(absent).toMatch(/value="Grace" checked[^]*>Grase\nBob<\/textarea>/);
    const told = { ...comment, recordedBy: "officer" } as const;
    const masked = String(<CommentPage {...page} comment={told} fault="masked" chosen={["respect"]} />);
    expect(await faultsOf(masked)).toEqual([]);
    for (const said of [commentPhrases.masked, commentPhrases.byOfficer])
      expect(masked).toContain(said[locale].replaceAll("'", "&#39;"));
    expect(html).not.toContain(commentPhrases.byOfficer[locale].replaceAll("'", "&#39;"));
    const list = { comments: [{ ...place, text }], waiting: 1, language: null, next: "f".repeat(32), isDone: true };
    const listed = String(<CommentsPage {...page} {...list} />);
    expect(await faultsOf(listed)).toEqual([]);
    for (const said of [commentPhrases.nobody, commentPhrases.wellbeing, commentPhrases.together])
      expect(listed).toContain(said[locale].replaceAll("'", "&#39;"));
  });

  it("say of a comment that too few share a stage or area with that it tells none", () => {
    const shown = (area: string) =>
      String(
        <CommentPage
          {...page}
          comment={{ ...place, area, stage: "not-stated", text, seen: "x", suggestions: [] }}
          fault={null}
          chosen={[]}
        />,
      );
    const { noStage, noArea } = commentPhrases;
    expect(shown("not-stated")).toContain(`${noStage[locale]}, ${noArea[locale]}`);
    expect(shown(place.area)).toContain(`${noStage[locale]}, `);
    expect(shown(place.area)).not.toContain(noArea[locale]);
    expect(shown("not-stated")).not.toMatch(/undefined|not-stated/);
  });

  it("tell themes on the public page as [c] below the base, and quote in the language of the words", async () => {
    const cells = (measure: string) => (measure === "comments:read" ? 200 : measure === "theme:informed" ? 60 : 9);
    const rows = themeRows((_, measure) => [[[], cells(measure)]], null);
    const quotes = [{ text: "Roedd y swyddog yn garedig iawn ond doedd neb yn ateb" }];
    const body = {
      release: fixtureHead,
      rows,
      waiting: 9,
      quotes,
      area: undefined,
      locale,
      here: "/results/latest/comments",
    };
    const html = String(
      <PublicPage locale={locale} title="x" address="/results/latest/comments" section="comments">
        <CommentsBody {...body} />
      </PublicPage>,
    );
    // The scrolling box of every table of figures is a div with a role.
    const faults = (await faultsOf(html)).filter((fault) => !fault.includes("native <section>"));
    expect(faults).toEqual([]);
    expect(html).toMatch(/lang="cy">Roedd/);
    expect(html.match(/\[c\]/g)?.length ?? 0).toBeGreaterThan(10);
    expect(String(<HelpFirst locale={locale} />)).toContain("999");
  });
});

it("has every word of these pages in Welsh, with the same places to fill", () => {
  const all = [commentPhrases, withholdingWords, dangerPhrases, commentsResultsPhrases].flatMap((each) =>
    Object.values(each),
  );
  const places = (words: string) => (words.match(/\{\w+\}/g) ?? []).join();
  expect(all.filter(({ en, cy }) => cy === en || cy === "" || places(cy) !== places(en))).toEqual([]);
});
