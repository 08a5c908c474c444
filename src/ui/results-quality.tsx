import type { FC } from "hono/jsx";
import { stages } from "../domain/dimension.ts";
import type { Locale } from "../kernel/locale.ts";
import { firstDayOfQuarter, plusDays, quarterAfter } from "../kernel/time.ts";
import { expectedAfter } from "../results/expected.ts";
import { answersFor, CHANGE_TEST } from "../results/quality.ts";
import { bandRules, confidence, disclosureRules } from "../statistics/rules.ts";
import { dayWords, quarterWords } from "./home-pages.tsx";
import { Input } from "./input.tsx";
import { InsetText } from "./inset-text.tsx";
import { inLanguage } from "./language-switch.tsx";
import { codeWords, levelWords, resultsPhrases as words } from "./phrases-results.ts";
import { journeysPhrases as journeys } from "./phrases-results-journeys.ts";
import { qualityPhrases as say } from "./phrases-results-quality.ts";
import { fill, phrases } from "./phrases.ts";
import { ChoiceForm, countText, Designation } from "./results-parts.tsx";
import { type QualityProps, Reproduce, Revisions } from "./results-quality-made.tsx";
import { releaseQuarter, surveyName } from "./results-quality-labels.ts";
import {
  Bullets,
  FrameTable,
  LedgerTable,
  MarginsTable,
  ModesTable,
  NonResponseTable,
  Part,
  PrecisionTable,
  RatesTable,
  WeightsTable,
} from "./results-quality-tables.tsx";
import { Select } from "./select.tsx";

const parts = [
  ["purpose", say.purpose],
  ["bands", say.bands],
  ["frame", say.frame],
  ["dates", say.dates],
  ["rates", say.rates],
  ["weighting", say.weighting],
  ["margins", say.margins],
  ["precision", say.precision],
  ["non-response", say.nonResponse],
  ["comparability", say.comparability],
  ["disclosure", say.disclosure],
  ["revisions", say.revisions],
  ["weaknesses", say.weaknesses],
  ["reproduce", say.reproduce],
] as const;

const Contents: FC<{ readonly locale: Locale }> = ({ locale }) => (
  <nav aria-label={say.contents[locale]}>
    <h2 class="govuk-heading-s">{say.contents[locale]}</h2>
    <ul class="govuk-list">
      {parts.map(([id, title]) => (
        <li>
          <a class="govuk-link" href={`#${id}`}>
            {title[locale]}
          </a>
        </li>
      ))}
    </ul>
  </nav>
);

/** What a band means, and what it does not, for somebody who knows no statistics. */
const Bands: FC<{ readonly locale: Locale }> = ({ locale }) => (
  <Part id="bands" title={say.bands[locale]}>
    <Bullets
      items={[
        fill(say.bandBetter[locale], { points: bandRules.practicalPoints }),
        fill(say.bandSame[locale], { points: bandRules.practicalPoints }),
        say.bandExpected[locale],
        say.bandRank[locale],
        fill(say.bandInterval[locale], { level: 100 * confidence }),
        fill(say.bandBase[locale], {
          shown: disclosureRules.basePercentage,
          flagged: disclosureRules.baseUnflagged,
          band: disclosureRules.baseBand,
        }),
      ]}
    />
  </Part>
);

const Who: FC<QualityProps> = ({ release, quality, made, locale }) => {
  const next = expectedAfter(release.period);
  const over = firstDayOfQuarter(quarterAfter(release.period));
  return (
    <>
      <Part id="frame" title={say.frame[locale]}>
        <p class="govuk-body">{say.frameLead[locale]}</p>
        <FrameTable quality={quality} locale={locale} />
      </Part>
      <Part id="dates" title={say.dates[locale]}>
        <p class="govuk-body">
          {fill(say.datesText[locale], {
            from: dayWords(firstDayOfQuarter(release.period), locale),
            until: dayWords(plusDays(over, -1), locale),
            published: release.publishedOn === null ? say.unknown[locale] : dayWords(release.publishedOn, locale),
            next: quarterWords(next.period, locale),
            expected: dayWords(next.from, locale),
          })}
        </p>
        <ModesTable quality={quality} locale={locale} />
        <p class="govuk-body">{fill(say.modesText[locale], { bridged: made.bridged })}</p>
        <p class="govuk-body">
          <a class="govuk-link" href={inLanguage(`/results/${release.id}/modes`, locale)}>
            {journeys.modesTitle[locale]}
          </a>
        </p>
      </Part>
      <Part id="rates" title={say.rates[locale]}>
        <p class="govuk-body">{say.ratesLead[locale]}</p>
        <RatesTable quality={quality} locale={locale} />
        <p class="govuk-body">
          <a class="govuk-link" href={`/v1/releases/${release.id}/quality/areas.csv`}>
            {say.byArea[locale]}
          </a>
        </p>
      </Part>
    </>
  );
};

/** How many answers a change of a size takes: a form without script, answered from the release. */
const Planner: FC<QualityProps> = ({ quality, planned, locale, here }) => {
  const spread = quality.spreads.find(({ stage }) => stage === planned.stage);
  const { points } = planned;
  const answers = spread === undefined || points === null ? null : answersFor(spread, points);
  const rate = quality.outcomes.find(({ stage }) => stage === planned.stage)?.rates["RR1"] ?? null;
  const options = stages.map((stage) => ({ value: stage, text: codeWords.stage[stage][locale] }));
  return (
    <>
      <h3 class="govuk-heading-m" id="planner">
        {say.planner[locale]}
      </h3>
      <ChoiceForm action={`${here}#planner`} locale={locale}>
        <Select name="stage" label={say.stage[locale]} chosen={planned.stage} groups={[{ label: null, options }]} />
        <Input
          name="points"
          type="number"
          label={say.plannerPoints[locale]}
          hint={say.plannerPointsHint[locale]}
          value={planned.typed}
          min="1"
          max="50"
          step="any"
          error={points === null ? words.plannerWrong[locale] : undefined}
          errorPrefix={phrases.error[locale]}
          classes="govuk-input--width-3"
        />
      </ChoiceForm>
      {points !== null && answers !== null && (
        <p class="govuk-body">
          {fill(say.plannerAnswer[locale], { points, answers: countText(answers) })}{" "}
          {rate !== null &&
            rate > 0 &&
            fill(say.plannerAsked[locale], {
              rate: `${rate}%`,
              people: countText(Math.ceil((100 * answers) / rate / 10) * 10),
            })}
        </p>
      )}
    </>
  );
};

const HowSure: FC<QualityProps> = (props) => {
  const { quality, locale } = props;
  return (
    <>
      <Part id="weighting" title={say.weighting[locale]}>
        <p class="govuk-body">{say.weightingLead[locale]}</p>
        <WeightsTable quality={quality} locale={locale} />
      </Part>
      <Part id="margins" title={say.margins[locale]}>
        <p class="govuk-body">{say.marginsLead[locale]}</p>
        <MarginsTable quality={quality} locale={locale} />
      </Part>
      <Part id="precision" title={say.precision[locale]}>
        <p class="govuk-body">
          {fill(say.precisionLead[locale], {
            power: 100 * CHANGE_TEST.power,
            alpha: 100 * CHANGE_TEST.falseDiscoveries,
            before: CHANGE_TEST.quartersBefore,
            base: disclosureRules.baseBand,
          })}
        </p>
        <PrecisionTable quality={quality} locale={locale} />
        <Planner {...props} />
      </Part>
      <Part id="non-response" title={say.nonResponse[locale]}>
        <p class="govuk-body">{say.nonResponseLead[locale]}</p>
        <NonResponseTable quality={quality} locale={locale} />
      </Part>
    </>
  );
};

const Comparability: FC<QualityProps> = ({ made, earlier, locale }) => {
  const changed = earlier?.continuity.filter((one) => one.earlier !== one.later) ?? [];
  return (
    <Part id="comparability" title={say.comparability[locale]}>
      <p class="govuk-body">
        {made.instruments.length > 0
          ? fill(say.versions[locale], { list: made.instruments.map((id) => surveyName(id, locale)).join("; ") })
          : say.versionsNone[locale]}
      </p>
      {earlier === null && <p class="govuk-body">{say.noEarlier[locale]}</p>}
      {earlier !== null && changed.length === 0 && earlier.continuity.length > 0 && (
        <p class="govuk-body">{fill(say.sameVersions[locale], { release: releaseQuarter(earlier.id, locale) })}</p>
      )}
      {changed.length > 0 && (
        <Bullets
          items={changed.map(({ earlier: from, later: to, same, bridged, broken }) =>
            fill(say.continuityText[locale], {
              earlier: surveyName(from, locale),
              later: surveyName(to, locale),
              same: same.length,
              bridged: bridged.length,
              broken: broken.length,
            }),
          )}
        />
      )}
    </Part>
  );
};

const Disclosure: FC<QualityProps> = ({ quality: { disclosure }, made, locale }) => {
  const list = (["area", "offence", "age", "sex"] as const)
    .map((level) => `${levelWords[level][locale]} ${made.notStated[level] ?? say.unknown[locale]}`)
    .join(", ");
  return (
    <Part id="disclosure" title={say.disclosure[locale]}>
      <p class="govuk-body">
        {fill(say.disclosureLead[locale], {
          tables: made.tables,
          figures: countText(disclosure.figures),
          notShown: countText(disclosure.notShown),
          lowBase: countText(disclosure.lowBase),
        })}
      </p>
      <p class="govuk-body">{fill(say.notStatedText[locale], { list })}</p>
      <LedgerTable rho={made.rho} rhoOfPeriod={made.rhoOfPeriod} locale={locale} />
    </Part>
  );
};

/** The quality statement: what the figures are for, who is in them, and how sure one can be. */
export const QualityBody: FC<QualityProps> = (props) => {
  const { release, locale } = props;
  return (
    <>
      <h1 class="govuk-heading-xl">{say.title[locale]}</h1>
      <p class="govuk-body-l">{say.lead[locale]}</p>
      <Designation release={release} locale={locale} />
      <Contents locale={locale} />
      <InsetText text={say.symbols[locale]} />
      <Part id="purpose" title={say.purpose[locale]}>
        <p class="govuk-body">{say.purposeFor[locale]}</p>
        <p class="govuk-body">{say.notFor[locale]}</p>
        <Bullets items={[say.notRanking, say.notPersons, say.notAll, say.notCause].map((text) => text[locale])} />
        <p class="govuk-body">
          <a class="govuk-link" href={inLanguage(`/results/${release.id}/drivers`, locale)}>
            {journeys.driversTitle[locale]}
          </a>
        </p>
      </Part>
      <Bands locale={locale} />
      <Who {...props} />
      <HowSure {...props} />
      <Comparability {...props} />
      <Disclosure {...props} />
      <Revisions {...props} />
      <Part id="weaknesses" title={say.weaknesses[locale]}>
        <Bullets
          items={[say.weakSafety, say.weakNonResponse, say.weakStages, say.weakNoise, say.weakFeeds].map(
            (text) => text[locale],
          )}
        />
      </Part>
      <Reproduce {...props} />
    </>
  );
};
