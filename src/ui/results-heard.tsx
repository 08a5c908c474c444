import type { FC } from "hono/jsx";
import type { Stage } from "../domain/dimension.ts";
import type { Locale } from "../kernel/locale.ts";
import type { Area } from "../results/codelist.ts";
import type { LessHeard } from "../results/heard.ts";
import type { Participation } from "../results/rates.ts";
import { codeWords, levelWords, resultsPhrases as words } from "./phrases-results.ts";
import { trendsPhrases as say } from "./phrases-results-trends.ts";
import { fill } from "./phrases.ts";
import { codeName } from "./results-labels.ts";
import { codedText, countText, FigureTable, numeric } from "./results-parts.tsx";

type Props = {
  readonly area: Area;
  readonly participation: readonly { readonly stage: Stage; readonly participation: Participation | null }[];
  /** Of the nation. */
  readonly less: readonly LessHeard[];
  readonly locale: Locale;
};

function stageText(stage: Stage, took: Participation | null, locale: Locale): string {
  const name = codeWords.stage[stage][locale];
  if (took === null) return fill(say.heardNone[locale], { stage: name });
  const { eligible, unsafe, unreachable, delivered, opened } = took.counts;
  const { rr1 } = took.rates;
  return fill(say.heardStage[locale], {
    stage: name,
    eligible: countText(eligible),
    unsafe: countText(unsafe),
    unreachable: countText(unreachable),
    unopened: countText(Math.max(0, delivered - opened)),
    rate: rr1 === null ? words.notAvailable[locale] : `${rr1}%`,
  });
}

/** Groups of the nation that answered less than they were invited. */
const LessHeardTable: FC<Pick<Props, "less" | "locale">> = ({ less, locale }) => (
  <FigureTable
    caption={say.heardNation[locale]}
    head={[
      { text: levelWords.stage[locale] },
      { text: say.heardGroup[locale] },
      numeric(say.heardInvited[locale]),
      numeric(say.heardAnswered[locale]),
    ]}
    rows={less.map(({ stage, attribute, code, invited, answered, coding }) => [
      { text: codeWords.stage[stage][locale] },
      { text: `${levelWords[attribute][locale]}: ${codeName(attribute, code)[locale]}` },
      numeric(`${invited}%`),
      numeric(codedText(`${answered}%`, coding, locale)),
    ])}
    figures={[]}
    locale={locale}
  />
);

/** Who should have been asked and was not, or did not answer: in words, stage by stage; and which groups, in the nation. */
export const NotHeard: FC<Props> = ({ area, participation, less, locale }) => (
  <>
    <h2 class="govuk-heading-l">{fill(say.heardTitle[locale], { area: area.name[locale] })}</h2>
    <ul class="govuk-list govuk-list--bullet">
      {participation.map(({ stage, participation: took }) => (
        <li>{stageText(stage, took, locale)}</li>
      ))}
    </ul>
    <h3 class="govuk-heading-m">{say.heardNation[locale]}</h3>
    <p class="govuk-body">{(less.length > 0 ? say.heardNationLead : say.heardNationNone)[locale]}</p>
    {less.length > 0 && <LessHeardTable less={less} locale={locale} />}
  </>
);
