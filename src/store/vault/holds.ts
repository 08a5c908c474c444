import { sql } from "drizzle-orm";
import type { Form } from "../../domain/dimension.ts";
import type { Reason } from "../../domain/disposition.ts";
import type { Safety } from "../../domain/case.ts";
import type { InvitationState } from "../../domain/invitation.ts";
import { ownSenders } from "../../domain/sender.ts";
import type { Instant, LocalDate, Week } from "../../kernel/time.ts";
import type { VaultDb } from "./database.ts";
import { caseFile, caseVictim, invitation, milestone, victim } from "./schema.ts";

/** Police areas, GSS codes; or all. */
export type Areas = "all" | readonly string[];

const inAreas = (areas: Areas) =>
  areas === "all" ? sql`true` : sql`i.area in (select value from json_each(${JSON.stringify(areas)}))`;

/** An invitation that waits for a person. */
export type HeldRow = {
  readonly id: string;
  readonly stage: Form;
  readonly area: string;
  readonly reason: Reason;
  readonly expiresOn: LocalDate;
  readonly officerRef: string | null;
  readonly officerUnit: string | null;
};

/** How many invitations of these areas are held for each reason, and could still go on a day. Most first. */
export const countHeld = async (vault: VaultDb, areas: Areas, expiresFrom: LocalDate) =>
  await vault.all<{ readonly reason: Reason; readonly n: number }>(sql`
    select i.reason, count(*) as n from ${invitation} i
    where i.state = 'held' and i.expires_on >= ${expiresFrom} and ${inAreas(areas)}
    group by i.reason order by n desc, i.reason`);

/** Invitations of these areas that are held and could still go on a day; those with the least time left first. */
export async function listHeld(
  vault: VaultDb,
  areas: Areas,
  expiresFrom: LocalDate,
  page: { readonly reason: Reason | null; readonly limit: number; readonly offset: number },
): Promise<readonly HeldRow[]> {
  const ofReason = page.reason === null ? sql`true` : sql`i.reason = ${page.reason}`;
  return await vault.all<HeldRow>(sql`
    select i.id, i.stage, i.area, i.reason, i.expires_on as expiresOn, c.officer_ref as officerRef,
      c.officer_unit as officerUnit
    from ${invitation} i join ${caseFile} c on c.id = i.case_id
    where i.state = 'held' and i.expires_on >= ${expiresFrom} and ${inAreas(areas)} and ${ofReason}
    order by i.expires_on, i.id limit ${page.limit} offset ${page.offset}`);
}

/** One invitation, with what is known of the route and what the force calls the case, still sealed. */
export type HeldDetail = HeldRow & {
  readonly state: InvitationState;
  readonly caseId: string;
  readonly victimId: string;
  readonly victimHash: string;
  /** Of the victim, whose case may be another force's. */
  readonly victimArea: string;
  /** When the route was last judged at the console, in this case; null if never. */
  readonly judgedHereAt: Instant | null;
  readonly safety: Safety;
  readonly safetyAssertedAt: Instant | null;
  readonly safetyAssertedBy: string | null;
  readonly hasMobile: boolean;
  readonly hasEmail: boolean;
  readonly hasAddress: boolean;
  readonly reference: string | null;
  readonly referenceEpoch: Week | null;
};

type DetailRow = Omit<HeldDetail, "hasMobile" | "hasEmail" | "hasAddress"> & {
  readonly hasMobile: number;
  readonly hasEmail: number;
  readonly hasAddress: number;
};

/** An invitation by id, whatever became of it since; null when there is none. */
export async function heldById(vault: VaultDb, id: string): Promise<HeldDetail | null> {
  const row = await vault.get<DetailRow | undefined>(sql`
    select i.id, i.stage, i.area, i.reason, i.expires_on as expiresOn, c.officer_ref as officerRef,
      c.officer_unit as officerUnit, i.state, i.case_id as caseId, i.victim_id as victimId, v.ref_hash as victimHash, v.area as victimArea, (
        select max(m.received_at) from ${milestone} m
        where m.case_id = i.case_id and m.kind = 'victim.contact-asserted' and m.victim_id = i.victim_id
          and m.sender_id = ${ownSenders.staff.id}) as judgedHereAt,
      v.safety, v.safety_asserted_at as safetyAssertedAt, v.safety_asserted_by as safetyAssertedBy,
      v.phone_index is not null as hasMobile, v.email_index is not null as hasEmail,
      v.postal_index is not null as hasAddress, cv.reference, cv.reference_epoch as referenceEpoch
    from ${invitation} i join ${caseFile} c on c.id = i.case_id join ${victim} v on v.id = i.victim_id
      left join ${caseVictim} cv on cv.case_id = i.case_id and cv.victim_id = i.victim_id
    where i.id = ${id}`);
  if (!row) return null;
  const { hasMobile, hasEmail, hasAddress } = row;
  return { ...row, hasMobile: hasMobile === 1, hasEmail: hasEmail === 1, hasAddress: hasAddress === 1 };
}

/** How many messages of these areas were given to a gateway that cannot say whether it has them. */
export async function countInDoubt(vault: VaultDb, areas: Areas): Promise<number> {
  const row = await vault.get<{ readonly n: number }>(sql`
    select count(*) as n from ${invitation} i
    where i.state in ('claimed', 'sent', 'closed') and i.reason = 'in-doubt' and ${inAreas(areas)}`);
  return row?.n ?? 0;
}
