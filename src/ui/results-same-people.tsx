import type { FC } from "hono/jsx";
import type { Locale } from "../kernel/locale.ts";
import { levels } from "../results/closure-figures.ts";
import type { JourneyStage } from "../results/journey.ts";
import type { Row } from "../results/table.ts";
import type { Transition } from "../results/transitions.ts";
import { Details } from "./details.tsx";
import { journeysPhrases as say, levelNames } from "./phrases-results-journeys.ts";
import { trendsPhrases as trends } from "./phrases-results-trends.ts";
import { codeWords } from "./phrases-results.ts";
import { fill } from "./phrases.ts";
import { baseText, Downloads, figureText, FigureTable, numeric, plainTexts, signedTexts } from "./results-parts.tsx";

/** What a journey page is given of the same people at two stages. */
export type SamePeopleProps = {
  readonly same: readonly Transition[];
  /** How many quarters were added up. */
  readonly quarters: number;
  readonly addressOf: (extension: string) => string;
};

type Props = SamePeopleProps & { readonly stages: readonly JourneyStage[]; readonly locale: Locale };

/** Points with their sign: `+4`, `−12`; with their limits in brackets. */
export const pointsText = (
  difference: { readonly points: number; readonly lower: number; readonly upper: number } | null,
  { symbol }: Pick<Row, "symbol">,
  locale: Locale,
): string => {
  // Where a share is only a bound, so is every difference from it.
  if (difference === null) return `[${symbol === null || symbol === "u" ? "c" : symbol}]`;
  const [points = "", lower = "", upper = ""] = signedTexts([difference.points, difference.lower, difference.upper]);
  return fill(say.pointsWithin[locale], { points, lower, upper });
};

const stageName = (stage: Transition["from"], locale: Locale) => codeWords.stage[stage][locale];

/** What a pair of stages says, in a sentence. */
function sentenceOf({ from, to, earlier, later, change }: Transition, locale: Locale): string | null {
  if (change === null) return null;
  const { points, lower, upper } = change;
  const isChange = lower > 0 || upper < 0;
  const words = !isChange ? say.alike : points < 0 ? say.fewer : say.more;
  const [least = 0, most = 0] = [Math.abs(lower), Math.abs(upper)].toSorted((a, b) => a - b);
  const [told = "", from95 = "", to95 = ""] = plainTexts([Math.abs(points), least, most]);
  return fill(words[locale], {
    earlier: figureText(earlier, locale),
    later: figureText(later, locale),
    from: stageName(from, locale),
    to: stageName(to, locale),
    points: told === "1" ? trends.onePoint[locale] : fill(trends.points[locale], { points: told }),
    lower: from95,
    upper: to95,
  });
}

const Nine: FC<{ readonly of: Transition; readonly locale: Locale }> = ({ of, locale }) => {
  const shareOf = (before: string, after: string) => of.shares.find(({ answer }) => answer === `${before}.${after}`);
  return (
    <FigureTable
      caption={say.nineCaption[locale]}
      head={[{ text: say.nineRow[locale] }, ...levels.map((level) => numeric(levelNames[level][locale]))]}
      rows={levels.map((before) => [
        { text: levelNames[before][locale] },
        ...levels.map((after) => {
          const row = shareOf(before, after);
          return numeric(row ? figureText(row, locale) : "[x]");
        }),
      ])}
      figures={of.shares}
      locale={locale}
    />
  );
};

/** The same people at two stages: in words, in a table, and who changed in which direction. */
export const SamePeople: FC<Props> = ({ same, quarters, addressOf, stages, locale }) => {
  const everyone = (stage: Transition["from"]) => stages.find((one) => one.stage === stage)?.overall;
  const told = same.filter(({ change }) => change !== null);
  return (
    <section aria-labelledby="same-people">
      <h2 class="govuk-heading-l" id="same-people">
        {say.sameTitle[locale]}
      </h2>
      <p class="govuk-body">{say.sameLead[locale]}</p>
      {told.length === 0 && <p class="govuk-body">{say.tooFew[locale]}</p>}
      {told.map((one) => (
        <p class="govuk-body">{sentenceOf(one, locale)}</p>
      ))}
      <FigureTable
        caption={quarters === 1 ? say.sameCaptionOne[locale] : fill(say.sameCaption[locale], { quarters })}
        head={[
          { text: say.sameFrom[locale] },
          numeric(say.samePeople[locale]),
          numeric(say.sameEarlier[locale]),
          numeric(say.sameLater[locale]),
          { text: say.sameChange[locale] },
          numeric(say.sameEveryone[locale]),
        ]}
        rows={same.map((one) => {
          const first = everyone(one.from);
          const names = { from: stageName(one.from, locale), to: stageName(one.to, locale) };
          return [
            { text: fill(say.samePair[locale], names) },
            numeric(baseText(one.earlier)),
            numeric(figureText(one.earlier, locale)),
            numeric(figureText(one.later, locale)),
            { text: pointsText(one.change, one, locale) },
            numeric(first ? figureText(first, locale) : "[x]"),
          ];
        })}
        figures={same.flatMap(({ earlier, later }) => [earlier, later])}
        locale={locale}
      />
      {told.map((one) => (
        <Details
          summary={fill(say.nine[locale], { from: stageName(one.from, locale), to: stageName(one.to, locale) })}
          text={<Nine of={one} locale={locale} />}
        />
      ))}
      <Downloads addressOf={addressOf} locale={locale} />
      <p class="govuk-body-s">{say.sameNote[locale]}</p>
    </section>
  );
};
