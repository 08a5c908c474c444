import { instruments } from "../instrument/registry.ts";
import { disclosureRules } from "../statistics/rules.ts";
import type { CellsOf } from "./table.ts";

// Which ways and which versions of the surveys a release holds: as it stores them, and as they may be told.

/** Ways in which somebody may have answered (store/responses). */
export const modes = ["web", "sms", "telephone", "adviser", "not-stated"] as const;
export type Mode = (typeof modes)[number];

/** How a release names its counts of responses by mode, and by version of the instrument. */
export const modeMeasure = (mode: Mode) => `mode:${mode}`;
export const instrumentMeasure = (id: string) => `instrument:${id}`;

/** Versions of the surveys that leave a response, whether or not anybody answered one. */
export const surveyVersions: readonly string[] = instruments
  .filter(({ by, form }) => by === "victim" && form !== "closure")
  .map(({ id }) => id);

/** An instrument as a response names it: in which words it was asked (`report@1+easy`) makes no other version. */
export const versionOf = (instrument: string) => instrument.replace(/\+.*$/, "");

/** The versions that enough people answered for it to be told, by their perturbed numbers. */
export const instrumentsHeld = (cellsOf: CellsOf): readonly string[] =>
  surveyVersions.filter((id) => (cellsOf("", instrumentMeasure(id))?.[0]?.[1] ?? 0) >= disclosureRules.baseShown);
