import type { FC } from "hono/jsx";
import { answersOfRecord, type DiscussionVersion } from "../domain/closure.ts";
import type { CaseReference } from "../domain/ledger.ts";
import type { Question } from "../instrument/definition.ts";
import type { Locale } from "../kernel/locale.ts";
import { type Instant, type LocalDate, londonDate, londonTime } from "../kernel/time.ts";
import { Button } from "./button.tsx";
import { ClosureFaults, ClosureForm, type FilledClosure } from "./closure-form.tsx";
import { closureNotices, type ClosureOutcome } from "./closure-pages.tsx";
import { areaText, consoleLink, ConsolePage, type ConsoleProps, PageLinks } from "./console-layout.tsx";
import { dayWords } from "./home-pages.tsx";
import { InsetText } from "./inset-text.tsx";
import { closurePhrases } from "./phrases-closure.ts";
import { consoleClosurePhrases as say } from "./phrases-console-closures.ts";
import { consolePhrases } from "./phrases-console.ts";
import { fill, phrases } from "./phrases.ts";
import { answerWords } from "./question-field.tsx";
import { SummaryList } from "./summary-list.tsx";
import { Tag } from "./tag.tsx";

const SECTION = "/console/closures";

/** How requests stand, in the order in which they need somebody. */
const standings = ["overdue", "due", "recorded"] as const;
type Standing = (typeof standings)[number];

export type ListedClosure = {
  readonly id: string;
  readonly area: string;
  readonly dueOn: LocalDate;
  readonly officerRef: string | null;
  readonly officerUnit: string | null;
  readonly recordedAt: Instant | null;
  readonly versions: number;
};

const askRows = ({ officerRef, officerUnit }: Pick<ListedClosure, "officerRef" | "officerUnit">, locale: Locale) => [
  { key: consolePhrases.officer[locale], value: officerRef ?? consolePhrases.notTold[locale] },
  { key: consolePhrases.unit[locale], value: officerUnit ?? consolePhrases.notTold[locale] },
];

type ListProps = ConsoleProps & {
  readonly standing: Standing;
  readonly counts: Readonly<Record<Standing, number>>;
  readonly closures: readonly ListedClosure[];
  readonly number: number;
  readonly hasMore: boolean;
};

/** Requests that stand in one way, and the way to the others. */
export const ClosureListPage: FC<ListProps> = ({ standing, counts, closures, number, hasMore, ...page }) => {
  const { locale } = page;
  return (
    <ConsolePage {...page} title={say.closures[locale]} section={SECTION}>
      <h1 class="govuk-heading-l">{say.closures[locale]}</h1>
      <p class="govuk-body">{say.introduction[locale]}</p>
      <nav aria-label={say.which[locale]}>
        <ul class="govuk-list">
          {standings.map((each) => {
            const text = fill(say.counted[locale], { standing: say[each][locale], count: counts[each] });
            return (
              <li>
                {each === standing ? (
                  <strong aria-current="true">{text}</strong>
                ) : (
                  <a class="govuk-link" href={consoleLink(`${SECTION}?standing=${each}`, locale)}>
                    {text}
                  </a>
                )}
              </li>
            );
          })}
        </ul>
      </nav>
      {closures.length === 0 && <InsetText text={say.nothing[locale]} />}
      {closures.map((closure) => {
        const { id, area, dueOn, recordedAt, versions } = closure;
        const when =
          recordedAt === null
            ? fill(say.dueOn[locale], { day: dayWords(dueOn, locale) })
            : fill(say.recordedOn[locale], { day: dayWords(londonDate(recordedAt), locale) });
        return (
          <section class="app-question">
            <h2 class="govuk-heading-s">
              <a class="govuk-link" href={consoleLink(`${SECTION}/${id}`, locale)}>
                {when}
                <span class="govuk-visually-hidden">{`, ${areaText(area, locale)}, ${closure.officerRef ?? ""}`}</span>
              </a>
            </h2>
            <SummaryList
              rows={[
                { key: consolePhrases.area[locale], value: areaText(area, locale) },
                ...askRows(closure, locale),
                ...(versions > 1 ? [{ key: say.corrections[locale], value: versions - 1 }] : []),
              ]}
              classes="govuk-summary-list--no-border govuk-!-margin-bottom-0"
            />
          </section>
        );
      })}
      <PageLinks path={`${SECTION}?standing=${standing}`} {...{ number, hasMore, locale }} />
    </ConsolePage>
  );
};

type Version = DiscussionVersion & { readonly changed: readonly string[] };

/** Who recorded a version, as the force refers to them. */
const writerText = (recordedBy: string, locale: Locale) =>
  recordedBy === "officer" ? say.byLink[locale] : recordedBy.replace(/^staff:/, "");

const timeText = (at: Instant, locale: Locale) => {
  const { date, minutes } = londonTime(at);
  const time = [Math.floor(minutes / 60), minutes % 60].map((part) => String(part).padStart(2, "0")).join(":");
  return fill(say.atTime[locale], { day: dayWords(date, locale), time });
};

type VersionProps = { readonly version: Version; readonly questions: readonly Question[]; readonly locale: Locale };

/** All of the version that holds; of one before it who recorded it and when, and of a correction what it changed. */
const VersionPart: FC<VersionProps & { readonly isNow: boolean }> = ({ version, questions, locale, isNow }) => {
  const answers = answersOfRecord(version);
  const shown = questions.filter(({ id }) => version.changed.includes(id) || (answers[id] ?? []).length > 0);
  return (
    <section class="app-question">
      <h3 class="govuk-heading-s">
        {fill(say.version[locale], { number: version.version })} {isNow && <Tag text={say.now[locale]} />}
      </h3>
      <SummaryList
        rows={[
          {
            key: say.by[locale],
            value: <span class="app-break">{writerText(version.recordedBy, locale)}</span>,
          },
          { key: say.at[locale], value: timeText(version.recordedAt, locale) },
          {
            key: say.heldOn[locale],
            value: version.heldOn === null ? say.notSaid[locale] : dayWords(version.heldOn, locale),
          },
          ...shown.map((question) => ({
            key: (
              <>
                {question.text[locale]}
                {version.changed.includes(question.id) && (
                  <>
                    {" "}
                    <Tag text={say.changed[locale]} classes="govuk-tag--yellow" />
                  </>
                )}
              </>
            ),
            value: answerWords(question, answers[question.id] ?? [], locale) ?? say.notAnswered[locale],
          })),
        ]}
      />
    </section>
  );
};

type ClosureDetailProps = ConsoleProps & {
  readonly closure: Pick<ListedClosure, "id" | "area" | "dueOn" | "officerRef" | "officerUnit"> & {
    readonly state: "open" | "recorded";
    readonly reference: CaseReference | "not-theirs" | null;
    readonly versions: readonly Version[] | "not-theirs";
    readonly mayRecord: boolean;
  };
  readonly questions: readonly Question[];
  /** What became of the form that was just posted. */
  readonly outcome: ClosureOutcome | null;
};

/** One request: what there is to do about it, or what was recorded, with its history. */
export const ClosureDetailPage: FC<ClosureDetailProps> = ({ closure, questions, outcome, ...page }) => {
  const { locale } = page;
  const { id, area, dueOn, reference, state, versions, mayRecord } = closure;
  const named = (field: "case" | "victim") =>
    reference === "not-theirs"
      ? consolePhrases.referenceElsewhere[locale]
      : (reference?.[field] ?? consolePhrases.referenceUnknown[locale]);
  const form = consoleLink(`${SECTION}/${id}/${state === "open" ? "record" : "correct"}`, locale);
  return (
    <ConsolePage {...page} title={say.closures[locale]} section={SECTION}>
      {outcome !== null && (
        <div role="status">
          <InsetText
            text={
              <>
                <strong>{closureNotices[outcome].heading[locale]}</strong>
                <br />
                {closureNotices[outcome].text[locale]}
              </>
            }
          />
        </div>
      )}
      <h1 class="govuk-heading-l">{fill(say.dueOn[locale], { day: dayWords(dueOn, locale) })}</h1>
      <SummaryList
        rows={[
          { key: consolePhrases.area[locale], value: areaText(area, locale) },
          ...askRows(closure, locale),
          { key: consolePhrases.caseReference[locale], value: <span class="app-break">{named("case")}</span> },
          { key: consolePhrases.victimReference[locale], value: <span class="app-break">{named("victim")}</span> },
        ]}
      />
      {mayRecord && <Button text={(state === "open" ? say.record : say.correct)[locale]} href={form} />}
      {versions === "not-theirs" && state === "recorded" && <InsetText text={say.historyElsewhere[locale]} />}
      {versions !== "not-theirs" && versions.length > 0 && (
        <>
          <h2 class="govuk-heading-m">{say.history[locale]}</h2>
          {versions.toReversed().map((version, index) => (
            <VersionPart version={version} questions={questions} locale={locale} isNow={index === 0} />
          ))}
        </>
      )}
    </ConsolePage>
  );
};

type FormProps = ConsoleProps & FilledClosure & { readonly corrects?: number | undefined };

/** The officer's form at the console; of a correction it shows what holds, to whoever may see it. */
export const ConsoleClosureForm: FC<FormProps> = ({ locale, query, member, corrects, ...filled }) => {
  const heading = (corrects === undefined ? closurePhrases.heading : closurePhrases.correctHeading)[locale];
  const isWrong = Object.keys(filled.faults).length > 0;
  const title = isWrong ? `${phrases.error[locale]}: ${heading}` : heading;
  const words =
    corrects === undefined
      ? [closurePhrases.introduction, closurePhrases.split]
      : [closurePhrases.correctAll, closurePhrases.correctApart, closurePhrases.correctHistory];
  return (
    <ConsolePage {...{ locale, query, member, title }} section={SECTION}>
      <ClosureFaults {...filled} locale={locale} />
      <h1 class="govuk-heading-l">{heading}</h1>
      {words.map((each) => (
        <p class="govuk-body">{each[locale]}</p>
      ))}
      <ClosureForm {...filled} locale={locale} corrects={corrects} />
    </ConsolePage>
  );
};
