import { describe, expect, it } from "vitest";
import { dispositionOf, reasons } from "../../../src/domain/disposition.ts";
import type { ContactAlarm } from "../../../src/domain/contact-alarm.ts";
import type { OpenedHold } from "../../../src/domain/hold.ts";
import { type Grant, staffRoles } from "../../../src/domain/permission.ts";
import type { Localised } from "../../../src/kernel/locale.ts";
import type { Instant, LocalDate } from "../../../src/kernel/time.ts";
import { AlarmsPage } from "../../../src/ui/console-alarms.tsx";
import { HoldPage, OverviewPage } from "../../../src/ui/console-pages.tsx";
import { alarmPhrases, alarmReasonWords, lookWords, signWords } from "../../../src/ui/phrases-alarms.ts";
import {
  consolePhrases,
  coverageWords,
  fileWords,
  personWords,
  refusalWords,
  restWords,
  roleWords,
  routeWords,
  senderRoleWords,
} from "../../../src/ui/phrases-console.ts";
import { holdWords } from "../../../src/ui/phrases-holds.ts";
import { faultsOf } from "../../support/html.ts";

/** Words that are the same in both languages, rightly: nothing but places to be filled. */
const SAME = ["roleIn", "fileOf", "routeSaidBy", "seenByOn"];

const all: readonly (readonly [string, Localised])[] = [
  ...[
    alarmPhrases,
    alarmReasonWords,
    consolePhrases,
    coverageWords,
    fileWords,
    lookWords,
    personWords,
    refusalWords,
    restWords,
    roleWords,
    routeWords,
    senderRoleWords,
    signWords,
  ].flatMap((words) => Object.entries<Localised>(words)),
  ...Object.entries(holdWords).flatMap(([reason, { title, act }]) => [
    [reason, title] as const,
    [`${reason}: what to do`, act] as const,
  ]),
];

const placeholders = (text: string) => (text.match(/\{\w+\}/g) ?? []).toSorted();

describe("the words of the console", () => {
  it("are all in Welsh, not a copy of the English, and leave the same places to be filled", () => {
    expect(all.filter(([name, { en, cy }]) => !SAME.includes(name) && (cy.trim() === "" || cy === en))).toEqual([]);
    expect(all.filter(([, { en, cy }]) => String(placeholders(en)) !== String(placeholders(cy)))).toEqual([]);
  });

  it("say of everything that is held for safety, or for want of a route, what a person can do", () => {
    const held = reasons.filter((reason) => dispositionOf("held", reason).startsWith("UO-"));
    expect(held.length).toBeGreaterThan(10);
    expect(held.filter((reason) => holdWords[reason] === undefined)).toEqual([]);
  });
});

const memberOf = (...grants: readonly Grant[]) => ({ email: "ann@surrey.example", name: "Ann", grants });
const page = { locale: "en", query: "" } as const;

describe("the navigation", () => {
  it("offers each role what it may do, and nothing else", () => {
    const linksOf = (role: Grant["role"]) => {
      const html = String(
        <OverviewPage {...page} member={memberOf({ role, area: "E23000031" })} counts={null} undelivered={null} />,
      );
      return [...html.matchAll(/class="govuk-service-navigation__link" href="\/console\/?([a-z]*)\?lang=en"/g)].map(
        ([, link]) => link,
      );
    };
    const offered = Object.fromEntries(staffRoles.map((role) => [role, linksOf(role).filter((link) => link !== "")]));
    expect(offered).toMatchObject({
      "officer": ["held", "silent", "stop", "codes", "closures"],
      "interviewer": ["stop", "telephone"],
      "adviser": ["stop", "codes"],
      "auditor": expect.not.arrayContaining(["held", "stop", "senders", "staff"]),
      "national-analyst": [],
      "board-member": [],
      "administrator": expect.arrayContaining(["senders", "staff"]),
    });
    expect(offered["coordinator"]).toEqual(expect.arrayContaining(["held", "stop"]));
    expect(offered["administrator"]).not.toContain("held");
  });
});

const hold: OpenedHold = {
  id: "0195",
  stage: "report",
  area: "E23000031",
  reason: "route-stale",
  officerRef: "PC1",
  officerUnit: null,
  daysLeft: 1,
  state: "held",
  safety: "safe-sms",
  safetyAssertedAt: "2025-10-01T10:00:00.000Z" as Instant,
  safetyAssertedBy: "officer",
  hasMobile: true,
  hasEmail: false,
  hasAddress: false,
  reference: { case: "45/1/26", victim: "V-1" },
  mayAssert: true,
};

describe("a hold", () => {
  const form = { route: null, by: null, faults: [] } as const;
  const htmlOf = (changes: Partial<OpenedHold>) =>
    String(<HoldPage {...page} member={memberOf()} hold={{ ...hold, ...changes }} form={form} isRecorded={false} />);

  it("shows its own force what it calls the case, and everybody else that it may not be seen", () => {
    expect(htmlOf({})).toContain("45/1/26");
    expect(htmlOf({ reference: "not-theirs" })).toContain(consolePhrases.referenceElsewhere.en);
  });

  it("offers its form while it is held, to whoever may assert a route", () => {
    expect(htmlOf({})).toContain('name="route"');
    expect(htmlOf({ mayAssert: false })).not.toContain("<form");
    expect(htmlOf({ state: "sent" })).not.toContain("<form");
  });
});

describe("the page of alarms", () => {
  const alarm: ContactAlarm = {
    area: "E23000031",
    sign: "repeated",
    look: "quarter",
    n: 43,
    base: 280,
    expected: 0.0125,
    z: 5,
    raisedOn: "2026-03-02" as LocalDate,
    seenOn: "2026-03-09" as LocalDate,
    endedOn: null,
    acknowledged: null,
  };
  const seen: ContactAlarm = {
    ...alarm,
    area: "W15000001",
    sign: "replaced",
    endedOn: "2026-03-16" as LocalDate,
    acknowledged: { on: "2026-03-03" as LocalDate, by: "staff:ann@nation.example", reason: "mended", share: 0.1 },
  };
  const today = "2026-03-10" as LocalDate;
  const faults = [
    null,
    { kind: "reason", name: "E23000031-repeated" },
    { kind: "seen", name: "W15000001-replaced" },
  ] as const;

  it.each(faults)("is valid in both languages, whatever is wrong: %j", async (fault) => {
    const member = memberOf({ role: "administrator", area: "*" });
    for (const locale of ["en", "cy"] as const) {
      const alarms = [alarm, { ...alarm, sign: "misdirected" as const }, seen];
      const html = (
        <AlarmsPage locale={locale} query="" member={member} alarms={alarms} today={today} fault={fault} />
      ).toString();
      expect(await faultsOf(html)).toEqual([]);
      expect(html.match(/<form/g)).toHaveLength(2);
    }
  });

  it("asks nothing of who may only look", () => {
    const member = memberOf({ role: "auditor", area: "*" });
    expect(
      (<AlarmsPage {...page} member={member} alarms={[alarm]} today={today} fault={null} />).toString(),
    ).not.toContain("<form");
  });
});
