import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  areasFor,
  type Grant,
  isOwnStaff,
  may,
  mayAnywhere,
  mixesCasesAndComments,
  ownAreas,
  NATION,
  reachOf,
  staffActs,
  staffRoles,
} from "../../../src/domain/permission.ts";

/**
 * Who may do what, as it was agreed. Reviewed by people: a change in the code is a change here, and says so.
 *
 * `own`: in the areas of the grant. `nation`: by a grant for the nation alone. `-`: not at all.
 */
const agreed = `
                    officer  interviewer  adviser  coordinator  moderator  auditor  national-analyst  board-member  administrator
see-held            own      -            -        own          -          -        -                 -             -
assert-route        own      -            -        own          -          -        -                 -             -
stop-contact        own      own          own      own          -          -        -                 -             -
see-closures        own      -            -        own          -          -        -                 -             -
record-closure      own      -            -        -            -          -        -                 -             -
issue-code          own      -            own      own          -          -        -                 -             -
interview           -        own          -        -            -          -        -                 -             -
see-contact-wishes  -        -            -        own          -          -        -                 -             -
moderate-comments   -        -            -        -            own        -        -                 -             -
see-deliveries      -        -            -        own          -          own      -                 -             own
replay-deliveries   -        -            -        own          -          -        -                 -             own
see-quality         -        -            -        own          -          own      nation            -             own
see-alarms          -        -            -        -            -          nation   nation            -             nation
acknowledge-alarm   -        -            -        -            -          -        -                 -             nation
manage-senders      -        -            -        -            -          -        -                 -             own
manage-staff        -        -            -        -            -          -        -                 -             own
read-audit          -        -            -        -            -          nation   -                 -             -
build-release       -        -            -        -            -          -        nation            -             -
`;

describe("the permission matrix", () => {
  it("is what was agreed, every act and every role", () => {
    const [head = "", ...lines] = agreed.trim().split("\n");
    const roles = head.trim().split(/\s+/);
    expect(roles.toSorted()).toEqual(staffRoles.toSorted());
    expect(lines.map((line) => line.split(/\s+/)[0])).toEqual([...staffActs]);
    for (const line of lines) {
      const [act, ...expected] = line.split(/\s+/);
      const actual = roles.map((name) => {
        const role = staffRoles.find((each) => each === name);
        const known = staffActs.find((each) => each === act);
        return role && known && reachOf(role, known);
      });
      expect([act, ...actual]).toEqual([act, ...expected.map((reach) => (reach === "-" ? "no" : reach))]);
    }
  });

  it("shows alarms about an area's numbers to nobody of that area, and lets only who administers the nation end one", () => {
    for (const role of staffRoles) {
      for (const act of ["see-alarms", "acknowledge-alarm"] as const) {
        expect([role, act, may([{ role, area: "E23000004" }], act, "E23000004")]).toEqual([role, act, false]);
      }
      expect([role, may([{ role, area: NATION }], "acknowledge-alarm", NATION)]).toEqual([
        role,
        role === "administrator",
      ]);
    }
  });

  it("gives nobody who registers staff and senders a look at cases, and nobody who reads the audit log an act in it", () => {
    for (const role of staffRoles) {
      const acts = staffActs.filter((act) => reachOf(role, act) !== "no");
      const administers = acts.includes("manage-staff") || acts.includes("manage-senders");
      expect([role, administers && acts.some((act) => act === "see-held" || act === "assert-route")]).toEqual([
        role,
        false,
      ]);
      const changes = ["assert-route", "stop-contact", "replay-deliveries"];
      expect([role, acts.includes("read-audit") && acts.some((act) => changes.includes(act))]).toEqual([role, false]);
    }
  });
});

const areas = ["E23000004", "E23000028", "W15000001"];
const someArea = fc.constantFrom(...areas);
const grant: fc.Arbitrary<Grant> = fc.record({
  role: fc.constantFrom(...staffRoles),
  area: fc.constantFrom(...areas, NATION),
});

describe("a permission", () => {
  it("reaches no area that was not granted for a role that may, whatever else was granted", () => {
    fc.assert(
      fc.property(fc.array(grant), fc.constantFrom(...staffActs), someArea, (grants, act, area) => {
        const elsewhere = grants.filter((each) => each.area !== area && each.area !== NATION);
        expect(may(elsewhere, act, area)).toBe(false);
        expect(may(grants, act, area)).toBe(
          grants.some(
            (each) =>
              (each.area === NATION && reachOf(each.role, act) !== "no") ||
              (each.area === area && reachOf(each.role, act) === "own"),
          ),
        );
      }),
    );
  });

  it("for the nation needs a grant for the nation", () => {
    fc.assert(
      fc.property(fc.array(grant), fc.constantFrom(...staffActs), (grants, act) => {
        const local = grants.filter((each) => each.area !== NATION);
        expect(may(local, act, NATION)).toBe(false);
      }),
    );
  });

  it("lists just the areas in which it holds", () => {
    fc.assert(
      fc.property(fc.array(grant), fc.constantFrom(...staffActs), (grants, act) => {
        const listed = areasFor(grants, act);
        const holding = areas.filter((area) => may(grants, act, area));
        expect(listed === "all" ? areas : listed).toEqual(holding);
        expect(mayAnywhere(grants, act)).toBe(holding.length > 0);
      }),
    );
  });

  it("over what a force alone calls a case is its own staff's, not that of those who see the whole nation", () => {
    const national: Grant = { role: "coordinator", area: NATION };
    expect(may([national], "see-held", "E23000004")).toBe(true);
    expect(isOwnStaff([national], "see-held", "E23000004")).toBe(false);
    expect(isOwnStaff([{ role: "coordinator", area: "E23000028" }], "see-held", "E23000004")).toBe(false);
    expect(isOwnStaff([{ role: "coordinator", area: "E23000004" }], "see-held", "E23000004")).toBe(true);
    expect(isOwnStaff([{ role: "board-member", area: "E23000004" }], "see-held", "E23000004")).toBe(false);
  });

  it("is never both to know victims' cases and to read what victims write", () => {
    const moderator: Grant = { role: "moderator", area: NATION };
    expect(mixesCasesAndComments([moderator, { role: "auditor", area: NATION }])).toBe(false);
    expect(mixesCasesAndComments([moderator, { role: "officer", area: "E23000004" }])).toBe(true);
    expect(mixesCasesAndComments([{ role: "officer", area: "E23000004" }])).toBe(false);
  });

  it("names the areas whose own staff somebody is", () => {
    const grants: readonly Grant[] = [
      { role: "coordinator", area: NATION },
      { role: "coordinator", area: "E23000004" },
      { role: "board-member", area: "E23000028" },
    ];
    expect(ownAreas(grants, "see-contact-wishes")).toEqual(["E23000004"]);
  });
});
