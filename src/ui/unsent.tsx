import type { FC } from "hono/jsx";
import type { Language } from "../kernel/locale.ts";
import { ErrorSummary } from "./error-summary.tsx";
import { phrases } from "./phrases.ts";

/** On a form that is handed back as it was, because it could not be taken in. */
export const Unsent: FC<{ readonly locale: Language }> = ({ locale }) => (
  <ErrorSummary title={phrases.notReadyHeading[locale]} description={phrases.notSent[locale]} errors={[]} />
);
