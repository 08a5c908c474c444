import type { Child, FC, PropsWithChildren } from "hono/jsx";
import { type Stage, stages } from "../domain/dimension.ts";
import { dispositions } from "../domain/disposition.ts";
import type { Locale, Localised } from "../kernel/locale.ts";
import { modes } from "../results/held.ts";
import type { QualityStatement } from "../results/quality.ts";
import type { Margin } from "../results/quality-answered.ts";
import { type Outcome, rateNames } from "../results/quality-outcomes.ts";
import { stageMeasures } from "../results/measures.ts";
import { codeWords, dispositionWords, levelWords, resultsPhrases as words } from "./phrases-results.ts";
import { qualityPhrases as say } from "./phrases-results-quality.ts";
import { codeName } from "./results-labels.ts";
import { BoxedTable, codedText, countText, numeric } from "./results-parts.tsx";
import { familyName, rateName } from "./results-quality-labels.ts";
import type { Cell } from "./table.tsx";

// The tables of the quality statement: each figure as the release tells it, or the symbol that says why it does not.

type Props = { readonly quality: QualityStatement; readonly locale: Locale };

/** A part of the statement, which the list at its head leads to. */
export const Part: FC<PropsWithChildren<{ readonly id: string; readonly title: string }>> = ({
  id,
  title,
  children,
}) => (
  <div class="govuk-!-margin-bottom-8">
    <h2 class="govuk-heading-l" id={id}>
      {title}
    </h2>
    {children}
  </div>
);

const figure = (value: number | null, symbol = "c"): Cell => numeric(value === null ? `[${symbol}]` : String(value));

/** A percentage that may be a bound. */
const share = (value: number | null, coding: Margin["answeredCoding"], locale: Locale): Cell =>
  value === null ? figure(null) : numeric(codedText(String(value), coding, locale));

const count = (value: number | null): Cell => numeric(value === null ? "[c]" : countText(value));

const stageName = (stage: Stage | null, locale: Locale) =>
  stage === null ? say.allStages[locale] : codeWords.stage[stage][locale];

const stageHeads = (of: readonly { readonly stage: Stage | null }[], locale: Locale): readonly Cell[] =>
  of.map(({ stage }) => numeric(stageName(stage, locale)));

/** Everybody who reached a stage, by what became of them. */
export const FrameTable: FC<Props> = ({ quality: { outcomes }, locale }) => {
  const row = (text: Localised, cellOf: (outcome: Outcome) => Cell): readonly Cell[] => [
    { text: text[locale] },
    ...outcomes.map(cellOf),
  ];
  return (
    <BoxedTable
      caption={say.frame[locale]}
      head={[{ text: words.countHead[locale] }, ...stageHeads(outcomes, locale)]}
      rows={[
        ...dispositions.map((one) => row(dispositionWords[one], ({ counts }) => count(counts[one]))),
        row(say.eligible, ({ eligible }) => count(eligible)),
        row(say.opened, ({ opened }) => count(opened)),
        row(say.answered, ({ answered }) => count(answered)),
      ]}
    />
  );
};

const modeWords = {
  "web": say.modeWeb,
  "sms": say.modeSms,
  "telephone": say.modeTelephone,
  "adviser": say.modeAdviser,
  "not-stated": say.modeNotStated,
} as const;

export const ModesTable: FC<Props> = ({ quality, locale }) => {
  const places = [null, ...stages];
  const cellOf = (stage: Stage | null, mode: string) => {
    const found = quality.modes.find((one) => one.stage === stage && one.mode === mode);
    return share(found?.percent ?? null, found?.coding ?? null, locale);
  };
  return (
    <BoxedTable
      caption={`${say.mode[locale]} (%)`}
      head={[{ text: say.mode[locale] }, ...places.map((stage) => numeric(stageName(stage, locale)))]}
      rows={modes.map((mode) => [{ text: modeWords[mode][locale] }, ...places.map((stage) => cellOf(stage, mode))])}
    />
  );
};

export const RatesTable: FC<Props> = ({ quality: { outcomes }, locale }) => (
  <BoxedTable
    caption={say.rate[locale]}
    head={[{ text: say.rate[locale] }, ...stageHeads(outcomes, locale)]}
    rows={rateNames.map((name) => [
      { text: rateName(name, locale) },
      ...outcomes.map(({ rates }) => figure(rates[name] ?? null, "x")),
    ])}
  />
);

export const WeightsTable: FC<Props> = ({ quality: { weighting }, locale }) =>
  weighting.length === 0 ? (
    <p class="govuk-body">{say.noWeights[locale]}</p>
  ) : (
    <BoxedTable
      caption={say.weighting[locale]}
      head={[{ text: words.figureHead[locale] }, ...stageHeads(weighting, locale)]}
      rows={[
        [{ text: say.designEffect[locale] }, ...weighting.map(({ designEffect }) => figure(designEffect))],
        [{ text: say.trimmed[locale] }, ...weighting.map(({ trimmedPercent }) => figure(trimmedPercent))],
        [{ text: say.areasWeighted[locale] }, ...weighting.map(({ areas }) => figure(areas))],
      ]}
    />
  );

function categoryName({ attribute, category }: Margin, locale: Locale): string {
  if (attribute === "abuse") return (category === "yes" ? say.abuseYes : say.abuseNo)[locale];
  return codeName(attribute, category)[locale];
}

const attributeName = (attribute: Margin["attribute"], locale: Locale) =>
  attribute === "abuse" ? say.abuse[locale] : levelWords[attribute][locale];

export const MarginsTable: FC<Props> = ({ quality: { representativeness: all }, locale }) =>
  all.length === 0 ? (
    <p class="govuk-body">{say.noMargins[locale]}</p>
  ) : (
    <>
      {stages.map((stage) => (
        <BoxedTable
          caption={stageName(stage, locale)}
          head={[
            { text: say.category[locale] },
            numeric(say.invited[locale]),
            numeric(say.invitedPercent[locale]),
            numeric(say.answeredPercent[locale]),
          ]}
          rows={all
            .filter((margin) => margin.stage === stage)
            .map((margin) => [
              { text: `${attributeName(margin.attribute, locale)}: ${categoryName(margin, locale)}` },
              count(margin.invited),
              figure(margin.invitedPercent),
              margin.attribute === "abuse"
                ? figure(margin.answeredPercent, "x")
                : share(margin.answeredPercent, margin.answeredCoding, locale),
            ])}
        />
      ))}
    </>
  );

export const PrecisionTable: FC<Props> = ({ quality: { precision, spreads }, locale }) => {
  const areas = [...new Set(precision.map(({ area }) => area))];
  const of = (area: string, stage: Stage) =>
    precision.find((one) => one.area === area && one.stage === stage)?.points ?? null;
  return (
    <BoxedTable
      caption={say.precision[locale]}
      head={[{ text: say.area[locale] }, ...stageHeads(spreads, locale)]}
      rows={areas.map((area) => [
        { text: codeName("area", area)[locale] },
        ...spreads.map(({ stage }) => figure(of(area, stage))),
      ])}
    />
  );
};

export const NonResponseTable: FC<Props> = ({ quality: { nonResponse }, locale }) => (
  <BoxedTable
    caption={say.nonResponse[locale]}
    head={[
      { text: say.question[locale] },
      numeric(say.asked[locale]),
      numeric(say.notApplicable[locale]),
      numeric(say.preferNotToSay[locale]),
    ]}
    rows={nonResponse.map((one) => [
      { text: stageMeasures.find(({ id }) => id === one.measure)?.title[locale] ?? one.measure },
      count(one.base),
      share(one.notApplicable, one.notApplicableCoding, locale),
      share(one.preferNotToSay, one.preferNotToSayCoding, locale),
    ])}
  />
);

type LedgerProps = {
  readonly rho: Readonly<Record<string, number>>;
  readonly rhoOfPeriod: Readonly<Record<string, number>>;
  readonly locale: Locale;
};

/** What the release has spent of privacy, by kind of figure: of one measure of each. */
export const LedgerTable: FC<LedgerProps> = ({ rho, rhoOfPeriod, locale }) => (
  <BoxedTable
    caption={say.rho[locale]}
    head={[{ text: say.family[locale] }, numeric(say.rho[locale]), numeric(say.rhoOfPeriod[locale])]}
    rows={Object.entries(rho).map(([family, spent]) => [
      { text: familyName(family, locale) },
      figure(Math.round(spent * 100) / 100),
      figure(Math.round((rhoOfPeriod[family] ?? spent) * 100) / 100),
    ])}
  />
);

/** Paragraphs, one a sentence that stands by itself. */
export const Bullets: FC<{ readonly items: readonly Child[] }> = ({ items }) => (
  <ul class="govuk-list govuk-list--bullet">
    {items.map((item) => (
      <li>{item}</li>
    ))}
  </ul>
);
