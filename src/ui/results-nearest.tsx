import type { FC } from "hono/jsx";
import type { Locale } from "../kernel/locale.ts";
import { type Area, regionName } from "../results/codelist.ts";
import { countByBasis, type Nearest, NO_BASIS, type ProfileLine } from "../results/small-area.ts";
import type { Row } from "../results/table.ts";
import { profilePhrases as say } from "./phrases-results-area.ts";
import { resultsPhrases as words } from "./phrases-results.ts";
import { fill } from "./phrases.ts";
import { countText, Downloads, figureText, intervalText } from "./results-parts.tsx";

/** Whose a figure is, of what stages and what time. */
function basisText({ basis, row, window }: Nearest, locale: Locale): string {
  const count = window?.quarters.length ?? 1;
  const time = fill((count === 1 ? say.timeQuarter : say.timeQuarters)[locale], { quarters: String(count) });
  if (row.at.area !== undefined)
    return fill((basis.includes("all-stages") ? say.ownStages : say.own)[locale], { time });
  if (row.at.region === undefined) return fill(say.nation[locale], { time });
  return fill(say.region[locale], { region: regionName(row.at.region)?.[locale] ?? row.at.region, time });
}

/** What can be told in the place of a figure that is held back: told apart by its words and by a broken line. */
export const NearestFigure: FC<{ readonly nearest: Nearest | null; readonly locale: Locale }> = ({
  nearest,
  locale,
}) => {
  if (nearest === null) return <></>;
  const { row } = nearest;
  return (
    <span class="app-nearest">
      <span class="app-cell__line">{basisText(nearest, locale)}</span>
      <span class="app-cell__line">{`${figureText(row, locale)}, ${intervalText(row, locale)}`}</span>
      {row.base !== null && (
        <span class="app-cell__line">{fill(words.baseBeside[locale], { base: countText(row.base) })}</span>
      )}
    </span>
  );
};

/** How many figures are whose, as the parts of a sentence. */
function partsOf(area: Area, lines: readonly ProfileLine[], locale: Locale): string {
  const counts = countByBasis(lines);
  const quarters = lines.find(({ nearest }) => nearest?.window)?.nearest?.window?.quarters.length ?? 1;
  const parts = [
    { phrase: say.countOwn, of: ["own-quarter"] },
    // Where no more than one quarter is out, four added up are that one.
    { phrase: quarters === 1 ? say.countOwn : say.countYear, of: ["own-four-quarters"] },
    { phrase: say.countStages, of: ["own-all-stages", "own-all-stages-four-quarters"] },
    { phrase: say.countRegion, of: ["region-quarter", "region-four-quarters"] },
    { phrase: say.countNation, of: ["nation-quarter", "nation-four-quarters"] },
    { phrase: say.countNone, of: [NO_BASIS] },
  ].map(({ phrase, of }) => ({
    phrase,
    count: counts.reduce((sum, one) => sum + (of.includes(one.basis) ? one.count : 0), 0),
  }));
  return parts
    .filter(({ count }) => count > 0)
    .map(({ phrase, count }) =>
      fill(phrase[locale], {
        count: String(count),
        quarters: String(quarters),
        region: area.region[locale],
      }),
    )
    .join("; ");
}

/** The same where the figure of all stages stands at the end of the row: it is not repeated as if each stage had one. */
export const NearestInRow: FC<{
  readonly nearest: Nearest | null;
  readonly all: Row | null;
  readonly locale: Locale;
}> = ({ nearest, all, locale }) =>
  // Where all stages together can be told, they come before the same over more quarters.
  nearest?.basis.includes("all-stages") && all !== null && all.value !== null ? (
    <span class="app-nearest">
      <span class="app-cell__line">{say.lastColumn[locale]}</span>
    </span>
  ) : (
    <NearestFigure nearest={nearest} locale={locale} />
  );

type SummaryProps = {
  readonly area: Area;
  readonly lines: readonly ProfileLine[];
  readonly addressOf: (extension: string) => string;
  readonly locale: Locale;
};

/** How much of an area can be told as its own, what stands in place of the rest, and all of it as files. */
export const ProfileSummary: FC<SummaryProps> = ({ area, lines, addressOf, locale }) => (
  <>
    <p class="govuk-body">
      {fill(say.count[locale], {
        area: area.name[locale],
        all: String(lines.length),
        parts: partsOf(area, lines, locale),
      })}
    </p>
    {lines.some(({ own }) => own.symbol === "c") && <p class="govuk-body">{say.lead[locale]}</p>}
    <p class="govuk-body govuk-!-margin-bottom-1">{say.files[locale]}</p>
    <Downloads addressOf={addressOf} locale={locale} />
  </>
);
