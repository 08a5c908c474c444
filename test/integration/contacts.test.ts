import { env } from "cloudflare:workers";
import { sql } from "drizzle-orm";
import { beforeEach, describe, expect, it } from "vitest";
import { endEpochs, renewContacts } from "../../src/flow/renew-contacts.ts";
import { retainVault, retentionOn, silentSince } from "../../src/flow/retain-vault.ts";
import { type LocalDate, londonDate, plusDays, type Week, weekOf } from "../../src/kernel/time.ts";
import { openRecord } from "../../src/platform/crypto.ts";
import { openReference, sealReferences } from "../../src/store/vault/case-references.ts";
import { type Contact, openContact, sealContacts } from "../../src/store/vault/contacts.ts";
import { agedAfter, replaceAged, reseal, START } from "../../src/store/vault/sealed-values.ts";
import type { VaultDb } from "../../src/store/vault/database.ts";
import { destroyContacts, silentCases } from "../../src/store/vault/retention.ts";
import { dump, openCapabilities } from "../support/capabilities.ts";

const WEEK = "2026-W10" as Week;
const NEXT = "2026-W11" as Week;
const FRIDAY = "2026-03-06T10:00:00.000Z";
const MONDAY_NIGHT = "2026-03-09T02:30:00.000Z";
const TUESDAY_NIGHT = "2026-03-10T02:30:00.000Z";

const engine = openCapabilities(FRIDAY);
const { vault, keys, log } = engine;

const contactOf = (index: number): Contact => ({
  mobile: `+447700900${String(index).padStart(3, "0")}`,
  email: `victim-${index}@example.org`,
  postal: [`Person ${index}`, `${index} Example Street`, "EXAMPLETON", "ZZ1 1ZZ"],
  suspects: ["+447700900999"],
  redactions: ["Somebody Else"],
});

type Row = {
  readonly id: string;
  readonly contact: string | null;
  readonly contactEpoch: string | null;
  readonly reference: string | null;
  readonly referenceEpoch: string | null;
};

const rows = async () =>
  await vault.all<Row>(sql`
    select v.id, v.contact, v.contact_epoch as contactEpoch, cv.reference, cv.reference_epoch as referenceEpoch
    from victim v join case_victim cv on cv.victim_id = v.id order by v.id`);

const openRow = async ({ id, ...row }: Row) => ({
  contact: await openContact(engine, { victimId: id, ...row }),
  reference: await openReference(engine, id, {
    caseId: id,
    reference: row.reference ?? "",
    epoch: row.referenceEpoch ?? "",
  }),
});

type CaseGiven = { readonly closedOn?: string; readonly updatedAt?: string; readonly facts?: object };

/** One victim a case, with everything that could reach them sealed under a week's key. */
async function given(n: number, { closedOn, updatedAt = FRIDAY, facts = {} }: CaseGiven = {}, from = 0) {
  const ids = Array.from({ length: n }, (_, at) => `v${String(from + at).padStart(4, "0")}`);
  const contacts = await sealContacts(
    engine,
    WEEK,
    ids.map((victimId, at) => ({ victimId, contact: contactOf(from + at) })),
  );
  const references = await sealReferences(
    engine,
    WEEK,
    ids.map((victimId) => ({
      caseId: victimId,
      victimId,
      said: { case: `45/${victimId}/26`, victim: `V-${victimId}` },
    })),
  );
  const json = JSON.stringify(ids.map((id, at) => [id, contacts[at], references[at]]));
  await vault.run(sql`insert into case_file select value ->> 0, 'E23000029', 'burglary', '[]', ${JSON.stringify(facts)},
    'PC4521', 'CID', ${closedOn ?? null}, ${updatedAt} from json_each(${json})`);
  await vault.run(sql`
    insert into victim (id, ref_hash, area, contact, contact_epoch, phone_index, email_index, postal_index, safety,
      language, age, sex, flags, consent, status, updated_at)
    select value ->> 0, value ->> 0, 'E23000029', value ->> 1, ${WEEK}, 'phone ' || (value ->> 0),
      'email ' || (value ->> 0), 'post ' || (value ->> 0), 'safe-sms', 'en', '25-44', 'female', '[]', 'not-refused',
      'active', ${FRIDAY} from json_each(${json})`);
  await vault.run(sql`insert into case_victim (case_id, victim_id, reference, reference_epoch)
    select value ->> 0, value ->> 0, value ->> 2, ${WEEK} from json_each(${json})`);
  return ids;
}

const invite = async (id: string, state: string, expiresOn: string) =>
  await vault.run(sql`
    insert into invitation (id, case_id, victim_id, milestone_id, stage, area, period, state, probability, due_on,
      expires_on, link_hash, reminder_hash, created_at, updated_at)
    values (${id}, ${id}, ${id}, 'm', 'report', 'E23000029', '2026Q1', ${state}, 1, '2026-03-01', ${expiresOn},
      ${`link ${id}`}, ${`reminder ${id}`}, ${FRIDAY}, ${FRIDAY})`);

beforeEach(async () => {
  engine.setTime(FRIDAY);
  log.lines.length = 0;
  for (const epoch of await keys.list("epoch")) await keys.destroy("epoch", epoch);
  await keys.create("epoch", [WEEK, NEXT]);
  for (const table of ["invitation", "milestone", "case_victim", "victim", "case_file"]) {
    await vault.run(sql.raw(`delete from ${table}`));
  }
});

describe("sealed contact", () => {
  it("opens in its own row, under its own week, and nowhere else", async () => {
    const [first = "", second = ""] = await sealContacts(engine, WEEK, [
      { victimId: "a", contact: contactOf(1) },
      { victimId: "a", contact: contactOf(1) },
    ]);
    expect(first.slice(0, 2)).toBe("1.");
    expect(first.slice(0, 45) === second.slice(0, 45)).toBe(false);
    const row = { victimId: "a", contact: first, contactEpoch: WEEK };
    expect(await openContact(engine, row)).toEqual(contactOf(1));
    expect(await openContact(engine, { ...row, victimId: "b" })).toBe(null);
    expect(await openContact(engine, { ...row, contactEpoch: NEXT })).toBe(null);
    expect(await openContact(engine, { ...row, contact: `2.${first.slice(2)}` })).toBe(null);
    expect(await openReference(engine, "a", { caseId: "a", reference: first, epoch: WEEK })).toBe(null);
    const damaged = `${first.slice(0, 60)}${first[60] === "A" ? "B" : "A"}${first.slice(61)}`;
    expect(await openContact(engine, { ...row, contact: damaged })).toBe(null);
  });

  it("lies in the vault as ciphertext alone", async () => {
    await given(3);
    const kept = await dump(env.VAULT);
    expect(/\+447700900|@example|Example Street|EXAMPLETON|ZZ1 1ZZ|Somebody|V-v0|45\/v0/.test(kept)).toBe(false);
  });

  it("takes the key of its week with it", async () => {
    const [id = ""] = await given(1);
    await keys.destroy("epoch", WEEK);
    const [row] = await rows();
    await expect(
      openContact(engine, { victimId: id, contact: row?.contact ?? "", contactEpoch: WEEK }),
    ).rejects.toThrow("key-not-ready");
  });
});

describe("the weekly renewal", () => {
  it("seals what is needed under the new week, and leaves the old one's copies for nobody to open", async () => {
    await given(7);
    const before = await rows();
    await renewContacts(engine);
    expect((await rows()).map(({ contact }) => contact)).toEqual(before.map(({ contact }) => contact));

    engine.setTime(MONDAY_NIGHT);
    await retainVault(engine);
    const after = await rows();
    expect(new Set(after.flatMap(({ contactEpoch, referenceEpoch }) => [contactEpoch, referenceEpoch]))).toEqual(
      new Set([NEXT]),
    );
    expect(await Promise.all(after.map(openRow))).toEqual(
      after.map(({ id }, at) => ({ contact: contactOf(at), reference: { case: `45/${id}/26`, victim: `V-${id}` } })),
    );
    // What somebody had read a moment before still opens, for a day.
    expect(await keys.list("epoch")).toContain(WEEK);

    engine.setTime(TUESDAY_NIGHT);
    await retainVault(engine);
    expect(await keys.list("epoch")).toEqual([NEXT]);
    for (const row of before) {
      await expect(openRow(row)).rejects.toThrow("key-not-ready");
      const living = await keys.dated("epoch", NEXT);
      for (const week of [WEEK, NEXT]) {
        expect(await openRecord(living, row.contact ?? "", `victim.contact/${row.id}/${week}`)).toBe(null);
      }
    }
    expect((await Promise.all((await rows()).map(openRow))).every(({ contact }) => contact !== null)).toBe(true);
  });

  it("goes on where a night's work ended, and keeps the old key until the last row is done", async () => {
    await given(12);
    engine.setTime(MONDAY_NIGHT);
    const aNight = { rows: 3, pages: 3 };
    const left = async () => (await agedAfter(vault, "victim.contact", NEXT, { after: START, limit: 100 })).length;
    await renewContacts(engine, aNight);
    expect(await left()).toBe(3);
    await endEpochs(engine);
    expect(await keys.list("epoch")).toContain(WEEK);
    await renewContacts(engine, aNight);
    expect(await left()).toBe(0);
    for (let night = 0; night < 3; night++) await renewContacts(engine, aNight);
    await endEpochs(engine);
    expect(await keys.list("epoch")).toEqual([NEXT]);
    expect(log.lines.find((line) => line.includes("contacts-renewed"))).toBe(
      JSON.stringify({ event: "contacts-renewed", renewed: 9, unreadable: 0, isDone: false }),
    );
  });

  it("can be killed after any page, and run beside itself", async () => {
    await given(10);
    engine.setTime(MONDAY_NIGHT);
    const mortal = (calls: number): VaultDb => {
      let left = calls;
      return new Proxy(vault, {
        get: (target, name, receiver) => {
          if (name === "all" && left-- <= 0) throw new Error("killed");
          return Reflect.get(target, name, receiver);
        },
      });
    };
    for (const calls of [1, 2, 3, 4, 5]) {
      await expect(renewContacts({ ...engine, vault: mortal(calls) }, { rows: 2, pages: 99 })).rejects.toThrow(
        "killed",
      );
      expect((await Promise.all((await rows()).map(openRow))).every(({ contact }) => contact !== null)).toBe(true);
    }
    const small = { rows: 2, pages: 99 };
    await Promise.all([renewContacts(engine, small), renewContacts(engine, small), renewContacts(engine, small)]);
    const after = await rows();
    expect(new Set(after.map(({ contactEpoch }) => contactEpoch))).toEqual(new Set([NEXT]));
    expect((await Promise.all(after.map(openRow))).map(({ contact }) => contact)).toEqual(
      after.map((_, at) => contactOf(at)),
    );
  });

  it("never puts an older contact over a newer one, nor brings back one that was destroyed", async () => {
    const [asserted = "", stopped = ""] = await given(2);
    const aged = await agedAfter(vault, "victim.contact", NEXT, { after: START, limit: 10 });
    const sealed = await reseal(engine, "victim.contact", aged, { epoch: NEXT, living: new Set([WEEK]) });
    const [newer = ""] = await sealContacts(engine, NEXT, [{ victimId: asserted, contact: contactOf(500) }]);
    await vault.run(sql`update victim set contact = ${newer}, contact_epoch = ${NEXT} where id = ${asserted}`);
    await vault.run(sql`update victim set contact = null, contact_epoch = null where id = ${stopped}`);
    const renewed = aged.map((value, at) => ({ aged: value, sealed: sealed[at] ?? "" }));
    expect(await replaceAged(vault, "victim.contact", renewed, NEXT)).toBe(0);
    const [first, second] = await rows();
    expect(first?.contact === newer).toBe(true);
    expect([second?.contact, second?.contactEpoch]).toEqual([null, null]);
  });

  it("leaves a row that does not open as it is, says so, and keeps the key under which it may be", async () => {
    const [broken = ""] = await given(3);
    await vault.run(sql`update victim set contact = contact || 'x' where id = ${broken}`);
    engine.setTime(MONDAY_NIGHT);
    await retainVault(engine);
    engine.setTime(TUESDAY_NIGHT);
    await retainVault(engine);
    expect(await keys.list("epoch")).toContain(WEEK);
    expect(log.lines.some((line) => line.includes('"renewed":5,"unreadable":1'))).toBe(true);
  });
});

describe("the end of contact", () => {
  const TODAY = "2026-06-01" as LocalDate;
  const long = (days: number) => plusDays(TODAY, -days);
  const kept = async () => (await rows()).map(({ contact }) => contact !== null);
  const destroy = async (page?: number) => await destroyContacts(vault, retentionOn(TODAY), page);

  type Ending = readonly [why: string, isKept: boolean, caseGiven: CaseGiven, invitation?: readonly [string, string]];
  const endings: readonly Ending[] = [
    ["the case is open", true, {}],
    ["the case closed 35 days ago", true, { closedOn: long(35) }],
    ["the case closed 36 days ago", false, { closedOn: long(36) }],
    ["a link ended 35 days ago", true, { closedOn: long(90) }, ["sent", long(35)]],
    ["the last link ended 36 days ago", false, { closedOn: long(90) }, ["closed", long(36)]],
    ["a stage is scheduled", true, { closedOn: long(90) }, ["scheduled", long(36)]],
    ["what is held can still go", true, { closedOn: long(90) }, ["held", plusDays(TODAY, 9)]],
    ["what was held can go no more", false, { closedOn: long(90) }, ["held", long(36)]],
    ["nothing was heard for a year and 34 days", true, { updatedAt: `${long(365 + 34)}T12:00:00.000Z` }],
    ["nothing was heard for a year and 36 days", false, { updatedAt: `${long(365 + 36)}T12:00:00.000Z` }],
    ["it closed, but somebody stands charged", true, { closedOn: long(90), facts: { charged: true } }],
    [
      "it is silent, but somebody stands charged",
      true,
      { updatedAt: `${long(900)}T12:00:00.000Z`, facts: { charged: true } },
    ],
    [
      "convicted, not yet sentenced",
      true,
      { closedOn: long(90), facts: { charged: true, convicted: true, trialHeld: long(99) } },
    ],
    ["sentenced", false, { closedOn: long(90), facts: { charged: true, convicted: true, sentencedOn: long(95) } }],
    ["dropped after the charge", false, { closedOn: long(90), facts: { charged: true, noFurtherAction: true } }],
    [
      "sentenced and unconcluded",
      true,
      { closedOn: long(90), facts: { charged: true, sentencedOn: long(95), unconcluded: true } },
    ],
    [
      "a contact scheme was chosen",
      true,
      { closedOn: long(90), facts: { contactSchemeEligible: true, contactSchemeOptedIn: true } },
    ],
    ["a contact scheme may be chosen", true, { closedOn: long(90), facts: { contactSchemeEligible: true } }],
    [
      "a contact scheme was declined",
      false,
      { closedOn: long(90), facts: { contactSchemeEligible: true, contactSchemeOptedIn: false } },
    ],
  ];

  it.each(endings.map(([why, isKept, caseGiven, invitation]) => ({ why, isKept, caseGiven, invitation })))(
    "comes or not as decided: $why (kept: $isKept)",
    async ({ isKept, caseGiven, invitation }) => {
      const [id = ""] = await given(1, caseGiven);
      if (invitation) await invite(id, invitation[0], invitation[1]);
      expect(await destroy()).toBe(isKept ? 0 : 1);
      expect(await kept()).toEqual([isKept]);
    },
  );

  it("comes after an acquittal, which no fact of the case tells", async () => {
    const [id = ""] = await given(1, { closedOn: long(90), facts: { charged: true } });
    const outcome = async (state: string, convicted: boolean) =>
      await vault.run(sql`
        insert into milestone (id, event_key, sender_id, kind, occurred_at, received_at, case_id, state, detail)
        values (${state + String(convicted)}, ${state + String(convicted)}, 's', 'court.outcome', ${FRIDAY}, ${FRIDAY}, ${id},
          ${state}, ${JSON.stringify({ facts: { convicted } })})`);
    await outcome("recorded", true);
    await outcome("retracted", false);
    expect(await destroy()).toBe(0);
    await outcome("recorded", false);
    expect(await destroy()).toBe(1);
  });

  it("does not come after an acquittal that the court has corrected", async () => {
    const [id = ""] = await given(1, { closedOn: long(90), facts: { charged: true } });
    const outcome = async (at: string, convicted: boolean) =>
      await vault.run(sql`
        insert into milestone (id, event_key, sender_id, kind, occurred_at, received_at, case_id, state, detail)
        values (${at}, ${at}, 's', 'court.outcome', ${at}, ${FRIDAY}, ${id}, 'recorded',
          ${JSON.stringify({ facts: { convicted }, matter: "hearing" })})`);
    await outcome("2025-01-02T10:00:00.000Z", false);
    await outcome("2025-01-03T10:00:00.000Z", true);
    expect(await destroy()).toBe(0);
    await outcome("2025-01-04T10:00:00.000Z", false);
    expect(await destroy()).toBe(1);
  });

  it("waits for the last of a victim's cases", async () => {
    const [id = "", other = ""] = await given(2, { closedOn: long(90) });
    await vault.run(sql`insert into case_victim (case_id, victim_id) values (${other}, ${id})`);
    await vault.run(sql`update case_file set closed_on = null where id = ${other}`);
    expect(await destroy()).toBe(0);
    await vault.run(sql`update case_file set closed_on = ${long(36)} where id = ${other}`);
    expect(await destroy()).toBe(2);
  });

  it("takes everything that could reach or name them, page after page, and in the end the week's key", async () => {
    const ids = await given(5, { closedOn: long(90) });
    for (const id of ids) await invite(id, "closed", long(60));
    const copies = await rows();
    expect(await destroy(2)).toBe(5);
    const left = await vault.all(sql`
      select v.contact, v.contact_epoch, v.phone_index, v.email_index, v.postal_index, cv.reference, cv.reference_epoch,
        i.link_hash, i.reminder_hash
      from victim v join case_victim cv on cv.victim_id = v.id join invitation i on i.victim_id = v.id`);
    expect(left).toHaveLength(5);
    expect(left.flatMap((row) => Object.values(row as object)).every((value) => value === null)).toBe(true);
    expect(await destroy(2)).toBe(0);

    engine.setTime(`${TODAY}T02:30:00.000Z`);
    await keys.create("epoch", [weekOf(londonDate(engine.clock.now()))]);
    await retainVault(engine);
    for (const copy of copies) await expect(openRow(copy)).rejects.toThrow("key-not-ready");
  });

  it("leaves a list of whom to ask, where only something live keeps contact", async () => {
    await given(1, { facts: { charged: true } });
    await given(1, { closedOn: long(3), facts: { charged: true } }, 10);
    await given(1, { updatedAt: `${long(400)}T12:00:00.000Z`, facts: { contactSchemeEligible: true } }, 20);
    await given(1, { closedOn: long(3) }, 30);
    const asked = await silentCases(vault, ["E23000029"], silentSince(TODAY), { limit: 10, offset: 0 });
    expect(asked).toMatchObject([
      { caseId: "v0020", why: "silent", live: "contact-scheme", since: `${long(400)}T12:00:00.000Z` },
      { caseId: "v0010", why: "closed", live: "prosecution", since: long(3), officerRef: "PC4521" },
    ]);
    expect(await silentCases(vault, ["W15000001"], silentSince(TODAY), { limit: 10, offset: 0 })).toEqual([]);
    expect(await silentCases(vault, "all", silentSince(TODAY), { limit: 1, offset: 1 })).toHaveLength(1);
  });
});
