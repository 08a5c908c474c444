import type { FC } from "hono/jsx";
import { describedBy, type FieldProps, FormGroup } from "./form-group.tsx";

export type TextareaProps = FieldProps & {
  readonly value?: string | undefined;
  readonly rows?: number | undefined;
  readonly autocomplete?: string | undefined;
  readonly spellcheck?: boolean | undefined;
};

/** A few sentences. @see https://design-system.service.gov.uk/components/textarea/ */
export const Textarea: FC<TextareaProps> = (props) => {
  const { name, id = name, error, value, rows = 5 } = props;
  return (
    <FormGroup {...props}>
      <textarea
        class={error ? "govuk-textarea govuk-textarea--error" : "govuk-textarea"}
        id={id}
        name={name}
        rows={rows}
        spellcheck={props.spellcheck}
        aria-describedby={describedBy(props)}
        autocomplete={props.autocomplete}
      >
        {value ?? ""}
      </textarea>
    </FormGroup>
  );
};
