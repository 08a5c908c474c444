import type { FC } from "hono/jsx";
import type { Locale } from "../kernel/locale.ts";
import type { AreaComparison, Comparison } from "../results/compare.ts";
import type { ReleaseHead } from "../results/table.ts";
import { QUARTERS, type Window } from "../results/window.ts";
import { type Band, bands } from "../statistics/bands.ts";
import { Details } from "./details.tsx";
import { quarterWords } from "./home-pages.tsx";
import { inLanguage } from "./language-switch.tsx";
import { bandSentences, trendsPhrases as say } from "./phrases-results-trends.ts";
import { fill } from "./phrases.ts";

/** A score as people read it: one decimal, no unit. */
export const scoreText = (score: number) => score.toFixed(1);

/** What the words of a comparison mean, for somebody who knows no statistics. */
export const BandMeanings: FC<{ readonly release: Pick<ReleaseHead, "id">; readonly locale: Locale }> = ({
  release,
  locale,
}) => (
  <Details
    summary={say.bandsTitle[locale]}
    text={
      <>
        <p>{say.bandsExpected[locale]}</p>
        <ul class="govuk-list govuk-list--bullet">
          {bands.map((band) => (
            <li>{bandSentences[band][locale]}</li>
          ))}
        </ul>
        <p>{say.bandsDiscovery[locale]}</p>
        <p>
          <a class="govuk-link" href={inLanguage(`/results/${release.id}/quality#bands`, locale)}>
            {say.bandsMore[locale]}
          </a>
        </p>
      </>
    }
  />
);

const countIn = (areas: readonly AreaComparison[], chosen: readonly Band[]) =>
  String(areas.filter(({ band }) => band !== null && chosen.includes(band)).length);

/** The comparison in a sentence, and what it rests on. */
export const ComparisonInWords: FC<{ readonly comparison: Comparison; readonly locale: Locale }> = ({
  comparison: { areas, banded, adjustment, unscored, expected },
  locale,
}) => {
  const isAdjusted = adjustment === "adjusted-for-case-mix";
  const summary =
    banded === 0
      ? say.summaryNone[locale]
      : fill(say.summary[locale], {
          all: String(banded),
          better: countIn(areas, ["better", "much-better"]),
          worse: countIn(areas, ["worse", "much-worse"]),
          same: countIn(areas, ["about-the-same"]),
        });
  return (
    <>
      <p class="govuk-body">{summary}</p>
      <p class="govuk-body">
        {(isAdjusted ? say.basisAdjusted : say.basisPercent)[locale]}{" "}
        {unscored > 0 && `${fill(say.basisUnscored[locale], { quarters: String(unscored) })} `}
        {expected !== null &&
          fill((isAdjusted ? say.expectedScore : say.expectedPercent)[locale], { value: scoreText(expected) })}
      </p>
    </>
  );
};

type WindowProps = {
  readonly release: ReleaseHead;
  /** Null for the quarter. */
  readonly window: Window | null;
  /** Four quarters were asked for and cannot be added up: the question changed. */
  readonly isRefused: boolean;
  /** This page's address for the quarter, and for four quarters. */
  readonly addresses: { readonly quarter: string; readonly year: string };
  readonly locale: Locale;
};

const quartersText = (quarters: readonly string[], locale: Locale) =>
  quarters.map((quarter) => quarterWords(quarter, locale)).join(", ");

/** The quarter or four of them: which is shown, the way to the other, and what is missing. */
export const WindowChoice: FC<WindowProps> = ({ release, window, isRefused, addresses, locale }) => {
  const choices = [
    { isShown: window === null, text: say.windowQuarter[locale], href: addresses.quarter },
    { isShown: window !== null, text: say.windowYear[locale], href: addresses.year },
  ];
  const shown = window ?? { quarters: [release.period], missing: [] };
  const names = {
    quarters: quartersText(shown.quarters, locale),
    missing: quartersText(shown.missing, locale),
  };
  const isWhole = shown.quarters.length === QUARTERS;
  return (
    <>
      <p class="govuk-body">
        {`${say.windowLabel[locale]}: `}
        {choices.map(({ isShown, text, href }, index) => (
          <>
            {index > 0 && " | "}
            {isShown ? (
              <strong>{text}</strong>
            ) : (
              <a class="govuk-link" href={inLanguage(href, locale)}>
                {text}
              </a>
            )}
          </>
        ))}
      </p>
      {isRefused && <p class="govuk-body">{say.windowRefused[locale]}</p>}
      {window !== null && (
        <p class="govuk-body">{fill((isWhole ? say.windowShown : say.windowShort)[locale], names)}</p>
      )}
    </>
  );
};
