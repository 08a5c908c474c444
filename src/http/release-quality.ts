import * as v from "valibot";
import { type Continuity, continuity } from "../results/continuity.ts";
import { type QualityStatement, qualityOf, qualityReadings } from "../results/quality.ts";
import type { ReleaseHead } from "../results/table.ts";
import type { HasResponses } from "../store/responses/database.ts";
import { listReleases, readRelease } from "../store/responses/releases.ts";
import type { MadeOf } from "../ui/results-quality-made.tsx";
import { factsOf, readCells, type ReleaseFacts } from "./released.ts";

/** What the quality statement tells that is in no table of the release. */
const told = v.looseObject({
  ledger: v.optional(
    v.looseObject({
      tables: v.optional(v.number(), 0),
      rhoPerFamily: v.optional(v.record(v.string(), v.number()), {}),
      rhoOfPeriod: v.optional(v.record(v.string(), v.number()), {}),
    }),
    {},
  ),
  notStatedPercent: v.optional(v.record(v.string(), v.nullable(v.number())), {}),
  bridged: v.optional(v.looseObject({ sms: v.optional(v.array(v.string()), []) }), {}),
});

function madeOf(facts: ReleaseFacts): MadeOf {
  const { ledger, notStatedPercent, bridged } = v.parse(told, facts);
  return {
    methodologySha256: facts.methodologySha256 ?? null,
    code: facts.code ?? null,
    seal: facts.inputs?.["response"] ?? null,
    instruments: facts.instruments ?? [],
    bridged: bridged.sms.length,
    tables: ledger.tables,
    rho: ledger.rhoPerFamily,
    rhoOfPeriod: ledger.rhoOfPeriod,
    notStated: notStatedPercent,
  };
}

export type ReleaseQuality = {
  readonly quality: QualityStatement;
  readonly made: MadeOf;
  readonly earlier: { readonly id: string; readonly continuity: readonly Continuity[] } | null;
};

/** The release of the nearest quarter before, and how its questions go on in this one. */
async function earlierOf({ responses }: HasResponses, release: ReleaseHead, instruments: readonly string[]) {
  const before = (await listReleases(responses)).find(({ period }) => period < release.period);
  if (before === undefined) return null;
  return { id: before.id, continuity: continuity(factsOf(before)?.instruments ?? [], instruments) };
}

/** Everything that the quality statement of a release says. */
export async function readQuality(engine: HasResponses, release: ReleaseHead): Promise<ReleaseQuality> {
  const row = await readRelease(engine.responses, release.id);
  const facts = row ? factsOf(row) : null;
  if (facts === null) throw new Error("a published release has no facts");
  const made = madeOf(facts);
  return {
    quality: qualityOf(await readCells(engine, release.id, qualityReadings)),
    made,
    earlier: await earlierOf(engine, release, made.instruments),
  };
}
