import type { Child, FC } from "hono/jsx";
import { ErrorMessage } from "./error-message.tsx";
import { Hint } from "./hint.tsx";
import { Label } from "./label.tsx";

export type SelectProps = {
  readonly name: string;
  readonly id?: string | undefined;
  readonly label: Child;
  readonly labelClasses?: string | undefined;
  readonly isPageHeading?: boolean | undefined;
  readonly hint?: Child;
  readonly error?: Child;
  readonly errorPrefix?: string | undefined;
  /** Further classes: `govuk-!-width-full`. */
  readonly classes?: string | undefined;
  readonly chosen: string | null;
  readonly groups: readonly {
    /** Null: the options stand in no group. */
    readonly label: string | null;
    readonly options: readonly { readonly value: string; readonly text: string }[];
  }[];
};

/** One choice of many. @see https://design-system.service.gov.uk/components/select/ */
export const Select: FC<SelectProps> = (props) => {
  const { name, id = name, label, labelClasses, isPageHeading, hint, error, errorPrefix, classes } = props;
  const described = [hint && `${id}-hint`, error && `${id}-error`].filter(Boolean).join(" ");
  return (
    <div class={error ? "govuk-form-group govuk-form-group--error" : "govuk-form-group"}>
      <Label text={label} classes={labelClasses} isPageHeading={isPageHeading} for={id} />
      {hint && <Hint id={`${id}-hint`} text={hint} />}
      {error && <ErrorMessage id={`${id}-error`} text={error} prefix={errorPrefix} />}
      <select
        class={["govuk-select", classes, error && "govuk-select--error"].filter(Boolean).join(" ")}
        id={id}
        name={name}
        aria-describedby={described || undefined}
      >
        {props.groups.map((group) => {
          const options = group.options.map(({ value, text }) => (
            <option value={value} selected={value === props.chosen}>
              {text}
            </option>
          ));
          return group.label === null ? options : <optgroup label={group.label}>{options}</optgroup>;
        })}
      </select>
    </div>
  );
};
