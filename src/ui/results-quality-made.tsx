import type { FC } from "hono/jsx";
import type { Stage } from "../domain/dimension.ts";
import type { Locale } from "../kernel/locale.ts";
import type { Continuity } from "../results/continuity.ts";
import type { QualityStatement } from "../results/quality.ts";
import type { ReleaseHead } from "../results/table.ts";
import { inLanguage } from "./language-switch.tsx";
import { designations } from "./phrases-results.ts";
import { qualityPhrases as say } from "./phrases-results-quality.ts";
import { fill } from "./phrases.ts";
import { Part } from "./results-quality-tables.tsx";
import { SummaryList } from "./summary-list.tsx";

// The parts of the quality statement that say how the release was made, and what it corrects.

/** What the release says of itself that is in no table of it. */
export type MadeOf = {
  readonly methodologySha256: string | null;
  readonly code: string | null;
  readonly seal: string | null;
  readonly instruments: readonly string[];
  readonly bridged: number;
  readonly tables: number;
  readonly rho: Readonly<Record<string, number>>;
  readonly rhoOfPeriod: Readonly<Record<string, number>>;
  readonly notStated: Readonly<Record<string, number | null>>;
};

export type QualityProps = {
  readonly release: ReleaseHead;
  readonly quality: QualityStatement;
  readonly made: MadeOf;
  /** The release of the quarter before, and how its questions go on. */
  readonly earlier: { readonly id: string; readonly continuity: readonly Continuity[] } | null;
  /** What the planner is asked: null points are none that it takes, and what was typed is asked for again. */
  readonly planned: { readonly stage: Stage; readonly points: number | null; readonly typed: string };
  readonly locale: Locale;
  readonly here: string;
};

/** What a correction changed and why; of a corrected release, what takes its place. */
export const Revisions: FC<QualityProps> = ({ release, locale }) => (
  <Part id="revisions" title={say.revisions[locale]}>
    {release.reason === undefined || release.corrects === undefined ? (
      <p class="govuk-body">{say.noRevisions[locale]}</p>
    ) : (
      <>
        <p class="govuk-body">{fill(say.corrects[locale], { reason: release.reason[locale] })}</p>
        <p class="govuk-body">
          <a class="govuk-link" href={inLanguage(`/results/${release.corrects}/quality`, locale)}>
            {say.correctedLink[locale]}
          </a>
          {", "}
          <a class="govuk-link" href={`/v1/releases/${release.id}/changes.csv`}>
            {say.changesLink[locale]}
          </a>
        </p>
      </>
    )}
    {release.correctedBy !== undefined && (
      <p class="govuk-body">
        {say.superseded[locale]}{" "}
        <a class="govuk-link" href={inLanguage(`/results/${release.correctedBy}/quality`, locale)}>
          {say.supersededLink[locale]}
        </a>
      </p>
    )}
  </Part>
);

/** With these the hashes are made again: of the sources, of the methodology, and, by the operator, of the release. */
const commands = (period: string) =>
  [
    "find src surveys migrations wrangler.toml tsconfig.json package-lock.json -type f | LC_ALL=C sort | xargs sha256sum | sha256sum",
    "sha256sum surveys/methodology/1.json",
    `curl -X POST "$ORIGIN/v1/releases" -H "Authorization: Bearer $OPERATOR_KEY" -H "Content-Type: application/json" -d '{"period":"${period}"}'`,
    `curl "$ORIGIN/v1/releases/${period}"`,
  ].join("\n");

/** Its hashes, and how to make them again. */
export const Reproduce: FC<QualityProps> = ({ release, made, locale }) => {
  const hashed = (text: string | null) => <span class="app-break">{text ?? say.unknown[locale]}</span>;
  return (
    <Part id="reproduce" title={say.reproduce[locale]}>
      <SummaryList
        rows={[
          { key: say.release[locale], value: release.id },
          { key: say.label[locale], value: designations.get(release.label)?.[locale] ?? release.label },
          { key: say.hash[locale], value: hashed(release.hash) },
          { key: say.methodology[locale], value: release.methodology },
          { key: say.methodologyHash[locale], value: hashed(made.methodologySha256) },
          { key: say.code[locale], value: hashed(made.code) },
          { key: say.seal[locale], value: hashed(made.seal) },
          { key: say.licence[locale], value: say.licenceText[locale] },
          { key: say.contact[locale], value: say.contactText[locale] },
        ]}
      />
      <p class="govuk-body">{say.reproduceLead[locale]}</p>
      <section class="app-scroll" aria-label={say.reproduce[locale]} tabindex={0}>
        <pre>
          <code>{commands(release.period)}</code>
        </pre>
      </section>
      <p class="govuk-body">
        <a class="govuk-link" href={`/v1/releases/${release.id}/quality`}>
          {say.asJson[locale]}
        </a>
      </p>
    </Part>
  );
};
