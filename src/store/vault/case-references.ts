import { sql } from "drizzle-orm";
import * as v from "valibot";
import type { CaseReference, SealedReference } from "../../domain/ledger.ts";
import type { Week } from "../../kernel/time.ts";
import type { HasKeys } from "../../platform/keys.ts";
import type { HasVault } from "./database.ts";
import { caseVictim, closureRequest } from "./schema.ts";
import { openValue, sealValues } from "./sealed-values.ts";

// What a force itself calls a case and a victim of it: for its own staff, who must know which discussion or which held
// invitation is meant. Never for anyone else, and in no message to a victim.

const schema = v.object({ case: v.string(), victim: v.string() });

const COLUMN = "case_victim.reference";

/** Bound to the ciphertext: a reference moved to another case or victim does not open. */
const rowOf = (caseId: string, victimId: string) => `${caseId}/${victimId}`;

export type ReferenceOf = { readonly caseId: string; readonly victimId: string; readonly said: CaseReference };

/** Seals references under one week's key, in the order given. */
export const sealReferences = async (
  engine: HasKeys,
  epoch: Week,
  records: readonly ReferenceOf[],
): Promise<readonly string[]> =>
  await sealValues(
    engine,
    COLUMN,
    epoch,
    records.map(({ caseId, victimId, said }) => ({ row: rowOf(caseId, victimId), text: JSON.stringify(said) })),
  );

/** What a force calls a case and a victim; null when it cannot be opened. */
export async function openReference(
  engine: HasKeys,
  victimId: string,
  { caseId, reference: sealed, epoch }: SealedReference,
): Promise<CaseReference | null> {
  const opened = await openValue(engine, COLUMN, { row: rowOf(caseId, victimId), sealed, epoch });
  return opened === null ? null : v.parse(schema, JSON.parse(opened));
}

type Row = SealedReference & { readonly id: string; readonly victimId: string };

/** By closure request: which case of the force it is about, as far as known. For staff of that force alone. */
export async function referencesOfClosures(
  engine: HasVault & HasKeys,
  requestIds: readonly string[],
): Promise<ReadonlyMap<string, CaseReference>> {
  const rows = await engine.vault.all<Row>(sql`
    select r.id, r.case_id as caseId, r.victim_id as victimId, cv.reference, cv.reference_epoch as epoch
    from ${closureRequest} r join ${caseVictim} cv on cv.case_id = r.case_id and cv.victim_id = r.victim_id
    where r.id in (select value from json_each(${JSON.stringify(requestIds)})) and cv.reference is not null`);
  const opened = await Promise.all(
    rows.map(async (row) => [row.id, await openReference(engine, row.victimId, row)] as const),
  );
  return new Map(opened.flatMap(([id, said]) => (said === null ? [] : [[id, said] as const])));
}
