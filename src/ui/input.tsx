import type { Child, FC } from "hono/jsx";
import { ErrorMessage } from "./error-message.tsx";
import { Hint } from "./hint.tsx";
import { Label } from "./label.tsx";

export type InputProps = {
  readonly name: string;
  readonly id?: string | undefined;
  readonly type?: string | undefined;
  readonly label: Child;
  readonly labelClasses?: string | undefined;
  readonly isPageHeading?: boolean | undefined;
  readonly hint?: Child;
  readonly error?: Child;
  readonly errorPrefix?: string | undefined;
  readonly value?: string | undefined;
  /** Further classes: `govuk-input--width-20`. */
  readonly classes?: string | undefined;
  readonly autocomplete?: string | undefined;
  readonly autocapitalize?: "none" | "characters" | undefined;
  readonly spellcheck?: boolean | undefined;
  /** Of a date or number, the first and the last that may be given. */
  readonly min?: string | undefined;
  readonly max?: string | undefined;
  readonly step?: string | undefined;
};

/** One line. @see https://design-system.service.gov.uk/components/text-input/ */
export const Input: FC<InputProps> = (props) => {
  const {
    name,
    id = name,
    type = "text",
    label,
    labelClasses,
    isPageHeading,
    hint,
    error,
    errorPrefix,
    classes,
  } = props;
  const described = [hint && `${id}-hint`, error && `${id}-error`].filter(Boolean).join(" ");
  return (
    <div class={error ? "govuk-form-group govuk-form-group--error" : "govuk-form-group"}>
      <Label text={label} classes={labelClasses} isPageHeading={isPageHeading} for={id} />
      {hint && <Hint id={`${id}-hint`} text={hint} />}
      {error && <ErrorMessage id={`${id}-error`} text={error} prefix={errorPrefix} />}
      <input
        class={["govuk-input", classes, error && "govuk-input--error"].filter(Boolean).join(" ")}
        id={id}
        name={name}
        type={type}
        value={props.value}
        min={props.min}
        max={props.max}
        step={props.step}
        spellcheck={props.spellcheck}
        aria-describedby={described || undefined}
        autocomplete={props.autocomplete}
        autocapitalize={props.autocapitalize}
      />
    </div>
  );
};
