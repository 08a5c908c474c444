import { describe, expect, it } from "vitest";
import { locales } from "../../../src/kernel/locale.ts";
import { continuity } from "../../../src/results/continuity.ts";
import { surveyVersions } from "../../../src/results/held.ts";
import { qualityOf } from "../../../src/results/quality.ts";
import { ledger } from "../../../src/statistics/lattice.ts";
import { PublicPage } from "../../../src/ui/layout.tsx";
import { type MadeOf } from "../../../src/ui/results-quality-made.tsx";
import { QualityBody } from "../../../src/ui/results-quality.tsx";
import { familyName, surveyName } from "../../../src/ui/results-quality-labels.ts";
import { faultsOf } from "../../support/html.ts";
import { fixtureCells, fixtureHead } from "../../support/release-fixture.ts";

const made: MadeOf = {
  methodologySha256: "a".repeat(64),
  code: null,
  seal: "b".repeat(64),
  instruments: ["report@1", "charge@1"],
  bridged: 0,
  tables: 18,
  rho: { item: 1.8, frame: 0.4 },
  rhoOfPeriod: { item: 3.6, frame: 0.4 },
  notStated: { area: 2, offence: 11, age: 7, sex: null },
};

const corrected = {
  ...fixtureHead,
  id: "2026Q1-2",
  corrects: "2026Q1",
  reason: { en: "Kent's answers were stored upside down.", cy: "Cafodd atebion Caint eu storio wyneb i waered." },
};

describe("the page of the quality statement", () => {
  it.each(
    locales.flatMap((locale) => [
      { locale, release: corrected, earlier: { id: "2025Q4", continuity: continuity(["report@1"], ["report@1"]) } },
      { locale, release: { ...fixtureHead, correctedBy: "2026Q1-2" }, earlier: null },
    ]),
  )("is valid HTML in $locale, of $release.id", async ({ locale, release, earlier }) => {
    const page = (
      <PublicPage locale={locale} title="x" address="/results/latest/quality" section="quality">
        <QualityBody
          release={release}
          quality={qualityOf(fixtureCells)}
          made={made}
          earlier={earlier}
          planned={{ stage: "trial", points: 5, typed: "5" }}
          locale={locale}
          here="/results/latest/quality"
        />
      </PublicPage>
    );
    const html = page.toString();
    expect(await faultsOf(html)).toEqual([]);
    expect(html).not.toMatch(/NaN|undefined|\{[a-z]+\}/i);
    // Words for people: no name of ours for a survey, a quarter or a kind of figure, and no rate by its letters alone.
    const words = html.replace(/^[\s\S]*<main/, "").replaceAll(/<[^>]+>/g, "|");
    expect(words).not.toMatch(/\w@\d|\|(?:RR|COOP|REF|CON)\d\||\|(?:e|UO-[SR]|item|frame)\|/);
    expect(
      words
        .replace(/\|2026Q1(?:-2)?\|/, "")
        .split("<pre")[0]
        ?.split("curl")[0],
    ).not.toMatch(/\b20\d\dQ\d/);
    const targets = [...html.matchAll(/href="#(?<id>[a-z-]+)"/g)].map(({ groups }) => groups?.["id"] ?? "");
    expect(targets.length).toBeGreaterThan(10);
    for (const id of targets) expect(html).toContain(`id="${id}"`);
  });

  it.each(locales)("has words in %s for every survey and every kind of figure that a release spends on", (locale) => {
    const { families } = ledger();
    expect(families.filter((family) => familyName(family, locale) === family)).toEqual([]);
    expect(surveyVersions.filter((id) => surveyName(id, locale) === id)).toEqual([]);
    expect(new Set(families.map((family) => familyName(family, locale))).size).toBe(families.length);
  });
});
