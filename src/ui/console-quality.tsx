import type { FC } from "hono/jsx";
import type { RejectionReason } from "../domain/feed-quality.ts";
import type { Locale } from "../kernel/locale.ts";
import { londonDate, parseInstant } from "../kernel/time.ts";
import type { ListedSender } from "./console-lists.tsx";
import { consoleLink, ConsolePage, type ConsoleProps } from "./console-layout.tsx";
import { dayWords } from "./home-pages.tsx";
import { InsetText } from "./inset-text.tsx";
import { consolePhrases as say, coverageWords, fileWords, refusalWords } from "./phrases-console.ts";
import { fill } from "./phrases.ts";
import { SummaryList, type SummaryRow } from "./summary-list.tsx";

type Share = { readonly numerator: number; readonly denominator: number };

/** Of a sender's report, what a coordinator acts on. The rest is in the API. */
export type ShownQuality = {
  readonly records: { readonly received: number } & {
    readonly [K in "accepted" | "duplicate" | "parked" | "rejected"]: Share;
  };
  readonly rejections: readonly (Share & { readonly reason: RejectionReason })[];
  readonly missing: readonly (Share & { readonly field: string })[];
  readonly coverage: readonly (Share & { readonly id: string })[];
};

/** A file that was taken in. */
export type ShownFile = {
  readonly state: "open" | "finished" | "failed";
  readonly dryRun: boolean;
  readonly startedAt: string;
  readonly rowsDone: number;
  readonly accepted: number;
  readonly duplicate: number;
  readonly parked: number;
  readonly rejected: number;
};

/** Systems of whose data there is a report. */
export const QualityListPage: FC<ConsoleProps & { readonly senders: readonly ListedSender[] }> = ({
  senders,
  ...page
}) => {
  const { locale } = page;
  return (
    <ConsolePage {...page} title={say.quality[locale]} section="/console/quality">
      <h1 class="govuk-heading-l">{say.quality[locale]}</h1>
      <p class="govuk-body">{say.qualityIntroduction[locale]}</p>
      {senders.length === 0 && <InsetText text={say.noSenders[locale]} />}
      <ul class="govuk-list govuk-list--spaced">
        {senders.map(({ id, name }) => (
          <li class="app-break">
            <a class="govuk-link" href={consoleLink(`/console/quality/${id}`, locale)}>
              {name}
            </a>
          </li>
        ))}
      </ul>
    </ConsolePage>
  );
};

const shareText = ({ numerator, denominator }: Share, locale: Locale) =>
  fill(say.ofRecords[locale], { n: numerator, all: denominator });

type QualityProps = ConsoleProps & {
  readonly sender: ListedSender;
  readonly report: ShownQuality;
  readonly files: readonly ShownFile[];
};

/** What one system has sent: counts of records, and nothing of anybody in them. */
export const QualityPage: FC<QualityProps> = ({ sender, report, files, ...page }) => {
  const { locale } = page;
  const { records, rejections, missing, coverage } = report;
  const parts = (["accepted", "duplicate", "parked", "rejected"] as const).map((part) => ({
    key: say[part][locale],
    value: shareText(records[part], locale),
  }));
  const refused = rejections.filter(({ numerator }) => numerator > 0);
  return (
    <ConsolePage {...page} title={say.quality[locale]} section="/console/quality">
      <h1 class="govuk-heading-l app-break">{sender.name}</h1>
      <h2 class="govuk-heading-m">{say.records[locale]}</h2>
      <SummaryList rows={[{ key: say.received[locale], value: String(records.received) }, ...parts]} />
      <Part
        heading={say.whyRefused[locale]}
        rows={refused.map((each) => ({
          key: refusalWords[each.reason][locale],
          value: shareText(each, locale),
        }))}
      />
      <Part
        heading={say.missingFields[locale]}
        rows={missing.map((each) => ({
          key: <code class="app-break">{each.field}</code>,
          value: shareText(each, locale),
        }))}
      />
      <Part
        heading={say.coverage[locale]}
        rows={coverage
          .filter(({ denominator }) => denominator > 0)
          .map((each) => ({
            key: coverageWords[each.id]?.[locale] ?? each.id,
            value: shareText(each, locale),
          }))}
      />
      <h2 class="govuk-heading-m">{say.files[locale]}</h2>
      {files.length === 0 && <p class="govuk-body">{say.noFiles[locale]}</p>}
      {files.map((file) => (
        <section class="app-question">
          <h3 class="govuk-heading-s">{fileHeading(file, locale)}</h3>
          <SummaryList rows={fileRows(file, locale)} classes="govuk-summary-list--no-border" />
        </section>
      ))}
    </ConsolePage>
  );
};

const Part: FC<{ readonly heading: string; readonly rows: readonly SummaryRow[] }> = ({ heading, rows }) =>
  rows.length === 0 ? (
    <></>
  ) : (
    <>
      <h2 class="govuk-heading-m">{heading}</h2>
      <SummaryList rows={rows} />
    </>
  );

function fileHeading({ startedAt, state, dryRun }: ShownFile, locale: Locale): string {
  const at = parseInstant(startedAt);
  const day = at === null ? startedAt : dayWords(londonDate(at), locale);
  const told = dryRun ? `${fileWords[state][locale]}, ${say.dryRun[locale]}` : fileWords[state][locale];
  return fill(say.fileOf[locale], { day, state: told });
}

const fileRows = (file: ShownFile, locale: Locale): readonly SummaryRow[] => [
  { key: say.received[locale], value: String(file.rowsDone) },
  ...(["accepted", "duplicate", "parked", "rejected"] as const).map((part) => ({
    key: say[part][locale],
    value: String(file[part]),
  })),
];
