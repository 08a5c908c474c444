import type { HasResponses } from "../../store/responses/database.ts";
import type { ReleaseRow } from "../../store/responses/releases.ts";
import { correctionsOf, factsOf } from "../released.ts";

/** A release as the list and its own address describe it. */
export async function describeRelease(engine: HasResponses, row: ReleaseRow) {
  const facts = factsOf(row);
  const self = `/v1/releases/${row.id}`;
  const { corrects = null, reason = null, correctedBy = null } = await correctionsOf(engine, row);
  return {
    id: row.id,
    period: row.period,
    status: row.status,
    designation: row.label,
    methodology: row.methodology,
    methodologySha256: facts?.methodologySha256 ?? null,
    code: facts?.code ?? null,
    publishedOn: row.publishedOn,
    sha256: facts?.sha256 ?? null,
    corrects,
    reason,
    correctedBy,
    links: {
      self,
      ...(facts && { tables: `${self}/tables`, quality: `${self}/quality`, page: `/results/${row.id}/quality` }),
      ...(facts && corrects !== null && { changes: `${self}/changes` }),
    },
  };
}
