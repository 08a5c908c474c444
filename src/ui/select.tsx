import type { FC } from "hono/jsx";
import { describedBy, type FieldProps, FormGroup } from "./form-group.tsx";

export type SelectProps = FieldProps & {
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
  const { name, id = name, error, classes } = props;
  return (
    <FormGroup {...props}>
      <select
        class={["govuk-select", classes, error && "govuk-select--error"].filter(Boolean).join(" ")}
        id={id}
        name={name}
        aria-describedby={describedBy(props)}
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
    </FormGroup>
  );
};
