import { type SQL, sql } from "drizzle-orm";
import type { CaseFlag } from "../../domain/case.ts";
import type { Dims } from "../../domain/dimension.ts";
import type { Person } from "../../domain/wave.ts";
import {
  firstDayOfQuarter,
  type Instant,
  type LocalDate,
  plusDays,
  type Quarter,
  quarterAfter,
} from "../../kernel/time.ts";
import type { VaultDb } from "./database.ts";
import { caseFile, closureRequest, invitation, victim } from "./schema.ts";

/** Bytes of JSON in one parameter: below D1's limit for one value (2 MB), with room. */
const PARAMETER_BYTES = 1_000_000;

/** Periods with an invitation or a closure request that is due by then, and has no combination of its own yet. */
export async function uncutPeriods(vault: VaultDb, by: LocalDate): Promise<readonly Quarter[]> {
  const rows = await vault.all<{ period: Quarter }>(sql`
    select distinct period from ${invitation} where state = 'scheduled' and dims is null and due_on <= ${by}
    union select period from ${closureRequest} where state = 'open' and dims = '{}' and due_on <= ${by}`);
  return rows.map(({ period }) => period);
}

/**
 * In which quarters an invitation of the period can be answered: its own alone (0), its own and the next (1), or only
 * later ones, where sending was late (2). An answer counts in the quarter in which it comes, so it hides among those
 * that can come in the same quarters and among no others.
 */
export type Reach = 0 | 1 | 2;

/** How the reach of a period's invitations is told: by the day on which they went, or at the earliest can go. */
export type Reaching = { readonly period: Quarter; readonly today: LocalDate; readonly linkDays: number };

function reachOf({ period, today, linkDays }: Reaching) {
  const next = firstDayOfQuarter(quarterAfter(period));
  const due = sql`max(i.due_on, ${today})`;
  return sql`case when i.state in ('sent', 'delivered', 'closed')
    then (i.expires_on >= ${next}) + (i.expires_on >= ${plusDays(next, linkDays)})
    else (${due} >= ${plusDays(next, -linkDays)}) + (${due} >= ${next}) end`;
}

/** Who counts as company: those who were sent a link or may yet be. */
const answerable = sql.raw(`i.state in ('scheduled', 'claimed', 'sent', 'delivered', 'closed')`);

/** Invitations that look alike to the vault. */
export type UncutGroup = { readonly person: Person; readonly reach: Reach; readonly ids: readonly string[] };

type UncutRow = Omit<Person, "flags" | "known"> & {
  readonly reach: Reach;
  readonly flags: string;
  readonly known: string;
  readonly ids: string;
};

const groupOf = ({ reach, flags, known, ids, ...rest }: UncutRow): UncutGroup => ({
  reach,
  person: { ...rest, flags: JSON.parse(flags) as readonly CaseFlag[], known: JSON.parse(known) as readonly string[] },
  ids: JSON.parse(ids) as readonly string[],
});

/** Names of those facts of a case that are known and true. */
const knownFacts = sql.raw(`(select json_group_array(f.key) from json_each(c.facts) f where f.type = 'true')`);

/**
 * A period's scheduled invitations that have no combination yet, gathered by all that the vault knows of them.
 *
 * An invitation that the rest rule preferred to another counts as drawn among them: its probability is divided by how
 * many (decisions.md 5; instruments.md 1.11, "weight = number of eligible crimes").
 */
export async function uncutInvitations(
  vault: VaultDb,
  reaching: Reaching,
  restDays: number,
): Promise<readonly UncutGroup[]> {
  const rows = await vault.all<UncutRow>(
    uncut(sql`i.period = ${reaching.period} and i.state = 'scheduled' and i.dims is null`, reaching, restDays),
  );
  return rows.map(groupOf);
}

/** One invitation as it would be cut if it went today, whatever its state; null when there is none. */
export async function uncutInvitation(
  vault: VaultDb,
  id: string,
  reaching: Reaching,
  restDays: number,
): Promise<UncutGroup | null> {
  const [row] = await vault.all<UncutRow>(uncut(sql`i.id = ${id}`, reaching, restDays));
  return row ? groupOf(row) : null;
}

const uncut = (which: SQL, reaching: Reaching, restDays: number): SQL => sql`
    select reach, stage, area, offence, age, sex, language, flags, known, probability, json_group_array(id) as ids from (
      select i.id, ${reachOf(reaching)} as reach, i.stage, i.area, c.offence, v.age, v.sex, v.language, c.flags, ${knownFacts} as known,
        i.probability / (1 + (select count(*) from ${invitation} o
          where o.victim_id = i.victim_id and o.state = 'excluded' and o.reason in ('rest-within-case', 'rest-across-cases')
            and abs(julianday(o.due_on) - julianday(i.due_on)) < ${restDays})) as probability
      from ${invitation} i join ${victim} v on v.id = i.victim_id join ${caseFile} c on c.id = i.case_id
      where ${which})
    group by reach, stage, area, offence, age, sex, language, flags, known, probability`;

/** A period's closure requests that have no combination yet. Area and offence are all that their answers carry. */
export async function uncutClosures(vault: VaultDb, period: Quarter): Promise<readonly UncutGroup[]> {
  const rows = await vault.all<UncutRow>(sql`
    select 0 as reach, 'closure' as stage, r.area, c.offence, 'not-stated' as age, 'not-stated' as sex, 'not-stated' as language,
      '[]' as flags, '[]' as known, 1 as probability, json_group_array(r.id) as ids
    from ${closureRequest} r join ${caseFile} c on c.id = r.case_id
    where r.period = ${period} and r.state = 'open' and r.dims = '{}'
    group by r.area, c.offence`);
  return rows.map(groupOf);
}

/** How many of a period hold each combination already. */
export type HeldCombination = { readonly dims: Dims; readonly reach: Reach; readonly n: number };

type HeldRow = Omit<HeldCombination, "dims"> & { readonly dims: string };

const heldOf = (rows: readonly HeldRow[]): readonly HeldCombination[] =>
  rows.map((row) => ({ ...row, dims: JSON.parse(row.dims) as Dims }));

export const cutInvitations = async (vault: VaultDb, reaching: Reaching) =>
  heldOf(
    await vault.all(sql`
      select dims, ${reachOf(reaching)} as reach, count(*) as n from ${invitation} i
      where i.period = ${reaching.period} and i.dims is not null and ${answerable} group by dims, reach`),
  );

export const cutClosures = async (vault: VaultDb, period: Quarter) =>
  heldOf(
    await vault.all(sql`
      select dims, 0 as reach, count(*) as n from ${closureRequest}
      where period = ${period} and dims <> '{}' and state <> 'cancelled' group by dims`),
  );

/** Invitations that are given one combination and one probability. */
export type Cut = { readonly dims: Dims; readonly probability: number; readonly ids: readonly string[] };

/** JSON lists of `[dims, probability, [ids]]`, each short enough for one parameter. */
function* parcels(cuts: readonly Cut[]): Generator<string> {
  let parcel: string[] = [];
  let size = 0;
  for (const { dims, probability, ids } of cuts) {
    for (let from = 0; from < ids.length; from += 5_000) {
      const piece = JSON.stringify([JSON.stringify(dims), probability, ids.slice(from, from + 5_000)]);
      if (size + piece.length > PARAMETER_BYTES && parcel.length > 0) {
        yield `[${parcel.join(",")}]`;
        parcel = [];
        size = 0;
      }
      parcel.push(piece);
      size += piece.length;
    }
  }
  if (parcel.length > 0) yield `[${parcel.join(",")}]`;
}

const pieces = (parcel: string) => sql`
  (select p.value ->> 0 as dims, p.value ->> 1 as probability, m.value as member
    from json_each(${parcel}) p, json_each(p.value, '$[2]') m) as cut`;

/** Writes the combinations. A row that was cut, held or cancelled meanwhile keeps what it has. */
// `+state` (here and in deliveries.ts): look the named rows up by id, do not read every scheduled one.
export async function writeCuts(vault: VaultDb, cuts: readonly Cut[], now: Instant): Promise<void> {
  for (const parcel of parcels(cuts)) {
    await vault.run(sql`
      update ${invitation} set dims = cut.dims, probability = cut.probability, updated_at = ${now} from ${pieces(parcel)}
      where invitation.id = cut.member and +invitation.state = 'scheduled' and invitation.dims is null`);
  }
}

export async function writeClosureCuts(vault: VaultDb, cuts: readonly Cut[]): Promise<void> {
  for (const parcel of parcels(cuts)) {
    await vault.run(sql`
      update ${closureRequest} set dims = cut.dims from ${pieces(parcel)}
      where closure_request.id = cut.member and +closure_request.dims = '{}'`);
  }
}

/**
 * Makes some of a period's invitations coarser, so that a combination which too few hold has company: those that are
 * cut and have not gone, out of combinations that stay large enough without them, and reach as far. Coarser is always
 * true.
 *
 * @returns How many were found; fewer than asked for where the stage is that small.
 */
export async function lendCompany(
  vault: VaultDb,
  reaching: Reaching,
  {
    dims,
    reach,
    missing,
    k,
  }: { readonly dims: Dims; readonly reach: Reach; readonly missing: number; readonly k: number },
): Promise<number> {
  const coarse = JSON.stringify(dims);
  const lent = await vault.all<{ id: string }>(sql`
    update ${invitation} set dims = ${coarse} where id in (
      select id from (
        select id, state, count(*) over (partition by dims) as sharing,
          row_number() over (partition by dims, state = 'scheduled' order by id) as place
        from ${invitation} i
        where i.period = ${reaching.period} and stage = ${dims.stage} and dims is not null and dims <> ${coarse}
          and dims ->> 'instrument' = ${dims.instrument} and ${answerable} and ${reachOf(reaching)} = ${reach})
      where state = 'scheduled' and place <= sharing - ${k} order by id limit ${missing})
    and +state = 'scheduled'
    returning id`);
  return lent.length;
}
