import type { FC } from "hono/jsx";
import { type Stage, stages } from "../domain/dimension.ts";
import { type Attribute, attributes } from "../instrument/profile.ts";
import type { Locale } from "../kernel/locale.ts";
import { type Contrast, coreMeasures, isBeyondChance } from "../results/characteristics.ts";
import type { Participation } from "../results/rates.ts";
import type { ReleaseHead, Row } from "../results/table.ts";
import type { Window } from "../results/window.ts";
import { IntervalsChart } from "./chart-intervals.tsx";
import { characteristicsPhrases as say } from "./phrases-results-characteristics.ts";
import { journeysPhrases } from "./phrases-results-journeys.ts";
import { trendsPhrases as trends } from "./phrases-results-trends.ts";
import { codeWords, resultsPhrases as words } from "./phrases-results.ts";
import { fill } from "./phrases.ts";
import { WindowChoice } from "./results-bands.tsx";
import { labelsIn } from "./results-labels.ts";
import {
  AboutFigures,
  baseText,
  chartedOf,
  ChoiceForm,
  Designation,
  Downloads,
  figureText,
  FigureTable,
  intervalText,
  numeric,
  plainTexts,
} from "./results-parts.tsx";
import { pointsText } from "./results-same-people.tsx";
import { Select } from "./select.tsx";

/** What the address names all stages together. */
export const ALL_STAGES = "all";

type Props = {
  readonly release: ReleaseHead;
  /** Null for all stages together. */
  readonly stage: Stage | null;
  readonly measure: string;
  /** Of the stage and the measure. */
  readonly contrasts: readonly Contrast[];
  /** Good answers of everybody, whether or not they told anything of themselves. */
  readonly everybody: Row | null;
  readonly all: Participation | null;
  /** Null for the release's own quarter. */
  readonly window: Window | null;
  /** Four quarters were asked for, and the question changed in between. */
  readonly isRefused: boolean;
  readonly locale: Locale;
  readonly here: string;
  readonly addressOf: (extension: string) => string;
};

const stageName = (stage: Stage | null, locale: Locale) =>
  (stage === null ? words.allStages : codeWords.stage[stage])[locale];

const categoryName = ({ attribute, category }: Contrast, locale: Locale) =>
  attributes.find(({ id }) => id === attribute)?.categories.find(({ code }) => code === category)?.text[locale] ??
  category;

/** Fewer good answers than everybody else, more, or what may be chance; null where there is no comparison. */
function verdictOf(contrast: Contrast): "isFewer" | "isMore" | "isChance" | null {
  if (contrast.difference === null) return null;
  if (!isBeyondChance(contrast)) return "isChance";
  return contrast.difference.points < 0 ? "isFewer" : "isMore";
}

const shapes = { isFewer: "worse", isMore: "better", isChance: "same" } as const;

/** What a difference beyond chance says, in a sentence. */
function sentenceOf(contrast: Contrast, locale: Locale): string | null {
  const { difference, attribute, those, others } = contrast;
  if (difference === null || !isBeyondChance(contrast)) return null;
  const { points, lower, upper } = difference;
  // The test and the interval are not of one method: a limit may lie on the other side of nought, and is told as it is.
  const limits = points < 0 ? [-upper, -lower] : [lower, upper];
  const [told = "", from95 = "", to95 = ""] = plainTexts([Math.abs(points), ...limits]);
  return fill((points < 0 ? say.fewer : say.more)[locale], {
    question: attributes.find(({ id }) => id === attribute)?.question[locale] ?? attribute,
    category: categoryName(contrast, locale),
    those: figureText(those, locale),
    others: figureText(others, locale),
    points: told === "1" ? trends.onePoint[locale] : fill(trends.points[locale], { points: told }),
    lower: from95,
    upper: to95,
  });
}

/** Why a group is not set beside the others. */
function reasonOf({ those, others }: Contrast) {
  const isEither = (is: (row: Row) => boolean) => is(those) || is(others);
  if (isEither(({ symbol }) => symbol === "z")) return "isNotAsked";
  if (isEither(({ symbol }) => symbol === "x")) return "isNotCounted";
  if (isEither(({ symbol }) => symbol === "c")) return "isTooFew";
  return isEither(({ coding }) => coding !== null) ? "isBound" : "isTooFew";
}

/** How many groups are not compared, a sentence for each reason. */
function uncomparedSentences(contrasts: readonly Contrast[], locale: Locale): readonly string[] {
  const uncompared = contrasts.filter(({ difference }) => difference === null);
  return [...Map.groupBy(uncompared, reasonOf)].map(([reason, { length: count }]) =>
    fill((count === contrasts.length ? say.noneCompared : say.someUncompared)[locale], {
      count: String(count),
      all: String(contrasts.length),
      reason: say[reason][locale],
    }),
  );
}

/** That no difference is more than chance, of as many groups as are compared. */
function alikeSentences(contrasts: readonly Contrast[], locale: Locale): readonly string[] {
  const compared = contrasts.filter(({ difference }) => difference !== null).length;
  if (compared === 0) return [];
  return [(compared === contrasts.length ? say.alike : say.alikeOfSome)[locale]];
}

/** The sentences: first those served less well, the largest difference first; then how many are not compared, and why. */
const InWords: FC<Pick<Props, "contrasts" | "locale">> = ({ contrasts, locale }) => {
  const told = contrasts
    .toSorted((one, other) => (one.difference?.points ?? 0) - (other.difference?.points ?? 0))
    .flatMap((contrast) => sentenceOf(contrast, locale) ?? []);
  const found = told.length > 0 ? told : alikeSentences(contrasts, locale);
  return (
    <>
      {[...found, ...uncomparedSentences(contrasts, locale)].map((sentence) => (
        <p class="govuk-body">{sentence}</p>
      ))}
    </>
  );
};

type OneProps = Pick<Props, "contrasts" | "everybody" | "measure" | "stage" | "locale"> & {
  readonly attribute: Attribute;
};

const CharacteristicTable: FC<OneProps> = ({ contrasts, attribute, measure, stage, locale }) => (
  <FigureTable
    caption={`${labelsIn(locale).measure(measure)}: ${stageName(stage, locale)}. ${attribute.question[locale]}`}
    head={[
      { text: say.group[locale] },
      numeric(say.those[locale]),
      { text: words.interval[locale] },
      numeric(say.others[locale]),
      { text: say.difference[locale] },
      { text: say.verdict[locale] },
      numeric(words.funnelBase[locale]),
    ]}
    rows={contrasts.map((one) => {
      const verdict = verdictOf(one);
      const difference = pointsText(one.difference, one.those, locale);
      return [
        { text: categoryName(one, locale) },
        numeric(figureText(one.those, locale)),
        { text: intervalText(one.those, locale) },
        numeric(figureText(one.others, locale)),
        { text: difference },
        { text: verdict === null ? difference : say[verdict][locale] },
        numeric(baseText(one.those)),
      ];
    })}
    figures={contrasts.flatMap(({ those, others }) => [those, others])}
    locale={locale}
  />
);

/** One characteristic: a chart, and its table. */
const Characteristic: FC<OneProps> = (props) => {
  const { contrasts, everybody, attribute, measure, locale } = props;
  return (
    <>
      <h3 class="govuk-heading-m">{attribute.question[locale]}</h3>
      <IntervalsChart
        id={`characteristic-${attribute.id}`}
        title={fill(say.chart[locale], {
          measure: labelsIn(locale).measure(measure),
          question: attribute.question[locale],
        })}
        description={fill(say.description[locale], { question: attribute.question[locale] })}
        showTable={words.showTable[locale]}
        legend={[say.keyShapes[locale], say.keyLine[locale]]}
        rows={contrasts.map((one) => {
          const verdict = verdictOf(one);
          const shape = verdict === null ? ("unbanded" as const) : shapes[verdict];
          return { label: categoryName(one, locale), ...chartedOf(one.those, locale), shape };
        })}
        nation={
          everybody === null || everybody.value === null || everybody.coding !== null
            ? null
            : {
                label: journeysPhrases.everybody[locale],
                percent: everybody.value,
                text: figureText(everybody, locale),
              }
        }
        table={<CharacteristicTable {...props} />}
      />
    </>
  );
};

/** How people of each characteristic say that they were served: in words, then characteristic by characteristic. */
export const CharacteristicsBody: FC<Props> = (props) => {
  const { release, stage, measure, contrasts, everybody, all, window, isRefused, locale, here, addressOf } = props;
  const address = `${here}?measure=${measure}&stage=${stage ?? ALL_STAGES}`;
  const { measure: nameOf } = labelsIn(locale);
  const places = [
    ...stages.map((one) => ({ value: one, text: codeWords.stage[one][locale] })),
    { value: ALL_STAGES, text: words.allStages[locale] },
  ];
  const questions = coreMeasures.map((id) => ({ value: id, text: nameOf(id) }));
  return (
    <>
      <h1 class="govuk-heading-xl">{say.title[locale]}</h1>
      <p class="govuk-body-l">{say.lead[locale]}</p>
      <Designation release={release} quarters={window?.quarters} locale={locale} />
      <h2 class="govuk-heading-m">{say.limitsTitle[locale]}</h2>
      <ul class="govuk-list govuk-list--bullet">
        <li>{say.limitCause[locale]}</li>
        <li>{say.limitChose[locale]}</li>
        <li>{say.limitNation[locale]}</li>
        {stage === null && <li>{say.limitTwice[locale]}</li>}
      </ul>
      <ChoiceForm action={here} locale={locale}>
        {window !== null && <input type="hidden" name="window" value="4q" />}
        <Select
          name="measure"
          label={words.chooseMeasure[locale]}
          chosen={measure}
          groups={[{ label: null, options: questions }]}
        />
        <Select
          name="stage"
          label={words.chooseStage[locale]}
          chosen={stage ?? ALL_STAGES}
          groups={[{ label: null, options: places }]}
        />
      </ChoiceForm>
      <WindowChoice
        release={release}
        window={window}
        isRefused={isRefused}
        addresses={{ quarter: address, year: `${address}&window=4q` }}
        locale={locale}
      />
      <h2 class="govuk-heading-l">{`${nameOf(measure)}: ${stageName(stage, locale)}`}</h2>
      <InWords contrasts={contrasts} locale={locale} />
      {attributes.map((attribute) => (
        <Characteristic
          attribute={attribute}
          contrasts={contrasts.filter((one) => one.attribute === attribute.id)}
          everybody={everybody}
          measure={measure}
          stage={stage}
          locale={locale}
        />
      ))}
      <Downloads addressOf={addressOf} locale={locale} />
      <p class="govuk-body-s">{say.note[locale]}</p>
      <p class="govuk-body-s">{say.keptApart[locale]}</p>
      <AboutFigures release={release} participation={all} locale={locale} />
    </>
  );
};
