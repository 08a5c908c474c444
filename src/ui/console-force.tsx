import type { Child, FC } from "hono/jsx";
import type { Locale } from "../kernel/locale.ts";
import { areaText } from "./console-layout.tsx";
import { phrases } from "./phrases.ts";
import { Select } from "./select.tsx";

/** A force whose references may be typed: its code, and its area. */
export type ListedForce = { readonly code: string; readonly area: string };

type Props = {
  readonly label: Child;
  readonly forces: readonly ListedForce[];
  readonly chosen: string | null;
  readonly error: Child;
  readonly locale: Locale;
};

/** Whose reference it is that is typed. Where there is one force alone, it is chosen. */
export const ForceSelect: FC<Props> = ({ label, forces, chosen, error, locale }) => {
  const listed = forces.map(({ code, area }) => ({ value: code, text: areaText(area, locale) }));
  const [only] = listed.length === 1 ? listed : [];
  return (
    <Select
      name="force"
      label={label}
      chosen={chosen ?? only?.value ?? null}
      groups={[{ label: null, options: only ? listed : [{ value: "", text: "" }, ...listed] }]}
      error={error}
      errorPrefix={`${phrases.error[locale]}:`}
    />
  );
};
