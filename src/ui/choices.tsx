import type { Child, FC } from "hono/jsx";
import { Fieldset, type Legend } from "./fieldset.tsx";
import { describedBy, FieldBox, FieldMessages } from "./form-group.tsx";
import { Hint } from "./hint.tsx";
import { Label } from "./label.tsx";

/** One answer offered, or the word that sets the last ones apart ("or"). */
export type Choice =
  | {
      readonly value: string;
      readonly text: Child;
      readonly hint?: Child;
      /** Checkboxes only: choosing this one unticks the others, where script runs. */
      readonly exclusive?: boolean | undefined;
    }
  | { readonly divider: Child };

/** What radios and checkboxes share: GOV.UK gives both the same shape. */
export type ChoicesProps = {
  readonly name: string;
  /** First part of every id; the name, when absent. Errors link to the first item, which has this very id. */
  readonly idPrefix?: string | undefined;
  readonly legend: Legend;
  readonly hint?: Child;
  readonly choices: readonly Choice[];
  readonly chosen: readonly string[];
  readonly error?: Child;
  readonly errorPrefix?: string | undefined;
  /** Further classes: `govuk-radios--small`, `govuk-radios--inline`. */
  readonly classes?: string | undefined;
};

type Kind = { readonly family: "radios" | "checkboxes"; readonly type: "radio" | "checkbox" };

export const Choices: FC<ChoicesProps & Kind> = (props) => {
  const { name, idPrefix = name, legend, choices, chosen, error, classes, family, type } = props;
  const messages = { ...props, id: idPrefix };
  const style = classes ? `govuk-${family} ${classes}` : `govuk-${family}`;
  return (
    <FieldBox error={error}>
      <Fieldset legend={legend} describedBy={describedBy(messages)}>
        <FieldMessages {...messages} />
        <div class={style} data-module={`govuk-${family}`}>
          {choices.map((choice, index) =>
            "divider" in choice ? (
              <div class={`govuk-${family}__divider`}>{choice.divider}</div>
            ) : (
              <div class={`govuk-${family}__item`}>
                <input
                  class={`govuk-${family}__input`}
                  id={itemId(idPrefix, index)}
                  name={name}
                  type={type}
                  value={choice.value}
                  checked={chosen.includes(choice.value)}
                  data-behaviour={choice.exclusive ? "exclusive" : undefined}
                  aria-describedby={choice.hint ? `${itemId(idPrefix, index)}-item-hint` : undefined}
                />
                <Label classes={`govuk-${family}__label`} for={itemId(idPrefix, index)} text={choice.text} />
                {choice.hint && (
                  <Hint
                    id={`${itemId(idPrefix, index)}-item-hint`}
                    classes={`govuk-${family}__hint`}
                    text={choice.hint}
                  />
                )}
              </div>
            ),
          )}
        </div>
      </Fieldset>
    </FieldBox>
  );
};

const itemId = (prefix: string, index: number) => (index === 0 ? prefix : `${prefix}-${index + 1}`);
