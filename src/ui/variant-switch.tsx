import type { FC } from "hono/jsx";
import type { Instrument, Respondent, Variant } from "../instrument/definition.ts";
import { hasEasyRead } from "../instrument/path.ts";
import type { Language } from "../kernel/locale.ts";
import { variantPhrases as say } from "./phrases-variants.ts";

const other: { readonly [V in Variant]: Variant } = { standard: "easy", easy: "standard" };

const words = (variant: Variant, locale: Language) => (variant === "easy" ? say.toStandard : say.toEasy)[locale];

type VariantSwitchProps = {
  readonly instrument: Instrument;
  readonly respondent: Respondent;
  readonly locale: Language;
  /** The page's own form: what is ticked or typed goes along. */
  readonly form: string;
};

/**
 * The way to easy read or back, where answers are being given and the survey can be read so: a second button of their
 * form, that looks like a link.
 */
export const VariantSwitch: FC<VariantSwitchProps> = ({ instrument, respondent, locale, form }) => {
  const { variant = "standard" } = respondent;
  return hasEasyRead(instrument) ? (
    <p class="govuk-body-s">
      <button class="app-language__button" type="submit" form={form} name="variant" value={other[variant]}>
        {words(variant, locale)}
      </button>
    </p>
  ) : null;
};

type VariantFormProps = Omit<VariantSwitchProps, "form"> & { readonly action: string; readonly back: string };

/** The same where nothing is being typed: in a small form of its own, which says where to come back to. */
export const VariantForm: FC<VariantFormProps> = ({ action, back, ...rest }) => (
  <form id="words" method="post" action={action}>
    <input type="hidden" name="back" value={back} />
    <VariantSwitch {...rest} form="words" />
  </form>
);

/** The same where nothing is kept yet: a link to the page in the other words. */
export const VariantLink: FC<{ readonly locale: Language; readonly variant: Variant; readonly address: string }> = ({
  locale,
  variant,
  address,
}) => (
  <p class="govuk-body">
    <a class="govuk-link" href={`${address}?${variant === "easy" ? "" : "variant=easy&"}lang=${locale}`}>
      {words(variant, locale)}
    </a>
  </p>
);
