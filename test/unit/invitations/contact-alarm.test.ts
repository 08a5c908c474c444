import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  type Acknowledgement,
  alarmsAfter,
  type ContactAlarm,
  type ContactFinding,
  contactLooks,
  contactSigns,
  isUnseen,
} from "../../../src/domain/contact-alarm.ts";
import type { LocalDate } from "../../../src/kernel/time.ts";

const MONDAY = "2026-03-02" as LocalDate;
const TUESDAY = "2026-03-03" as LocalDate;

const finding = (changes: Partial<ContactFinding> = {}): ContactFinding => ({
  area: "E23000028",
  sign: "repeated",
  look: "quarter",
  n: 60,
  base: 1000,
  expected: 0.003,
  z: 6,
  isOdd: true,
  ...changes,
});

const calm = (look: ContactFinding["look"] = "quarter") => finding({ look, n: 3, z: 0.1, isOdd: false });

/** What is open after these findings. */
function openAfter(open: readonly ContactAlarm[], findings: readonly ContactFinding[], today: LocalDate = TUESDAY) {
  const { raised, kept } = alarmsAfter(open, findings, today);
  return [...kept, ...raised];
}

const raised = () => openAfter([], [finding(), calm("month")], MONDAY);

const seen = (share: number): Acknowledgement => ({
  on: MONDAY,
  by: "operator",
  reason: "being-looked-into",
  share,
});

const seenAlarm = () => raised().map((alarm) => ({ ...alarm, acknowledged: seen(0.06) }));

describe("an alarm", () => {
  it("is raised by the clearest of what is odd, once an area and sign", () => {
    const findings = [
      finding(),
      finding({ look: "month", z: 8 }),
      finding({ area: "E23000031", isOdd: false, z: 2.9 }),
    ];
    const { raised: alarms } = alarmsAfter([], findings, MONDAY);
    expect(alarms).toMatchObject([{ area: "E23000028", look: "month", z: 8, raisedOn: MONDAY, acknowledged: null }]);
    expect(alarmsAfter(alarms, findings, TUESDAY).raised).toEqual([]);
  });

  it("stays while its look is high, though no longer odd, and ends when nothing is", () => {
    const [alarm] = openAfter(raised(), [finding({ n: 30, z: 2.2, isOdd: false })]);
    expect(alarm).toMatchObject({ raisedOn: MONDAY, seenOn: TUESDAY, n: 30 });
    const { kept, ended } = alarmsAfter(raised(), [calm()], TUESDAY);
    expect(kept).toEqual([]);
    expect(ended).toMatchObject([{ raisedOn: MONDAY, endedOn: TUESDAY, n: 60 }]);
  });

  it("goes over to another look that is high when its own is not", () => {
    expect(openAfter(raised(), [calm(), finding({ look: "change", z: 4 })])).toMatchObject([{ look: "change", z: 4 }]);
  });

  it("stays as it was where nobody looked: at no area, not at its own, or not at what it is about", () => {
    const others = [
      [],
      [finding({ area: "E23000031", isOdd: false, z: 0 })],
      [{ ...calm(), sign: "replaced" as const }],
    ];
    for (const findings of others) {
      expect(alarmsAfter(raised(), findings, TUESDAY)).toEqual({ raised: [], kept: raised(), returned: [], ended: [] });
    }
  });

  it("has not been looked at for a while once a night has passed it by, and never after its end", () => {
    const at = (seenOn: string, endedOn: LocalDate | null = null) =>
      isUnseen({ seenOn: seenOn as LocalDate, endedOn }, "2026-03-04" as LocalDate);
    expect([at("2026-03-04"), at(TUESDAY), at(MONDAY), at(MONDAY, TUESDAY)]).toEqual([false, false, true, false]);
  });

  it("that somebody has seen returns once its share is half as high again, and not before", () => {
    const at = (n: number) => alarmsAfter(seenAlarm(), [finding({ n })], TUESDAY);
    expect(at(89).returned).toEqual([]);
    expect(at(89).kept).toMatchObject([{ acknowledged: { share: 0.06 } }]);
    expect(at(90).returned).toMatchObject([{ n: 90, acknowledged: null }]);
  });

  it("that somebody has seen does not return for being found over another stretch of time", () => {
    const { returned, kept } = alarmsAfter(
      seenAlarm(),
      [calm(), finding({ look: "month", n: 40, base: 200 })],
      TUESDAY,
    );
    expect(returned).toEqual([]);
    expect(kept).toMatchObject([{ look: "month", acknowledged: { share: 0.2 } }]);
  });
});

const someFinding: fc.Arbitrary<ContactFinding> = fc
  .record({
    area: fc.constantFrom("E23000028", "E23000031", "W15000001"),
    sign: fc.constantFrom(...contactSigns),
    look: fc.constantFrom(...contactLooks),
    n: fc.integer({ min: 0, max: 500 }),
    z: fc.double({ min: -3, max: 8, noNaN: true }),
  })
  .map((of) => finding({ ...of, isOdd: of.z >= 4 }));
const night = fc.uniqueArray(someFinding, { selector: ({ area, sign, look }) => `${area}${sign}${look}` });

describe("alarms over many nights", () => {
  it("are one open an area and sign, each raised by something odd, and none is lost", () => {
    fc.assert(
      fc.property(fc.array(night), (nights) => {
        let open: readonly ContactAlarm[] = [];
        for (const findings of nights) {
          const changes = alarmsAfter(open, findings, TUESDAY);
          expect(changes.kept.length + changes.ended.length).toBe(open.length);
          for (const { area, sign, look } of changes.raised)
            expect(findings).toContainEqual(expect.objectContaining({ area, sign, look, isOdd: true }));
          const looked = new Set(findings.map(({ area, sign }) => `${area}|${sign}`));
          for (const { area, sign } of changes.ended) expect(looked).toContain(`${area}|${sign}`);
          open = [...changes.kept, ...changes.raised];
          expect(new Set(open.map(({ area, sign }) => `${area}|${sign}`)).size).toBe(open.length);
        }
      }),
    );
  });
});
