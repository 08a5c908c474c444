import { sql } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { methodology } from "../../src/domain/methodology.ts";
import { recheck } from "../../src/domain/recheck.ts";
import { sendingDayOf } from "../../src/domain/schedule.ts";
import { type LocalDate, plusMinutes } from "../../src/kernel/time.ts";
import { claim, type Claimed } from "../../src/store/vault/claims.ts";
import { given, NOW, prepareDeliveries, TODAY, vault, WEEK } from "../support/deliveries.ts";

prepareDeliveries();

const SURREY = "E23000029";
const KENT = "E23000032";
const SHARED = "+447700900123";
const known = { age: "25-44", sex: "female" } as const;

/** One victim of one case of that force, with the number that the tests are about, cut and linked to the case. */
async function victimOf(area: string, about: Readonly<Record<string, string | null>> = {}): Promise<string> {
  const [id = ""] = await given({ n: 1, victim: { ...known, area, ...about }, mobile: () => SHARED });
  await vault.run(sql`insert into case_victim (case_id, victim_id) values (${id}, ${id})`);
  await vault.run(sql`update invitation set dims = '{}' where id = ${id}`);
  return id;
}

const claimed = async (...ids: readonly string[]): Promise<readonly Claimed[]> =>
  await claim(
    vault,
    ids.map((id) => ({ id, linkHash: `hash of ${id}` })),
    { now: NOW, today: TODAY, wave: WEEK },
    plusMinutes(NOW, 20),
  );

function checked(one: Claimed | undefined) {
  if (!one) throw new Error("it was not claimed");
  const sent = one.sent.map(({ caseId, expiresOn }) => ({ caseId, on: sendingDayOf(expiresOn, methodology) }));
  return recheck({ ...one, invitation: one, sent, now: NOW }, methodology);
}

/** As it stands after it went so many days ago. */
const wentOn = (id: string, date: string) =>
  vault.run(sql`update invitation set state = 'delivered', expires_on = date(${date}, '+28 days') where id = ${id}`);

describe("one person whom two forces know", () => {
  it("is written to by either, and rests from both", async () => {
    const [surrey, kent] = [await victimOf(SURREY), await victimOf(KENT)];
    await wentOn(kent, "2026-01-10");
    const [one] = await claimed(surrey);
    expect(one?.shared).toEqual([]);
    expect(one?.sent).toEqual([{ caseId: kent, expiresOn: "2026-02-07" as LocalDate }]);
    expect(checked(one)).toEqual({ act: "end", state: "excluded", reason: "rest-across-cases" });
    await wentOn(kent, "2025-11-20");
    await vault.run(sql`update invitation set state = 'scheduled' where id = ${surrey}`);
    expect(checked((await claimed(surrey))[0])).toEqual({ act: "send", route: "sms" });
  });

  it("is written to once where both are sent at the same moment, whoever claims them", async () => {
    const [surrey, kent] = [await victimOf(SURREY), await victimOf(KENT)];
    const together = await claimed(surrey, kent);
    expect(
      together
        .map(checked)
        .map(({ act }) => act)
        .toSorted(),
    ).toEqual(["send", "wait"]);
    await vault.run(sql`update invitation set state = 'scheduled', claimed_until = null`);
    expect(checked((await claimed(kent))[0])).toMatchObject({ act: "send" });
    expect(checked((await claimed(surrey))[0])).toEqual({ act: "wait", until: TODAY });
  });

  it("is in danger with both when in danger with one, and silent with both when silent with one", async () => {
    const kent = await victimOf(KENT, { flags: '["stalking"]', offence: "sexual" });
    const [of] = await claimed(await victimOf(SURREY));
    expect(of?.caseState.flags).toEqual(expect.arrayContaining(["stalking", "serious-sexual"]));
    expect(checked(of)).toMatchObject({ state: "held", reason: "never-cold" });
    await vault.run(sql`update case_file set closed_on = '2026-02-01' where id = ${kent}`);
    expect(checked((await claimed(await victimOf(SURREY, { age: "18-24" })))[0])).toMatchObject({
      reason: "shared-number",
    });
    await vault.run(sql`update victim set status = 'withdrawn' where id = ${kent}`);
    await vault.run(sql`delete from invitation where victim_id <> ${kent}`);
    await vault.run(sql`update victim set phone_index = null where id <> ${kent}`);
    expect(checked((await claimed(await victimOf(SURREY)))[0])).toMatchObject({ reason: "victim-withdrew" });
  });

  it("is kept in peace on the days of all their cases", async () => {
    await victimOf(KENT, { facts: '{"hearings":["2026-03-04"]}' });
    const [of] = await claimed(await victimOf(SURREY));
    expect(of?.otherCases).toEqual([{ hearings: ["2026-03-04"] }]);
    expect(checked(of)).toEqual({ act: "wait", until: "2026-03-05" });
  });
});

describe("a number that somebody else has too", () => {
  it.each([
    ["another victim of the same force, alike as they may be", SURREY, {}],
    ["somebody of another age", KENT, { age: "45-64" }],
    ["somebody of another sex", KENT, { sex: "male" }],
    ["somebody whose age nobody stated", KENT, { age: "not-stated" }],
    ["somebody whose sex nobody stated", KENT, { sex: "not-stated" }],
  ])("holds what would go to it: %s", async (_, area, about) => {
    await victimOf(area, about);
    const [of] = await claimed(await victimOf(SURREY));
    expect(of?.sent).toEqual([]);
    expect(checked(of)).toEqual({ act: "end", state: "held", reason: "shared-number" });
  });

  it("holds a letter to an address, and an e-mail, likewise, and not a text to another number", async () => {
    const other = await victimOf(SURREY);
    const routes = [
      ["postal_index", "safe-post", "letter"],
      ["email_index", "safe-email", "email"],
    ] as const;
    for (const [index, safety, route] of routes) {
      const own = await victimOf(SURREY);
      await vault.run(sql`update victim set phone_index = ${own} where id = ${own}`);
      await vault.run(sql`update victim set ${sql.raw(index)} = 'both' where id in (${own}, ${other})`);
      const [texted] = await claimed(own);
      expect(texted?.shared).toEqual([route]);
      expect(checked(texted)).toMatchObject({ act: "send", route: "sms" });
      await vault.run(sql`update victim set safety = ${safety} where id = ${own}`);
      await vault.run(sql`update invitation set state = 'scheduled' where id = ${own}`);
      expect(checked((await claimed(own))[0])).toMatchObject({ reason: "shared-number" });
      await vault.run(sql`update victim set ${sql.raw(index)} = null`);
    }
  });

  it("is shared where so many have it that nobody can be all of them", async () => {
    await given({ n: 30, victim: { ...known, area: KENT }, mobile: () => SHARED });
    expect(checked((await claimed(await victimOf(SURREY)))[0])).toMatchObject({ reason: "shared-number" });
  });

  it("is found by its index, however many victims there are", async () => {
    const plan = await vault.all<{ detail: string }>(sql`
      explain query plan select o.id from victim v, victim o where v.id = 'one' and o.id <> v.id
        and (o.phone_index = v.phone_index or o.email_index = v.email_index or o.postal_index = v.postal_index)`);
    const steps = plan.map(({ detail }) => detail).join("\n");
    for (const index of ["victim_phone", "victim_email", "victim_postal"]) expect(steps).toContain(index);
    expect(steps).not.toContain("SCAN");
  });
});
