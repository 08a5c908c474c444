import type { FC } from "hono/jsx";
import { wordsIn } from "../instrument/languages.ts";
import { type Seeking, supportFor, type SupportLine, supportNeeds } from "../instrument/support.ts";
import type { Language } from "../kernel/locale.ts";
import { areas } from "../results/codelist.ts";
import { Button } from "./button.tsx";
import { thanksPhrases as say } from "./phrases-thanks.ts";
import { Select, type SelectProps } from "./select.tsx";

type LinesProps = { readonly locale: Language; readonly lines: readonly SupportLine[] };

/** Services that help, with what each is for. */
const Lines: FC<LinesProps> = ({ locale, lines }) => (
  <ul class="govuk-list govuk-list--spaced">
    {lines.map(({ name, number, press, web, what }) => (
      <li>
        {wordsIn(name, locale)}
        {number !== undefined && (
          <>
            :{" "}
            <a class="govuk-link app-phone" href={`tel:${number.replaceAll(" ", "")}`}>
              {number}
            </a>
          </>
        )}
        {press !== undefined && <strong> {press}</strong>}
        <br />
        {wordsIn(what, locale)}
        {web !== undefined && (
          <>
            <br />
            <a class="govuk-link app-break" href={web} rel="noreferrer">
              {new URL(web).host}
            </a>
          </>
        )}
      </li>
    ))}
  </ul>
);

const EVERYWHERE: Seeking = { area: null, need: null };

/** The services for everybody, beside whatever somebody is doing. */
export const Support: FC<{ readonly locale: Language; readonly neutralOnly?: boolean }> = ({
  locale,
  neutralOnly = false,
}) => <Lines locale={locale} lines={supportFor(EVERYWHERE).general.filter(({ neutral }) => neutral || !neutralOnly)} />;

/**
 * Where somebody looks for help, as an address tells it: `for` is a need's place in the list, for its name in a
 * browser's history would say too much; `in` is a police area.
 */
export function readSeeking(query: { readonly for?: string | undefined; readonly in?: string | undefined }): Seeking {
  const place = /^\d{1,2}$/.test(query.for ?? "") ? Number(query.for) : 0;
  const area = areas.find(({ code }) => code === query.in)?.code ?? null;
  return { area, need: supportNeeds[place - 1]?.id ?? null };
}

/** The same, as the query of an address; empty when nothing was chosen. */
export function seekingQuery({ area, need }: Seeking): string {
  const place = supportNeeds.findIndex(({ id }) => id === need) + 1;
  const query = [...(place > 0 ? [`for=${place}`] : []), ...(area === null ? [] : [`in=${area}`])];
  return query.length > 0 ? `?${query.join("&")}` : "";
}

type AreaSelectProps = Pick<
  SelectProps,
  "id" | "name" | "label" | "labelClasses" | "error" | "errorPrefix" | "chosen"
> & {
  readonly locale: Language;
};

/** A police area to choose, by name. */
export const AreaSelect: FC<AreaSelectProps> = ({ locale, ...props }) => {
  const named = areas
    .map(({ code, name }) => ({ value: code, text: locale === "cy" ? name.cy : name.en }))
    .toSorted((a, b) => a.text.localeCompare(b.text, locale));
  const options = [{ value: "", text: say.anyArea[locale] }, ...named];
  return <Select {...props} groups={[{ label: null, options }]} />;
};

type DirectoryProps = {
  readonly locale: Language;
  readonly seeking: Seeking;
  /** Whose area's help is shown until one is chosen. */
  readonly near?: string | null;
  readonly action: string;
};

/** Help for their area and, where they chose one, their need. The choice is in the address, and so in the history. */
export const SupportDirectory: FC<DirectoryProps> = ({ locale, seeking, near = null, action }) => {
  const { local, forNeed, general } = supportFor({ ...seeking, area: seeking.area ?? near });
  const needs = [
    { value: "", text: say.anyNeed[locale] },
    ...supportNeeds.map(({ name }, index) => ({ value: String(index + 1), text: wordsIn(name, locale) })),
  ];
  return (
    <>
      <form method="get" action={action} autocomplete="off">
        <input type="hidden" name="lang" value={locale} />
        <Select
          id="need"
          name="for"
          label={say.needLabel[locale]}
          chosen={String(supportNeeds.findIndex(({ id }) => id === seeking.need) + 1)}
          groups={[{ label: null, options: needs }]}
        />
        <AreaSelect id="area" name="in" label={say.areaLabel[locale]} locale={locale} chosen={seeking.area} />
        <Button text={say.findHelp[locale]} classes="govuk-button--secondary" />
      </form>
      {local.length > 0 && (
        <>
          <h3 class="govuk-heading-s">{say.localHeading[locale]}</h3>
          <Lines locale={locale} lines={local} />
        </>
      )}
      {forNeed.length > 0 && (
        <>
          <h3 class="govuk-heading-s">{say.needHeading[locale]}</h3>
          <Lines locale={locale} lines={forNeed} />
        </>
      )}
      <h3 class="govuk-heading-s">{say.generalHeading[locale]}</h3>
      <Lines locale={locale} lines={general} />
    </>
  );
};
