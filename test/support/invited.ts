import { sql } from "drizzle-orm";
import type { Dims } from "../../src/domain/dimension.ts";
import { macName } from "../../src/platform/crypto.ts";
import type { HasKeys } from "../../src/platform/keys.ts";
import type { HasVault } from "../../src/store/vault/database.ts";

/** What an answer at report carries of somebody of whom little may be told. */
export const plainDims = {
  area: "E23000029",
  stage: "report",
  offence: "burglary",
  age: "not-stated",
  sex: "not-stated",
  abuse: "no",
  language: "en",
  inclusion: "all",
  instrument: "report@1",
  facts: [],
} as const satisfies Dims;

type Invited = {
  /** The link's token, or the code. */
  readonly token: string;
  readonly state?: string;
  readonly safety?: "safe-sms" | "safe-post";
  readonly expiresOn?: string;
  readonly now: string;
};

/** Somebody with a case of their own, who was invited at report in the tenth week of 2026. */
export async function putInvited(
  { vault, keys }: HasVault & HasKeys,
  { token, state = "sent", safety = "safe-sms", expiresOn = "2026-03-30", now }: Invited,
): Promise<void> {
  const id = crypto.randomUUID();
  const { area, offence, stage } = plainDims;
  const hash = await macName(await keys.standing("link"), token);
  await vault.run(sql`insert into case_file values (${id}, ${area}, ${offence}, '[]', '{}', null, null, null, ${now})`);
  await vault.run(sql`insert into victim (id, ref_hash, area, safety, language, age, sex, flags, consent, status, updated_at)
    values (${id}, ${id}, ${area}, ${safety}, 'en', '25-44', 'female', '[]', 'not-refused', 'active', ${now})`);
  await vault.run(sql`
    insert into invitation (id, case_id, victim_id, milestone_id, stage, area, period, state, probability, due_on,
      expires_on, wave, link_hash, dims, created_at, updated_at)
    values (${id}, ${id}, ${id}, 'm', ${stage}, ${area}, '2026Q1', ${state}, 1, '2026-03-03', ${expiresOn},
      '2026-W10', ${hash}, ${JSON.stringify(plainDims)}, ${now}, ${now})`);
}
