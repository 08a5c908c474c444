import type { Child, FC } from "hono/jsx";
import { ErrorMessage } from "./error-message.tsx";
import { Hint } from "./hint.tsx";
import { Label } from "./label.tsx";

/** What every field with one label is given. */
export type FieldProps = {
  readonly name: string;
  readonly id?: string | undefined;
  readonly label: Child;
  readonly labelClasses?: string | undefined;
  readonly isPageHeading?: boolean | undefined;
  readonly hint?: Child;
  readonly error?: Child;
  readonly errorPrefix?: string | undefined;
};

/** Ids of the hint and the error of a field, for `aria-describedby`; nothing where it has neither. */
export const describedBy = ({ name, id = name, hint, error }: FieldProps): string | undefined =>
  [hint && `${id}-hint`, error && `${id}-error`].filter(Boolean).join(" ") || undefined;

/** A label, hint and error above a field. */
export const FormGroup: FC<FieldProps & { readonly children?: Child }> = (props) => {
  const { name, id = name, label, labelClasses, isPageHeading, hint, error, errorPrefix, children } = props;
  return (
    <div class={error ? "govuk-form-group govuk-form-group--error" : "govuk-form-group"}>
      <Label text={label} classes={labelClasses} isPageHeading={isPageHeading} for={id} />
      {hint && <Hint id={`${id}-hint`} text={hint} />}
      {error && <ErrorMessage id={`${id}-error`} text={error} prefix={errorPrefix} />}
      {children}
    </div>
  );
};
