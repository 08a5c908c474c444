import type { Child, FC } from "hono/jsx";
import { ErrorMessage } from "./error-message.tsx";
import { Hint } from "./hint.tsx";
import { Label } from "./label.tsx";

export type TextareaProps = {
  readonly name: string;
  readonly id?: string | undefined;
  readonly label: Child;
  readonly labelClasses?: string | undefined;
  readonly isPageHeading?: boolean | undefined;
  readonly hint?: Child;
  readonly error?: Child;
  readonly errorPrefix?: string | undefined;
  readonly value?: string | undefined;
  readonly rows?: number | undefined;
  readonly autocomplete?: string | undefined;
  readonly spellcheck?: boolean | undefined;
};

/** A few sentences. @see https://design-system.service.gov.uk/components/textarea/ */
export const Textarea: FC<TextareaProps> = (props) => {
  const { name, id = name, label, labelClasses, isPageHeading, hint, error, errorPrefix, value, rows = 5 } = props;
  const described = [hint && `${id}-hint`, error && `${id}-error`].filter(Boolean).join(" ");
  return (
    <div class={error ? "govuk-form-group govuk-form-group--error" : "govuk-form-group"}>
      <Label text={label} classes={labelClasses} isPageHeading={isPageHeading} for={id} />
      {hint && <Hint id={`${id}-hint`} text={hint} />}
      {error && <ErrorMessage id={`${id}-error`} text={error} prefix={errorPrefix} />}
      <textarea
        class={error ? "govuk-textarea govuk-textarea--error" : "govuk-textarea"}
        id={id}
        name={name}
        rows={rows}
        spellcheck={props.spellcheck}
        aria-describedby={described || undefined}
        autocomplete={props.autocomplete}
      >
        {value ?? ""}
      </textarea>
    </div>
  );
};
