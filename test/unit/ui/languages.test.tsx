import fc from "fast-check";
import * as v from "valibot";
import { describe, expect, it } from "vitest";
import areaFile from "../../../surveys/areas.json" with { type: "json" };
import { recordingsSaySo } from "../../../src/instrument/checks/recordings.ts";
import { isTranslated, wordsIn } from "../../../src/instrument/languages.ts";
import { optionsOf, specialOptions } from "../../../src/instrument/path.ts";
import { type Recording, recordingSchema } from "../../../src/instrument/recording.ts";
import { instruments, rights } from "../../../src/instrument/registry.ts";
import { supportFor, supportLines, supportNeeds } from "../../../src/instrument/support.ts";
import { languageCodes, type Localised } from "../../../src/kernel/locale.ts";
import { showStandIns, standIn } from "../../../src/kernel/stand-in.ts";
import { Document } from "../../../src/ui/document.tsx";
import { StartPage } from "../../../src/ui/feedback-pages.tsx";
import { accessibilityStatement } from "../../../src/ui/phrases-accessibility.ts";
import { codePhrases } from "../../../src/ui/phrases-code.ts";
import { contactPhrases, wishPhrases } from "../../../src/ui/phrases-contact.ts";
import { feedbackPhrases } from "../../../src/ui/phrases-feedback.ts";
import { privacyStatement } from "../../../src/ui/phrases-privacy.ts";
import { recordingPhrases } from "../../../src/ui/phrases-recordings.ts";
import { thanksPhrases } from "../../../src/ui/phrases-thanks.ts";
import { fill, phrases } from "../../../src/ui/phrases.ts";
import { Recordings } from "../../../src/ui/recordings.tsx";
import { withQuestion } from "../instrument/fixture.ts";

const victims = instruments.filter(({ by }) => by === "victim");

/** Everything that a victim meets on the web, in the usual words; easy read is not translated (docs/decisions/0033). */
const met: readonly Localised[] = [
  ...[phrases, feedbackPhrases, codePhrases, thanksPhrases, contactPhrases, recordingPhrases].flatMap((words) =>
    Object.values(words),
  ),
  ...[privacyStatement, accessibilityStatement].flatMap(({ heading, sections }) => [
    heading,
    ...sections.flatMap((section) => [section.heading, ...section.paragraphs]),
  ]),
  ...victims.flatMap(({ questions, close }) => [
    close,
    ...questions.flatMap((each) => [
      each.text,
      ...(each.bereaved && each.bereaved !== "same" ? [each.bereaved] : []),
      ...(each.hint ? [each.hint] : []),
      ...[...optionsOf(each), ...specialOptions(each)].map(({ text }) => text),
    ]),
  ]),
  ...rights.flatMap(({ title, sentence }) => [title, sentence]),
  ...supportNeeds.map(({ name }) => name),
  ...supportLines.flatMap(({ name, what }) => [name, what]),
];

const placeholders = (text: string) => (text.match(/\{\w+\}/g) ?? []).toSorted();

describe("Polish", () => {
  it("has words for everything that a victim meets on the web", () => {
    expect(met.filter(({ en }) => !isTranslated(en, "pl")).map(({ en }) => en)).toEqual([]);
  });

  it("leaves the same places to be filled, and no period unfilled in a question", () => {
    const unlike = met.filter((text) => String(placeholders(text.en)) !== String(placeholders(wordsIn(text, "pl"))));
    expect(unlike).toEqual([]);
    const asked = victims.flatMap(({ questions }) => questions.map(({ text }) => wordsIn(text, "pl")));
    expect(asked.filter((text) => text.includes("{"))).toEqual([]);
  });
});

describe("a text that a language has no words for", () => {
  const unknown = { en: "Nobody has translated this & that", cy: "Nid oes neb wedi cyfieithu hyn" };

  it("stands in English and says so, wherever it is read as text, and only there", () => {
    expect(wordsIn(unknown, "cy")).toBe(unknown.cy);
    const words = wordsIn(unknown, "pl");
    const html = String(
      <Document locale="pl" title={words}>
        <p title={words}>{fill("{a}!", { a: words })}</p>
        <textarea>{words}</textarea>
      </Document>,
    );
    const plain = "Nobody has translated this &amp; that";
    expect(html).toContain('<html lang="pl" dir="ltr"');
    expect(html).toContain(`<title>${plain}</title>`);
    expect(html).toContain(`<p title="${plain}"><span lang="en" dir="ltr">${plain}</span>!</p>`);
    expect(html).toContain(`<textarea>${plain}</textarea>`);
    expect(html).not.toMatch(/[\uE000\uE001]/);
  });

  it("never comes apart, whatever else a page says", () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (english, other) => {
        const safe = (text: string) => text.replaceAll(/[<>&"\uE000\uE001]/g, "");
        const shown = showStandIns(`<p>${safe(other)}${standIn(safe(english))}</p>`);
        expect(shown).toBe(`<p>${safe(other)}<span lang="en" dir="ltr">${safe(english)}</span></p>`);
      }),
    );
  });
});

describe("the switch of language", () => {
  it("names every language in itself, and leads to each but the one being read", () => {
    for (const locale of languageCodes) {
      const html = String(<StartPage locale={locale} address="/s/x" />);
      const links = [...html.matchAll(/href="\/s\/x\?lang=(\w+)"/g)].map(([, language]) => language);
      expect(links).toEqual(languageCodes.filter((language) => language !== locale));
      for (const name of ["Cymraeg", "English", "Polski"]) expect(html).toContain(name);
    }
  });
});

describe("the directory of help", () => {
  it("offers somebody in Wales what is there, and nobody a service of elsewhere", () => {
    for (const { code, nation } of areaFile.areas) {
      for (const need of [null, ...supportNeeds.map(({ id }) => id)]) {
        const { local, forNeed, general } = supportFor({ area: code, need });
        const all = [...local, ...forNeed, ...general];
        expect(all.filter((line) => line.nation !== undefined && line.nation !== nation)).toEqual([]);
        expect(local.every(({ areas = [] }) => areas.includes(code))).toBe(true);
        expect(new Set(all).size).toBe(all.length);
        expect(all.map(({ id }) => id)).toEqual(expect.arrayContaining(["emergency", "silent"]));
      }
    }
  });

  it("has something for every need", () => {
    expect(supportNeeds.filter(({ id }) => supportFor({ area: null, need: id }).forNeed.length === 0)).toEqual([]);
  });
});

describe("the words about requests to be contacted", () => {
  it("are in Welsh too, and not a copy", () => {
    const all = Object.entries<Localised>({ ...contactPhrases, ...wishPhrases, ...thanksPhrases, ...recordingPhrases });
    expect(all.filter(([, { en, cy }]) => cy.trim() === "" || cy === en)).toEqual([]);
  });
});

describe("a recording of a question", () => {
  const signed: Recording = {
    kind: "sign-language",
    src: "/media/report/rpt1.mp4",
    captions: { en: "/media/report/rpt1.en.vtt", cy: "/media/report/rpt1.cy.vtt" },
    transcript: { en: "RPT1 in English", cy: "RPT1 yn Gymraeg" },
  };
  const aloud: Recording = {
    kind: "audio",
    language: "pl",
    src: "/media/report/rpt1.mp3",
    transcript: "Pytanie",
  };

  it("is shown with its words, fetches nothing by itself, and is in the reader's language", () => {
    const html = String(<Recordings recordings={[signed, aloud]} locale="cy" />);
    expect(html).toContain('<video class="app-recording" controls="" preload="none"');
    expect(html).toMatch(/<track kind="captions" src="\/media\/report\/rpt1.cy.vtt" srclang="cy"[^>]* default/);
    expect(html).toContain("RPT1 yn Gymraeg");
    expect(html).not.toMatch(/autoplay|<audio|http/);
    expect(String(<Recordings recordings={[signed, aloud]} locale="pl" />)).toContain("<audio");
  });

  it("cannot come from elsewhere, nor without captions and transcript", () => {
    for (const wrong of [
      { ...signed, src: "https://video.example/rpt1.mp4" },
      { ...signed, src: "/media/../secret.mp4x" },
      { ...signed, captions: { en: "/media/rpt1.vtt" } },
      { ...aloud, transcript: "" },
    ]) {
      expect(v.safeParse(recordingSchema, wrong).success).toBe(false);
    }
    expect(v.safeParse(recordingSchema, signed).success).toBe(true);
  });

  it("is a fault as soon as the question says something else", () => {
    const media = [signed];
    expect(recordingsSaySo(withQuestion("report", "RPT1", { media }))).toEqual([]);
    const text = { en: "Another question", cy: "Cwestiwn arall" };
    expect(recordingsSaySo(withQuestion("report", "RPT1", { media, text }))).toEqual([
      expect.stringContaining("does not have the question's words"),
    ]);
    expect(recordingsSaySo(withQuestion("report", "RPT1", { media: [signed, signed] }))).toEqual([
      expect.stringContaining("two recordings of sign language"),
    ]);
  });
});
