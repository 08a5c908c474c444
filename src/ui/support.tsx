import * as v from "valibot";
import type { FC } from "hono/jsx";
import file from "../../surveys/support.json" with { type: "json" };
import type { Locale } from "../kernel/locale.ts";

const localised = v.strictObject({ en: v.pipe(v.string(), v.nonEmpty()), cy: v.pipe(v.string(), v.nonEmpty()) });

const supportSchema = v.strictObject({
  version: v.number(),
  source: v.string(),
  lines: v.array(
    v.strictObject({
      id: v.string(),
      number: v.pipe(v.string(), v.regex(/^[0-9 ]+$/)),
      /** What to press once connected. */
      press: v.optional(v.string()),
      /** Whether it may stand on a page that must not say what it is about. */
      neutral: v.boolean(),
      name: localised,
      what: localised,
    }),
  ),
});

/** Where to find help (surveys/support.json). */
export const supportLines = v.parse(supportSchema, file).lines;

/** Telephone lines that help, with what each is for. */
export const Support: FC<{ readonly locale: Locale; readonly neutralOnly?: boolean }> = ({
  locale,
  neutralOnly = false,
}) => (
  <ul class="govuk-list govuk-list--spaced">
    {supportLines
      .filter(({ neutral }) => neutral || !neutralOnly)
      .map(({ name, number, press, what }) => (
        <li>
          {name[locale]}:{" "}
          <a class="govuk-link app-phone" href={`tel:${number.replaceAll(" ", "")}`}>
            {number}
          </a>
          {press !== undefined && <strong> {press}</strong>}
          <br />
          {what[locale]}
        </li>
      ))}
  </ul>
);
