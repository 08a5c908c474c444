import type { FC } from "hono/jsx";
import { stages } from "../domain/dimension.ts";
import type { Locale } from "../kernel/locale.ts";
import type { ScaledMeasure } from "../results/measures.ts";
import { InsetText } from "./inset-text.tsx";
import { inLanguage } from "./language-switch.tsx";
import { codeWords, resultsPhrases as words, symbolWords } from "./phrases-results.ts";
import { fill } from "./phrases.ts";

type Props = {
  readonly chosen: ScaledMeasure;
  /** The page's own address, without parameters. */
  readonly here: string;
  readonly locale: Locale;
};

/** Where a question is not asked at the stage: where it is. */
export const NotAsked: FC<Props> = ({ chosen, here, locale }) => (
  <InsetText
    text={
      <>
        {`${symbolWords.z[locale]}. `}
        {stages
          .filter((stage) => chosen.stages.includes(stage))
          .map((stage) => (
            <a class="govuk-link" href={inLanguage(`${here}?stage=${stage}&measure=${chosen.id}`, locale)}>
              {fill(words.askedAt[locale], { stage: codeWords.stage[stage][locale] })}
            </a>
          ))}
      </>
    }
  />
);
