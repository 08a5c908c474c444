import type { Child, FC } from "hono/jsx";

export type ButtonProps = {
  readonly text: Child;
  /** Makes a link that looks like a button. */
  readonly href?: string | undefined;
  readonly name?: string | undefined;
  readonly value?: string | undefined;
  readonly type?: "submit" | "button" | undefined;
  readonly id?: string | undefined;
  /** Further classes: `govuk-button--secondary`, `govuk-button--warning`. */
  readonly classes?: string | undefined;
  /** Id of the form that it sends, where it stands outside that form. */
  readonly form?: string | undefined;
  readonly rel?: string | undefined;
};

/** Something to press. @see https://design-system.service.gov.uk/components/button/ */
export const Button: FC<ButtonProps> = ({ text, href, name, value, type = "submit", id, classes, form, rel }) => {
  const style = classes ? `govuk-button ${classes}` : "govuk-button";
  return href === undefined ? (
    <button type={type} value={value} name={name} class={style} data-module="govuk-button" id={id} form={form}>
      {text}
    </button>
  ) : (
    <a href={href} role="button" draggable={false} class={style} data-module="govuk-button" id={id} rel={rel}>
      {text}
    </a>
  );
};
