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

type Messages = Pick<FieldProps, "name" | "id" | "hint" | "error" | "errorPrefix">;

/** Ids of the hint and the error of a field, for `aria-describedby`; nothing where it has neither. */
export const describedBy = ({ name, id = name, hint, error }: Messages): string | undefined =>
  [hint && `${id}-hint`, error && `${id}-error`].filter(Boolean).join(" ") || undefined;

/** The box around a field, with a bar beside it where there is an error. */
export const FieldBox: FC<{ readonly error?: Child; readonly children?: Child }> = ({ error, children }) => (
  <div class={error ? "govuk-form-group govuk-form-group--error" : "govuk-form-group"}>{children}</div>
);

/** Hint and error of a field, by the ids that `describedBy` names. */
export const FieldMessages: FC<Messages> = ({ name, id = name, hint, error, errorPrefix }) => (
  <>
    {hint && <Hint id={`${id}-hint`} text={hint} />}
    {error && <ErrorMessage id={`${id}-error`} text={error} prefix={errorPrefix} />}
  </>
);

/** A label, hint and error above a field. */
export const FormGroup: FC<FieldProps & { readonly children?: Child }> = (props) => {
  const { name, id = name, label, labelClasses, isPageHeading, error, children } = props;
  return (
    <FieldBox error={error}>
      <Label text={label} classes={labelClasses} isPageHeading={isPageHeading} for={id} />
      <FieldMessages {...props} />
      {children}
    </FieldBox>
  );
};
