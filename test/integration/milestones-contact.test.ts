import { env } from "cloudflare:workers";
import { beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { Milestone } from "../../src/domain/milestone.ts";
import { receiveMilestones } from "../../src/flow/receive-milestones.ts";
import { stopByReference } from "../../src/flow/stop.ts";
import type { LocalDate } from "../../src/kernel/time.ts";
import { openContact } from "../../src/store/vault/contacts.ts";
import { destroyContacts } from "../../src/store/vault/retention.ts";
import { dump, openCapabilities } from "../support/capabilities.ts";
import { at, crime, emptyVault, force, takesBack, tell, type Told, victim } from "../support/told.ts";

const engine = openCapabilities("2026-03-20T09:30:00.000Z");

const receive = async (...told: readonly Told[]) => {
  for (const { by, milestone } of told) await receiveMilestones(engine, by, [milestone]);
};

const route = (id: string, day: number, contact: object): Told =>
  tell(
    force,
    [id, day === 0 ? "report.recorded" : "victim.contact-asserted"],
    [day, crime(1)],
    victim(1, day, contact),
  );

const rows = async (query: string) =>
  (await env.VAULT.prepare(query).all<Record<string, string | number | null>>()).results;

/** What is sealed of the only victim. */
async function sealed() {
  const [row] = await rows("select id, contact, contact_epoch as epoch from victim");
  const [contact, contactEpoch] = [row?.["contact"] ?? null, row?.["epoch"] ?? null];
  return await openContact(engine, {
    victimId: String(row?.["id"]),
    contact: contact === null ? null : String(contact),
    contactEpoch: contactEpoch === null ? null : String(contactEpoch),
  });
}

const said = async () =>
  (
    await rows(`select safety, phone_index is not null as phone, email_index is not null as email,
    postal_index is not null as post from victim`)
  )[0];

const address = ["A Sample", "1 Example Street", "Exampletown", "CF10 1AA"];
const byPost = { mobile: null, channel: "post", safety: "safe-post", postal: address };
const warnings = { suspectNumbers: ["+447700900777"], redactions: ["Sam Sample", "07700 900777"] };
const kept = { suspects: ["+447700900777"], redactions: ["Sam Sample", "07700 900777"] };

beforeAll(async () => {
  await engine.keys.create("epoch", ["2026-W12"]);
});

beforeEach(emptyVault);

describe("an address", () => {
  it("is sealed, and found again however it is written", async () => {
    await receive(route("report", 0, byPost));
    expect(await sealed()).toEqual({ postal: address });
    expect(await said()).toEqual({ safety: "safe-post", phone: 0, email: 0, post: 1 });
    const stored = await dump(env.VAULT);
    expect(stored.includes("CF10") || stored.includes("Exampletown")).toBe(false);
    const [first] = await rows("select postal_index from victim");
    const written = ["A. SAMPLE", "1, Example Street", "Exampletown", "CF10 1AA"];
    await receive(route("again", 1, { ...byPost, postal: written }));
    expect(await rows("select postal_index from victim")).toEqual([first]);
    await receive(route("shut", 2, { ...byPost, safety: "no-contact" }));
    expect([await sealed(), await said()]).toEqual([null, { safety: "no-contact", phone: 0, email: 0, post: 0 }]);
  });
});

describe("what warns of a route, and what must not be repeated", () => {
  it("is kept when a newer route comes without it, and goes when it is told to be empty", async () => {
    await receive(route("report", 0, warnings), route("newer", 1, {}));
    expect(await sealed()).toEqual({ mobile: "+447700900110", ...kept });
    await receive(route("half", 2, { suspectNumbers: [] }));
    expect(await sealed()).toEqual({ mobile: "+447700900110", redactions: kept.redactions });
    await receive(route("none", 3, { redactions: [] }));
    expect(await sealed()).toEqual({ mobile: "+447700900110" });
  });

  it("is sealed alone where no route may be used, whoever shut it, and warns of the next one", async () => {
    const none = { mobile: null, safety: "unknown" };
    await receive(route("report", 0, { ...none, ...warnings }));
    expect([await sealed(), (await said())?.["phone"]]).toEqual([kept, 0]);
    expect(await rows("select reason from invitation")).toEqual([{ reason: "no-route" }]);
    const over: Pick<Milestone, "victim"> = victim(1, 1, { mobile: null, safety: "no-contact" });
    await receive(tell(force, ["withdrawn", "victim.contact-withdrawn"], [1, crime(1)], over));
    expect(await sealed()).toEqual(kept);
    await receive(route("suspect's", 2, { mobile: "+447700900777" }));
    expect([await sealed(), await said()]).toEqual([kept, { safety: "no-contact", phone: 0, email: 0, post: 0 }]);
    await receive(route("safe", 3, {}));
    expect([await sealed(), (await said())?.["safety"]]).toEqual([{ mobile: "+447700900110", ...kept }, "safe-sms"]);
  });

  it("is destroyed with the contact: when the victim stops us, and when the case has long been over", async () => {
    await receive(route("report", 0, warnings));
    expect(await stopByReference(engine, { forceCode: "45", victimRef: "V-1" }, "stop")).toBe(true);
    expect(await sealed()).toBeNull();
    await receive(route("again", 1, warnings));
    expect(await sealed()).toBeNull();

    await emptyVault();
    await receive(route("report", 0, { ...warnings, mobile: null, safety: "unknown" }));
    await receive(tell(force, ["closed", "case.closed"], [2, crime(1)]));
    await env.VAULT.exec("update invitation set state = 'cancelled', reason = 'window-passed'");
    await destroyContacts(engine.vault, { endedBefore: "2026-12-01" as LocalDate, silentBefore: at(0) });
    expect(await sealed()).toBeNull();
  });
});

describe("an event whose identifiers are of two cases", () => {
  const both = tell(force, ["both", "decision.charged"], [3, crime(1), crime(2)], {
    victim: {
      ref: "V-1",
      profile: { consent: "refused" },
      contact: victim(1, 3, { safety: "no-contact", mobile: null, ...warnings }).victim?.contact ?? null,
    },
  });
  const person = async () => (await rows("select safety, consent from victim where language = 'cy'"))[0];
  const reported = [
    route("report", 0, {}),
    tell(force, ["report 2", "report.recorded"], [0, crime(2)], victim(2, 0)),
  ] as const;

  it("waits, but not what it says of the victim, until it is taken back", async () => {
    await receive(...reported, both, both);
    expect(await rows("select kind from milestone where state = 'parked'")).toEqual([{ kind: "decision.charged" }]);
    expect(await person()).toEqual({ safety: "no-contact", consent: "refused" });
    expect(await rows("select reason from invitation where state = 'excluded'")).toEqual([
      { reason: "consent-refused" },
    ]);
    await receive(takesBack(force, "both"));
    expect((await person())?.["safety"]).toBe("unknown");
    expect(await rows("select state from milestone where event_key like '%~%'")).toEqual([{ state: "retracted" }]);
  });

  it("says it once when the cases turn out to be one, and goes whole when it is taken back then", async () => {
    await receive(...reported, both);
    await receive(tell(force, ["same", "case.identifiers"], [4, crime(1), crime(2)]));
    expect(await rows("select kind from milestone where state = 'parked'")).toEqual([]);
    const charge = async () => await rows("select id from invitation where stage = 'charge' and state <> 'cancelled'");
    expect([await person(), (await charge()).length]).toEqual([{ safety: "no-contact", consent: "refused" }, 2]);
    await receive(takesBack(force, "both"));
    expect([(await person())?.["safety"], await charge()]).toEqual(["unknown", []]);
  });
});
