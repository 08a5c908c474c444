import type { Child, FC, PropsWithChildren } from "hono/jsx";
import { type AttackFigure, attackFigures, privacyFacts, privacyLedger } from "../domain/privacy-facts.ts";
import type { Locale, Localised } from "../kernel/locale.ts";
import { inLanguage } from "./language-switch.tsx";
import { PublicPage } from "./layout.tsx";
import { keyRows, retentionRows } from "./phrases-privacy-rows.ts";
import { privacyStatement } from "./phrases-privacy.ts";
import { technicalPhrases as say } from "./phrases-privacy-technical.ts";
import { fill } from "./phrases.ts";
import { familyName } from "./results-quality-labels.ts";
import { ScrollBox } from "./scroll-box.tsx";
import { type Cell, Table } from "./table.tsx";

// What a data-protection officer reads of the service: its own figures, from domain/privacy-facts.ts.

type Props = { readonly locale: Locale };

/** A sentence with the engine's figures in it. */
const told = (text: Localised, locale: Locale, more: Readonly<Record<string, number>> = {}) =>
  fill(text[locale], { ...privacyFacts, ...more });

/** From the page for victims to this one, in the two languages that it has. */
export const TechnicalLink: FC<Props> = ({ locale }) => (
  <p class="govuk-body">
    <a class="govuk-link" href={inLanguage("/privacy/technical", locale)} lang={locale}>
      {say.link[locale]}
    </a>
  </p>
);

const Part: FC<PropsWithChildren<{ readonly title: string }>> = ({ title, children }) => (
  <section class="govuk-!-margin-bottom-8">
    <h2 class="govuk-heading-l">{title}</h2>
    {children}
  </section>
);

const Words: FC<{ readonly text: Localised; readonly locale: Locale }> = ({ text, locale }) => (
  <p class="govuk-body">{told(text, locale)}</p>
);

type RowsProps = {
  readonly caption: string;
  readonly head: readonly Cell[];
  readonly rows: readonly (readonly Cell[])[];
};

const Rows: FC<RowsProps> = ({ caption, head, rows }) => (
  <ScrollBox label={caption}>
    <Table
      caption={caption}
      captionClasses="govuk-visually-hidden"
      head={head}
      rows={rows}
      firstCellIsHeader
      classes="govuk-table--small-text-until-tablet"
    />
  </ScrollBox>
);

const text = (words: Child): Cell => ({ text: words });
const figure = (words: Child): Cell => ({ text: words, format: "numeric" });

const Kept: FC<Props> = ({ locale }) => (
  <>
    <Part title={say.retention[locale]}>
      <Rows
        caption={say.retention[locale]}
        head={[text(say.what[locale]), text(say.until[locale])]}
        rows={retentionRows.map(({ what, until }) => [text(told(what, locale)), text(told(until, locale))])}
      />
    </Part>
    <Part title={say.keys[locale]}>
      <Words text={say.keysText} locale={locale} />
      <Rows
        caption={say.keys[locale]}
        head={[text(say.key[locale]), text(say.seals[locale]), text(say.ends[locale])]}
        rows={Object.entries(keyRows).map(([kind, { seals, ends }]) => [
          text(<span lang="en">{kind}</span>),
          text(told(seals, locale)),
          text(told(ends, locale)),
        ])}
      />
    </Part>
  </>
);

const settings = [
  [say.tables, privacyFacts.tables],
  [say.noise, `${privacyFacts.noiseVariance}; ±${privacyFacts.noiseMost}`],
  [say.associations, privacyFacts.associationVariance],
  [say.basePercentage, privacyFacts.basePercentage],
  [say.baseShown, privacyFacts.baseShown],
  [say.baseBand, privacyFacts.baseBand],
  [say.baseJourney, privacyFacts.baseJourney],
  [say.rounding, `${privacyFacts.roundBaseTo}; ${privacyFacts.roundFrameTo}`],
  [say.extremes, privacyFacts.extremeBelow],
  [say.cap, privacyFacts.weightCap],
] as const;

const Published: FC<Props> = ({ locale }) => (
  <>
    <Part title={say.disclosure[locale]}>
      <Words text={say.disclosureText} locale={locale} />
      <Rows
        caption={say.disclosure[locale]}
        head={[text(say.setting[locale]), figure(say.value[locale])]}
        rows={settings.map(([name, value]) => [text(name[locale]), figure(value)])}
      />
    </Part>
    <Part title={say.ledger[locale]}>
      <Words text={say.ledgerText} locale={locale} />
      <Rows
        caption={say.ledger[locale]}
        head={[text(say.family[locale]), figure(say.rho[locale])]}
        rows={Object.entries(privacyLedger).map(([family, rho]) => [
          text(familyName(family, locale)),
          figure(Math.round(100 * rho) / 100),
        ])}
      />
    </Part>
  </>
);

/** What is shown besides all that failed: differencing, all others known, reconstruction, claims, linkage, exactly once. */
const MAIN = [
  "A1",
  "A2",
  "A2 numbers",
  "A2 whole",
  "A3a",
  "A3d",
  "A3e",
  "A4a",
  "A7 corrected",
  "A9",
  "L1a",
  "L1b",
  "L2a",
  "L2b",
  "L2c",
  "L2d",
  "L2g",
  "L3b",
  "L5a",
  "X1",
];

/** The largest nation that was attacked. */
const largest = String(Math.max(...attackFigures.map(({ size }) => Number(size)).filter(Number.isInteger)));

/** All that failed; of the rest the main ones, on the largest nation. */
const shownAttacks = attackFigures.filter(
  ({ id, size, isPassed, isTried }) =>
    !isPassed || (isTried && MAIN.includes(id) && (size === "any" || size === largest)),
);

const attackRow = (
  { id, size, attack, success, chance, threshold, isPassed, isTold }: AttackFigure,
  locale: Locale,
) => [
  text(
    <span lang="en">
      {id}: {attack}
    </span>,
  ),
  figure(<span lang="en">{size}</span>),
  figure(success),
  figure(chance),
  text(<span lang="en">{threshold}</span>),
  text(isPassed ? (isTold ? say.told : say.yes)[locale] : <strong>{say.no[locale]}</strong>),
];

const Attacks: FC<Props> = ({ locale }) => (
  <Part title={say.attacks[locale]}>
    <Words text={say.worst} locale={locale} />
    {attackFigures.length === 0 ? (
      <Words text={say.notMeasured} locale={locale} />
    ) : (
      <>
        <p class="govuk-body">
          {told(say.measured, locale, {
            passed: attackFigures.filter(({ isPassed }) => isPassed).length,
            all: attackFigures.length,
          })}{" "}
          {locale === "cy" && say.inEnglish.cy}
        </p>
        <Rows
          caption={say.attacks[locale]}
          head={[
            text(say.attack[locale]),
            figure(say.people[locale]),
            figure(say.success[locale]),
            figure(say.chance[locale]),
            text(say.threshold[locale]),
            text(say.isKept[locale]),
          ]}
          rows={shownAttacks.map((row) => attackRow(row, locale))}
        />
      </>
    )}
  </Part>
);

const remains = [
  say.remainsHistory,
  say.remainsKeys,
  say.remainsJourneys,
  say.remainsHidden,
  say.remainsText,
  say.remainsWords,
  say.remainsCode,
  say.remainsCases,
] as const;

/** Keys, retention, disclosure control, what attacks achieve and what is not protected. */
export const PrivacyTechnicalPage: FC<Props> = ({ locale }) => (
  <PublicPage locale={locale} title={say.heading[locale]} address="/privacy/technical">
    <h1 class="govuk-heading-xl">{say.heading[locale]}</h1>
    <p class="govuk-body-l">{say.lead[locale]}</p>
    <p class="govuk-body">{say.documents[locale]}</p>
    <p class="govuk-body">
      <a class="govuk-link" href={inLanguage("/privacy", locale)}>
        {say.toVictims[locale]}: {privacyStatement.heading[locale]}
      </a>
    </p>
    <Part title={say.status[locale]}>
      <Words text={say.statusText} locale={locale} />
    </Part>
    <Part title={say.path[locale]}>
      <ul class="govuk-list govuk-list--bullet">
        {[say.pathGeneral, say.pathPool, say.pathFlag].map((item) => (
          <li>{told(item, locale)}</li>
        ))}
      </ul>
    </Part>
    <Kept locale={locale} />
    <Published locale={locale} />
    <Attacks locale={locale} />
    <Part title={say.remains[locale]}>
      <ul class="govuk-list govuk-list--bullet">
        {remains.map((item) => (
          <li>{told(item, locale)}</li>
        ))}
      </ul>
    </Part>
  </PublicPage>
);
