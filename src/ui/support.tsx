import type { FC } from "hono/jsx";
import { wordsIn } from "../instrument/languages.ts";
import { type Seeking, supportFor, type SupportLine, supportNeeds } from "../instrument/support.ts";
import type { Language } from "../kernel/locale.ts";
import { areas } from "../results/codelist.ts";
import { Button } from "./button.tsx";
import { Label } from "./label.tsx";
import { thanksPhrases as say } from "./phrases-thanks.ts";

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

/** A police area to choose, by name. */
export const AreaSelect: FC<{
  readonly id: string;
  readonly name: string;
  readonly locale: Language;
  readonly chosen: string | null;
  readonly described?: string | undefined;
  readonly isFaulty?: boolean;
}> = ({ id, name, locale, chosen, described, isFaulty = false }) => (
  <select
    class={isFaulty ? "govuk-select govuk-select--error" : "govuk-select"}
    id={id}
    name={name}
    aria-describedby={described}
  >
    <option value="">{say.anyArea[locale]}</option>
    {areas
      .map(({ code, name: words }) => ({ code, text: locale === "cy" ? words.cy : words.en }))
      .toSorted((a, b) => a.text.localeCompare(b.text, locale))
      .map(({ code, text }) => (
        <option value={code} selected={code === chosen}>
          {text}
        </option>
      ))}
  </select>
);

type DirectoryProps = { readonly locale: Language; readonly seeking: Seeking; readonly action: string };

/** Help for their area and, where they chose one, their need. The choice is in the address and nowhere else. */
export const SupportDirectory: FC<DirectoryProps> = ({ locale, seeking, action }) => {
  const { local, forNeed, general } = supportFor(seeking);
  return (
    <>
      <form method="get" action={action}>
        <input type="hidden" name="lang" value={locale} />
        <div class="govuk-form-group">
          <Label text={say.needLabel[locale]} for="need" />
          <select class="govuk-select" id="need" name="for">
            <option value="">{say.anyNeed[locale]}</option>
            {supportNeeds.map(({ id, name }, index) => (
              <option value={String(index + 1)} selected={id === seeking.need}>
                {wordsIn(name, locale)}
              </option>
            ))}
          </select>
        </div>
        <div class="govuk-form-group">
          <Label text={say.areaLabel[locale]} for="area" />
          <AreaSelect id="area" name="in" locale={locale} chosen={seeking.area} />
        </div>
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
