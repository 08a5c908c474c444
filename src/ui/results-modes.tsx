import type { FC } from "hono/jsx";
import { type Mode, modes, stages } from "../domain/dimension.ts";
import type { Locale } from "../kernel/locale.ts";
import type { ByMode } from "../results/modes.ts";
import type { Participation } from "../results/rates.ts";
import type { ReleaseHead, Row } from "../results/table.ts";
import { journeysPhrases as say } from "./phrases-results-journeys.ts";
import { codeWords } from "./phrases-results.ts";
import { fill } from "./phrases.ts";
import { labelsIn } from "./results-labels.ts";
import {
  AboutFigures,
  Designation,
  Downloads,
  figureText,
  FigureTable,
  intervalText,
  numeric,
} from "./results-parts.tsx";
import { pointsText } from "./results-same-people.tsx";

type Props = {
  readonly release: ReleaseHead;
  readonly figures: readonly ByMode[];
  readonly all: Participation | null;
  readonly locale: Locale;
  readonly addressOf: (extension: string) => string;
};

/** Answers by text to a question that no study has tied to the web's: the core is asked at every stage, so nothing else. */
const isUntied = (mode: Mode, { symbol }: Pick<Row, "symbol">) => mode === "sms" && symbol === "z";

/** The fixed core by how people answered, stage by stage, and what a difference does and does not mean. */
export const ModesBody: FC<Props> = ({ release, figures, all, locale, addressOf }) => {
  const { measure } = labelsIn(locale);
  return (
    <>
      <h1 class="govuk-heading-xl">{say.modesTitle[locale]}</h1>
      <p class="govuk-body-l">{say.modesLead[locale]}</p>
      <Designation release={release} locale={locale} />
      <h2 class="govuk-heading-m">{say.modesRuleTitle[locale]}</h2>
      <ul class="govuk-list govuk-list--bullet">
        <li>{say.modesPeople[locale]}</li>
        <li>{say.modesVoice[locale]}</li>
        <li>{say.modesTexts[locale]}</li>
      </ul>
      {stages.map((stage) => {
        const here = figures.filter((one) => one.stage === stage);
        return (
          <>
            <h2 class="govuk-heading-l">{codeWords.stage[stage][locale]}</h2>
            <FigureTable
              caption={fill(say.modesCaption[locale], { stage: codeWords.stage[stage][locale] })}
              head={[
                { text: say.question[locale] },
                ...modes.map((mode) => numeric(say[mode][locale])),
                { text: say.telephoneLess[locale] },
              ]}
              rows={here.map((one) => [
                { text: measure(one.measure) },
                ...modes.map((mode) => {
                  const row = one.rows[mode];
                  if (isUntied(mode, row)) return numeric(say.untied[locale]);
                  const limits = row.lower === null ? "" : ` (${intervalText(row, locale)})`;
                  return numeric(`${figureText(row, locale)}${limits}`);
                }),
                { text: pointsText(one.telephone, one.rows.telephone, locale) },
              ])}
              figures={here.flatMap(({ rows }) =>
                modes.filter((mode) => !isUntied(mode, rows[mode])).map((mode) => rows[mode]),
              )}
              locale={locale}
            />
          </>
        );
      })}
      <Downloads addressOf={addressOf} locale={locale} />
      <AboutFigures release={release} participation={all} locale={locale} />
    </>
  );
};
