/** @jsxImportSource hono/jsx */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Child } from "hono/jsx";
import { raw } from "hono/html";
import * as v from "valibot";
import { describe, expect, it } from "vitest";
import { BackLink } from "../../../src/ui/back-link.tsx";
import { Button } from "../../../src/ui/button.tsx";
import { Checkboxes } from "../../../src/ui/checkboxes.tsx";
import { Details } from "../../../src/ui/details.tsx";
import { ErrorMessage } from "../../../src/ui/error-message.tsx";
import { ErrorSummary } from "../../../src/ui/error-summary.tsx";
import { ExitThisPage } from "../../../src/ui/exit-this-page.tsx";
import { Fieldset } from "../../../src/ui/fieldset.tsx";
import { Hint } from "../../../src/ui/hint.tsx";
import { Input } from "../../../src/ui/input.tsx";
import { InsetText } from "../../../src/ui/inset-text.tsx";
import { Label } from "../../../src/ui/label.tsx";
import { LanguageNavigation } from "../../../src/ui/language-navigation.tsx";
import { Panel } from "../../../src/ui/panel.tsx";
import { Radios } from "../../../src/ui/radios.tsx";
import { Select } from "../../../src/ui/select.tsx";
import { ServiceNavigation } from "../../../src/ui/service-navigation.tsx";
import { SkipLink } from "../../../src/ui/skip-link.tsx";
import { SummaryList } from "../../../src/ui/summary-list.tsx";
import { Table } from "../../../src/ui/table.tsx";
import { Tag } from "../../../src/ui/tag.tsx";
import { Textarea } from "../../../src/ui/textarea.tsx";
import { WarningText } from "../../../src/ui/warning-text.tsx";
import { type Fixture, fixturesOf, normalise, optionsOf } from "./fixtures.ts";
import { unsupported, unsupportedExamples } from "./unsupported.ts";

/** The words of an option: text is escaped, HTML is not. */
const words = v.pipe(
  v.looseObject({ text: v.optional(v.string()), html: v.optional(v.string()) }),
  v.transform(({ text, html }): Child => (html === undefined ? (text ?? "") : raw(html.trim()))),
);

const choices = {
  name: v.string(),
  idPrefix: v.optional(v.string()),
  classes: v.optional(v.string()),
  fieldset: v.object({
    legend: v.object({ text: v.string(), classes: v.optional(v.string()), isPageHeading: v.optional(v.boolean()) }),
  }),
  hint: v.optional(words),
  errorMessage: v.optional(words),
  items: v.array(
    v.union([
      v.object({ divider: v.string() }),
      v.object({
        value: v.pipe(v.union([v.string(), v.number()]), v.transform(String)),
        text: v.optional(v.string()),
        html: v.optional(v.string()),
        hint: v.optional(words),
        checked: v.optional(v.boolean(), false),
        behaviour: v.optional(v.string()),
      }),
    ]),
  ),
};

const choicesSchema = v.object(choices);

const toChoices = ({ fieldset, errorMessage, items, ...rest }: v.InferOutput<typeof choicesSchema>) => ({
  ...rest,
  legend: fieldset.legend,
  error: errorMessage,
  choices: items.map((item) =>
    "divider" in item
      ? item
      : { value: item.value, text: v.parse(words, item), hint: item.hint, exclusive: item.behaviour === "exclusive" },
  ),
  chosen: items.flatMap((item) => ("checked" in item && item.checked ? [item.value] : [])),
});

const cell = v.pipe(
  v.looseObject({ format: v.optional(v.literal("numeric")), classes: v.optional(v.string()) }),
  v.transform((options) => ({ ...options, text: v.parse(words, options) })),
);

const action = v.pipe(
  v.looseObject({ href: v.string(), visuallyHiddenText: v.optional(v.string()) }),
  v.transform((options) => ({ href: options.href, text: v.parse(words, options), hidden: options.visuallyHiddenText })),
);

type Rendered = { toString(): string };

/** Gives the component for one example's options; null when the component has no such variant. */
type Component = { readonly supported: readonly string[]; render(options: unknown): Rendered | null };

const component = <const S extends v.GenericSchema>(
  supported: readonly string[],
  schema: S,
  render: (options: v.InferOutput<S>) => Rendered,
): Component => ({
  supported,
  render: (options) => {
    const parsed = v.safeParse(schema, options);
    return parsed.success ? render(parsed.output) : null;
  },
});

const choiceOptions = [
  "name",
  "idPrefix",
  "classes",
  "fieldset.legend.text",
  "fieldset.legend.classes",
  "fieldset.legend.isPageHeading",
  "hint.text",
  "errorMessage.text",
  "items[].value",
  "items[].text",
  "items[].html",
  "items[].hint.text",
  "items[].checked",
  "items[].divider",
  "items[].behaviour",
];

const optional = v.optional(v.string());

/** What every field with a label of its own takes. */
const labelled = {
  name: v.string(),
  id: optional,
  classes: optional,
  label: v.object({ text: v.string(), classes: optional, isPageHeading: v.optional(v.boolean()) }),
  hint: v.optional(words),
  errorMessage: v.optional(words),
};

const labelledOptions = [
  "name",
  "id",
  "classes",
  "label.text",
  "label.classes",
  "label.isPageHeading",
  "hint.text",
  "errorMessage.text",
];

type Labelled = {
  readonly label: {
    readonly text: string;
    readonly classes?: string | undefined;
    readonly isPageHeading?: boolean | undefined;
  };
  readonly errorMessage?: Child;
};

const toLabelled = <T extends Labelled>({ label, errorMessage, ...rest }: T) => ({
  ...rest,
  label: label.text,
  labelClasses: label.classes,
  isPageHeading: label.isPageHeading,
  error: errorMessage,
});

/** A value as HTML has it: GOV.UK's examples give numbers too. */
const valueText = v.pipe(v.union([v.string(), v.number()]), v.transform(String));

const components: Readonly<Record<string, Component>> = {
  "back-link": component(
    ["text", "html", "href"],
    v.object({ text: optional, html: optional, href: v.string() }),
    (options) => (
      <BackLink href={options.href} text={options.text || options.html ? v.parse(words, options) : "Back"} />
    ),
  ),
  "button": component(
    ["text", "html", "href", "name", "value", "type", "id", "classes"],
    v.object({
      text: optional,
      html: optional,
      href: optional,
      name: optional,
      value: optional,
      id: optional,
      classes: optional,
      type: v.optional(v.picklist(["submit", "button"])),
    }),
    (options) => <Button {...options} text={v.parse(words, options)} />,
  ),
  "checkboxes": component(choiceOptions, choicesSchema, (options) => <Checkboxes {...toChoices(options)} />),
  "details": component(
    ["summaryText", "summaryHtml", "text", "html", "open"],
    v.object({
      summaryText: optional,
      summaryHtml: optional,
      text: optional,
      html: optional,
      open: v.optional(v.boolean()),
    }),
    (options) => (
      <Details
        summary={v.parse(words, { text: options.summaryText, html: options.summaryHtml })}
        text={v.parse(words, options)}
        open={options.open}
      />
    ),
  ),
  "error-message": component(
    ["text", "html", "id", "visuallyHiddenText"],
    v.object({
      text: optional,
      html: optional,
      id: optional,
      visuallyHiddenText: v.optional(v.pipe(v.string(), v.nonEmpty())),
    }),
    (options) => <ErrorMessage id={options.id} text={v.parse(words, options)} prefix={options.visuallyHiddenText} />,
  ),
  "error-summary": component(
    [
      "titleText",
      "titleHtml",
      "descriptionText",
      "descriptionHtml",
      "errorList[].text",
      "errorList[].html",
      "errorList[].href",
    ],
    v.object({
      titleText: optional,
      titleHtml: optional,
      descriptionText: optional,
      descriptionHtml: optional,
      errorList: v.optional(
        v.array(
          v.pipe(
            v.looseObject({ href: optional }),
            v.transform((item) => ({ href: item.href, text: v.parse(words, item) })),
          ),
        ),
        [],
      ),
    }),
    (options) => (
      <ErrorSummary
        title={v.parse(words, { text: options.titleText, html: options.titleHtml })}
        description={v.parse(words, { text: options.descriptionText, html: options.descriptionHtml })}
        errors={options.errorList}
      />
    ),
  ),
  "exit-this-page": component(
    ["text", "html", "redirectUrl", "activatedText", "timedOutText", "pressTwoMoreTimesText", "pressOneMoreTimeText"],
    v.object({
      text: optional,
      html: optional,
      redirectUrl: v.optional(v.string(), "https://www.bbc.co.uk/weather"),
      activatedText: optional,
      timedOutText: optional,
      pressTwoMoreTimesText: optional,
      pressOneMoreTimeText: optional,
    }),
    (options) => (
      <ExitThisPage
        href={options.redirectUrl}
        text={
          options.text || options.html
            ? v.parse(words, options)
            : raw('<span class="govuk-visually-hidden">Emergency</span> Exit this page')
        }
        {...(options.activatedText && {
          spoken: {
            activated: options.activatedText,
            timedOut: options.timedOutText ?? "",
            pressTwoMoreTimes: options.pressTwoMoreTimesText ?? "",
            pressOneMoreTime: options.pressOneMoreTimeText ?? "",
          },
        })}
      />
    ),
  ),
  "fieldset": component(
    ["legend.text", "legend.html", "legend.classes", "legend.isPageHeading", "describedBy", "html"],
    v.object({
      legend: v.looseObject({ classes: optional, isPageHeading: v.optional(v.boolean()) }),
      describedBy: optional,
      html: optional,
    }),
    ({ legend, describedBy, html }) => (
      <Fieldset legend={{ ...legend, text: v.parse(words, legend) }} describedBy={describedBy}>
        {html === undefined ? "" : raw(html)}
      </Fieldset>
    ),
  ),
  "hint": component(
    ["text", "html", "id", "classes"],
    v.object({ text: optional, html: optional, id: optional, classes: optional }),
    (options) => <Hint id={options.id} classes={options.classes} text={v.parse(words, options)} />,
  ),
  "input": component(
    [...labelledOptions, "type", "value", "autocomplete", "autocapitalize", "spellcheck"],
    v.object({
      ...labelled,
      type: optional,
      value: v.optional(valueText),
      autocomplete: optional,
      autocapitalize: v.optional(v.picklist(["none", "characters"])),
      spellcheck: v.optional(v.boolean()),
    }),
    (options) => <Input {...toLabelled(options)} />,
  ),
  "inset-text": component(["text", "html"], words, (text) => <InsetText text={text} />),
  "label": component(
    ["text", "html", "for", "classes", "isPageHeading"],
    v.pipe(
      v.looseObject({ for: optional, classes: optional, isPageHeading: v.optional(v.boolean()) }),
      v.check((options) => v.parse(words, options) !== ""),
    ),
    ({ for: target, classes, isPageHeading, ...options }) => {
      const text = v.parse(words, options);
      // Ours always says which field it is of.
      if (target !== undefined) return <Label {...{ text, for: target, classes, isPageHeading }} />;
      return String(<Label {...{ text, for: "none", classes, isPageHeading }} />).replace(' for="none"', "");
    },
  ),
  "language-navigation": component(
    ["ariaLabel", "items[].text", "items[].href", "items[].lang", "items[].current"],
    v.object({
      ariaLabel: v.optional(v.string(), "Language"),
      items: v.array(
        v.object({ text: v.string(), lang: v.string(), href: optional, current: v.optional(v.boolean()) }),
      ),
    }),
    ({ ariaLabel, items }) => (
      <LanguageNavigation
        label={ariaLabel}
        languages={items.map(({ current, href, ...item }) => ({ ...item, href: current ? undefined : href }))}
      />
    ),
  ),
  "panel": component(
    ["titleText", "titleHtml", "text", "html"],
    v.object({ titleText: optional, titleHtml: optional, text: optional, html: optional }),
    (options) => (
      <Panel
        title={v.parse(words, { text: options.titleText, html: options.titleHtml })}
        text={v.parse(words, options)}
      />
    ),
  ),
  "radios": component(choiceOptions, choicesSchema, (options) => <Radios {...toChoices(options)} />),
  "select": component(
    [...labelledOptions, "items[].value", "items[].text", "items[].selected", "value"],
    v.pipe(
      v.object({
        ...labelled,
        value: v.optional(valueText),
        items: v.optional(
          v.array(v.object({ value: valueText, text: v.string(), selected: v.optional(v.boolean()) })),
          [],
        ),
      }),
      // Ours are told in one way which is chosen.
      v.check(({ value, items }) => value === undefined || items.every(({ selected }) => selected === undefined)),
    ),
    ({ items, value, ...options }) => (
      <Select
        {...toLabelled(options)}
        chosen={value ?? items.find(({ selected }) => selected)?.value ?? null}
        groups={[{ label: null, options: items }]}
      />
    ),
  ),
  "service-navigation": component(
    [
      "serviceName",
      "serviceUrl",
      "collapseNavigationOnMobile",
      "navigation[].text",
      "navigation[].href",
      "navigation[].active",
    ],
    v.pipe(
      v.object({
        serviceName: v.string(),
        serviceUrl: v.string(),
        collapseNavigationOnMobile: v.optional(v.boolean()),
        navigation: v.optional(
          v.array(v.object({ text: v.string(), href: v.string(), active: v.optional(v.boolean()) })),
          [],
        ),
      }),
      // The variant with a menu button is left out: without script the button does nothing.
      v.check(({ navigation, collapseNavigationOnMobile: collapses = navigation.length > 1 }) => !collapses),
    ),
    ({ serviceName, serviceUrl, navigation }) => (
      <ServiceNavigation
        label="Service information"
        menuLabel="Menu"
        serviceName={serviceName}
        serviceUrl={serviceUrl}
        items={navigation}
      />
    ),
  ),
  "skip-link": component(
    ["text", "html", "href"],
    v.object({ text: optional, html: optional, href: optional }),
    (options) => <SkipLink href={options.href} text={v.parse(words, options)} />,
  ),
  "summary-list": component(
    [
      "classes",
      "rows[].key.text",
      "rows[].key.html",
      "rows[].value.text",
      "rows[].value.html",
      "rows[].actions.items[].href",
      "rows[].actions.items[].text",
      "rows[].actions.items[].html",
      "rows[].actions.items[].visuallyHiddenText",
    ],
    v.object({
      classes: optional,
      rows: v.array(
        v.object({ key: words, value: words, actions: v.optional(v.object({ items: v.strictTuple([action]) })) }),
      ),
    }),
    ({ rows, classes }) => (
      <SummaryList
        classes={classes}
        rows={rows.map(({ key, value, actions }) => ({ key, value, action: actions?.items[0] }))}
      />
    ),
  ),
  "table": component(
    [
      "caption",
      "captionClasses",
      "classes",
      "firstCellIsHeader",
      "head[].text",
      "head[].html",
      "head[].format",
      "head[].classes",
      "rows[][].text",
      "rows[][].html",
      "rows[][].format",
      "rows[][].classes",
    ],
    v.object({
      caption: optional,
      captionClasses: optional,
      classes: optional,
      firstCellIsHeader: v.optional(v.boolean()),
      head: v.optional(v.array(cell)),
      rows: v.array(v.array(cell)),
    }),
    (options) => <Table {...options} />,
  ),
  "tag": component(["text", "html", "classes"], v.looseObject({ classes: optional }), (options) => (
    <Tag classes={options.classes} text={v.parse(words, options)} />
  )),
  "textarea": component(
    [
      "name",
      "id",
      "label.text",
      "label.classes",
      "label.isPageHeading",
      "hint.text",
      "errorMessage.text",
      "value",
      "rows",
      "autocomplete",
      "spellcheck",
    ],
    v.object({
      name: v.string(),
      id: optional,
      label: v.object({ text: v.string(), classes: optional, isPageHeading: v.optional(v.boolean()) }),
      hint: v.optional(words),
      errorMessage: v.optional(words),
      value: optional,
      rows: v.optional(v.number()),
      autocomplete: optional,
      spellcheck: v.optional(v.boolean()),
    }),
    ({ label, errorMessage, ...rest }) => (
      <Textarea
        {...rest}
        label={label.text}
        labelClasses={label.classes}
        isPageHeading={label.isPageHeading}
        error={errorMessage}
      />
    ),
  ),
  "warning-text": component(
    ["text", "html", "iconFallbackText"],
    v.object({ text: optional, html: optional, iconFallbackText: optional }),
    (options) => <WarningText text={v.parse(words, options)} prefix={options.iconFallbackText} />,
  ),
};

describe.each(Object.entries(components))("the %s component", (name, { supported, render }) => {
  const compared = fixturesOf(name).flatMap((fixture) => {
    const isSupported = optionsOf(fixture.options).every((option) => supported.includes(option));
    const rendered = isSupported ? render(fixture.options) : null;
    return rendered ? [{ example: fixture.name, html: fixture.html, rendered }] : [];
  });

  it("is compared with at least one published example", () => {
    expect(compared.length).toBeGreaterThan(0);
  });

  it("leaves out these of GOV.UK's options, and no others", () => {
    const used = new Set(fixturesOf(name).flatMap(({ options }) => optionsOf(options)));
    const leftOut = [...used].filter((option) => option !== "" && !supported.includes(option));
    expect(leftOut.toSorted()).toEqual(unsupported[name]);
  });

  it("leaves out no option that it has after all", () => {
    const passes = ({ options, html }: Fixture) => {
      try {
        return normalise(render(options)?.toString() ?? "") === normalise(html);
      } catch {
        return false; // Options that ours cannot be given at all.
      }
    };
    const had = (unsupported[name] ?? []).filter((option) =>
      fixturesOf(name)
        .filter(({ options }) => optionsOf(options).includes(option))
        .every(passes),
    );
    expect(had).toEqual([]);
  });

  it("leaves out these of GOV.UK's examples though it has their options, and no others", () => {
    const leftOut = fixturesOf(name)
      .filter(({ options }) => optionsOf(options).every((option) => supported.includes(option)))
      .map((fixture) => fixture.name)
      .filter((example) => !compared.some((each) => each.example === example));
    expect(leftOut).toEqual(unsupportedExamples[name] ?? []);
  });

  it.each(compared)("gives GOV.UK's HTML for the example “$example”", ({ html, rendered }) => {
    expect(normalise(rendered.toString())).toBe(normalise(html));
  });
});

describe("the components of GOV.UK that pages use", () => {
  const root = join(import.meta.dirname, "../../..");
  const published = readdirSync(join(root, "node_modules/govuk-frontend/dist/govuk/components"), {
    withFileTypes: true,
  });
  const sources = readdirSync(join(root, "src/ui"), { encoding: "utf8" })
    .filter((file) => file.endsWith(".tsx"))
    .map((file) => readFileSync(join(root, "src/ui", file), "utf8"));

  it("are all compared with what is published", () => {
    const names = published.filter((entry) => entry.isDirectory()).map(({ name }) => name);
    const used = names.filter((name) =>
      sources.some((source) => new RegExp(`\\bgovuk-${name}(?![a-z]|-[a-z])`).test(source)),
    );
    expect(used.length).toBeGreaterThan(20);
    expect(used.filter((name) => !Object.hasOwn(components, name))).toEqual([]);
  });
});
