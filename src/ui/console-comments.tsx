import type { Child, FC } from "hono/jsx";
import { NOT_STATED } from "../domain/dimension.ts";
import { type HeldComment, themes, withholdingReasons } from "../domain/moderation.ts";
import type { Locale } from "../kernel/locale.ts";
import { Button } from "./button.tsx";
import { Checkboxes } from "./checkboxes.tsx";
import { areaText, consoleLink, ConsolePage, type ConsoleProps, stageText } from "./console-layout.tsx";
import { ErrorSummary } from "./error-summary.tsx";
import { InsetText } from "./inset-text.tsx";
import { commentPhrases as say, withholdingWords } from "./phrases-comments.ts";
import { fill, phrases } from "./phrases.ts";
import { Radios } from "./radios.tsx";
import { SummaryList } from "./summary-list.tsx";
import { Textarea } from "./textarea.tsx";

const SECTION = "/console/comments";

/** For those who read, and about those who wrote. */
const Care: FC<{ readonly locale: Locale }> = ({ locale }) => (
  <>
    <p class="govuk-body">{say.nobody[locale]}</p>
    <p class="govuk-body">{say.wellbeing[locale]}</p>
  </>
);

/** What is told of where it was written; at a quarter's end some tell no stage, and some no area. */
const whereText = ({ area, stage }: Pick<HeldComment, "area" | "stage">, locale: Locale) => {
  const stageWords = stage === NOT_STATED ? say.noStage[locale] : stageText(stage, locale);
  const areaWords = area === NOT_STATED ? say.noArea[locale] : areaText(area, locale);
  return `${stageWords}, ${areaWords}`;
};

const whereRows = ({ period, area, stage, recordedBy }: Omit<HeldComment, "seen" | "text">, locale: Locale) => [
  { key: say.period[locale], value: period },
  { key: say.where[locale], value: whereText({ area, stage }, locale) },
  ...(recordedBy === "officer" ? [{ key: say.source[locale], value: say.byOfficer[locale] }] : []),
];

type ListProps = ConsoleProps & {
  readonly comments: readonly Omit<HeldComment, "seen">[];
  readonly waiting: number;
  readonly language: "en" | "cy" | null;
  readonly next: string | null;
  readonly isDone: boolean;
};

/** Comments that wait, a page in the order of chance. */
export const CommentsPage: FC<ListProps> = ({ comments, waiting, language, next, isDone, ...page }) => {
  const { locale } = page;
  const languages = [
    { value: null, text: say.all },
    { value: "en", text: say.english },
    { value: "cy", text: say.welsh },
  ] as const;
  const at = (value: "en" | "cy" | null, after: string | null) => {
    const asked = new URLSearchParams({ ...(value && { language: value }), ...(after !== null && { after }) });
    return consoleLink(asked.size === 0 ? SECTION : `${SECTION}?${asked.toString()}`, locale);
  };
  return (
    <ConsolePage {...page} title={say.heading[locale]} section={SECTION}>
      {isDone && <InsetText text={say.done[locale]} />}
      <h1 class="govuk-heading-l">{say.heading[locale]}</h1>
      <p class="govuk-body">{say.introduction[locale]}</p>
      <Care locale={locale} />
      <p class="govuk-body">{say.together[locale]}</p>
      <p class="govuk-body">{fill(say.waiting[locale], { count: waiting })}</p>
      <ul class="govuk-list">
        {languages.map(({ value, text }) => (
          <li>
            <a class="govuk-link" href={at(value, null)} aria-current={value === language ? "true" : undefined}>
              {text[locale]}
            </a>
          </li>
        ))}
      </ul>
      {comments.length === 0 && <InsetText text={say.nothing[locale]} />}
      {comments.map((comment, index) => (
        <section class="app-question" aria-labelledby={`comment-${index + 1}`}>
          <h2 class="govuk-heading-s" id={`comment-${index + 1}`}>
            <a class="govuk-link" href={consoleLink(`${SECTION}/${comment.id}`, locale)}>
              {say.read[locale]}
              <span class="govuk-visually-hidden">{`: ${index + 1}`}</span>
            </a>
          </h2>
          <InsetText text={comment.text} />
          <SummaryList
            rows={whereRows(comment, locale)}
            classes="govuk-summary-list--no-border govuk-!-margin-bottom-0"
          />
        </section>
      ))}
      {next !== null && (
        <p class="govuk-body">
          <a class="govuk-link" href={at(language, next)}>
            {say.more[locale]}
          </a>
        </p>
      )}
    </ConsolePage>
  );
};

/** A text with what may be names marked. */
function markedText(text: string, suggestions: readonly string[]): Child {
  const parts: Child[] = [];
  let at = 0;
  while (at < text.length) {
    const found = suggestions
      .map((words) => ({ words, from: text.indexOf(words, at) }))
      .filter(({ from }) => from >= 0)
      .toSorted((a, b) => a.from - b.from || b.words.length - a.words.length)[0];
    if (found === undefined) break;
    parts.push(text.slice(at, found.from), <mark>{found.words}</mark>);
    at = found.from + found.words.length;
  }
  return [...parts, text.slice(at)];
}

type CommentProps = ConsoleProps & {
  readonly comment: HeldComment & { readonly suggestions: readonly string[] };
  /**
   * What is to be said first: no verdict was chosen; somebody else was first; words are not in the text; or, no fault,
   * that words were taken out and nothing was released.
   */
  readonly fault: "verdict" | "changed" | "absent" | "masked" | "themes" | null;
  /** Themes that were ticked. */
  readonly chosen: readonly string[];
  /** Suggestions that were ticked, what was typed, and what of both is not in the text. */
  readonly ticked?: readonly string[];
  readonly typed?: string;
  readonly absent?: readonly string[];
};

/** What is wrong, and where on the page. */
function errorsOf({ fault, absent = [], locale }: Pick<CommentProps, "fault" | "absent" | "locale">) {
  if (fault === "verdict") return [{ text: say.chooseVerdict[locale], href: "#verdict" }];
  if (fault === "themes") return [{ text: say.tooManyThemes[locale], href: "#theme" }];
  if (fault === "changed") return [{ text: say.changed[locale], href: "#text" }];
  if (fault === "absent") return [{ text: fill(say.absent[locale], { words: absent.join(", ") }), href: "#words" }];
  return [];
}

/** One comment: what may be names, themes, and what happens to it. Works without script. */
export const CommentPage: FC<CommentProps> = (props) => {
  const { comment, fault, chosen, ticked = [], typed, absent, ...page } = props;
  const { locale } = page;
  const { id, text, seen, suggestions } = comment;
  const errors = errorsOf(props);
  const isFault = errors.length > 0;
  const title = say.one[locale];
  return (
    <ConsolePage {...page} title={isFault ? `${phrases.error[locale]}: ${title}` : title} section={SECTION}>
      {isFault && <ErrorSummary title={phrases.problem[locale]} errors={errors} />}
      <h1 class="govuk-heading-l">{title}</h1>
      {fault === "masked" && (
        <p class="govuk-body" role="status">
          {say.masked[locale]}
        </p>
      )}
      <SummaryList rows={whereRows(comment, locale)} />
      <h2 class="govuk-heading-s" id="text">
        {say.text[locale]}
      </h2>
      <InsetText text={markedText(text, suggestions)} />
      <form method="post" action={consoleLink(`${SECTION}/${id}`, locale)} novalidate autocomplete="off">
        <input type="hidden" name="seen" value={seen} />
        {suggestions.length > 0 && (
          <Checkboxes
            name="mask"
            legend={{ text: say.suggestions[locale], classes: "govuk-fieldset__legend--s" }}
            hint={say.suggestionsHint[locale]}
            choices={suggestions.map((words) => ({ value: words, text: words }))}
            chosen={ticked}
            classes="govuk-checkboxes--small"
          />
        )}
        <Textarea
          name="words"
          label={say.words[locale]}
          labelClasses="govuk-label--s"
          hint={say.wordsHint[locale]}
          value={typed}
          error={fault === "absent" ? errors[0]?.text : undefined}
          errorPrefix={`${phrases.error[locale]}:`}
          rows={2}
          spellcheck={false}
          autocomplete="off"
        />
        <Button text={say.look[locale]} name="act" value="look" classes="govuk-button--secondary" />
        <Checkboxes
          name="theme"
          legend={{ text: say.themes[locale], classes: "govuk-fieldset__legend--s" }}
          choices={themes.map((theme) => ({ value: theme.code, text: theme[locale] }))}
          chosen={chosen}
          hint={say.themesAtMost[locale]}
          error={fault === "themes" ? say.tooManyThemes[locale] : undefined}
          errorPrefix={phrases.error[locale]}
          classes="govuk-checkboxes--small"
        />
        <Radios
          name="verdict"
          legend={{ text: say.verdict[locale], classes: "govuk-fieldset__legend--s" }}
          hint={say.final[locale]}
          choices={[
            { value: "release", text: say.release[locale] },
            ...withholdingReasons.map((value) => ({ value, text: withholdingWords[value][locale] })),
          ]}
          chosen={[]}
          error={fault === "verdict" ? say.chooseVerdict[locale] : undefined}
          errorPrefix={phrases.error[locale]}
        />
        <Button text={say.decide[locale]} name="act" value="decide" />
      </form>
    </ConsolePage>
  );
};
