import type { FC } from "hono/jsx";
import { describedBy, type FieldProps, FormGroup } from "./form-group.tsx";

export type InputProps = FieldProps & {
  readonly type?: string | undefined;
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
  const { name, id = name, type = "text", error, classes } = props;
  return (
    <FormGroup {...props}>
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
        aria-describedby={describedBy(props)}
        autocomplete={props.autocomplete}
        autocapitalize={props.autocapitalize}
      />
    </FormGroup>
  );
};
