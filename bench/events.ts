/** Areas' forces spread over the codes that the register knows; two digits. */
const FORCE = "45";

const groups = [
  "violence_without_injury",
  "burglary_dwelling",
  "vehicle",
  "theft",
  "robbery",
  "criminal_damage",
] as const;
const bands = ["18-24", "25-44", "45-64", "65-plus"] as const;

const at = <T>(list: readonly T[], index: number) => list[index % list.length];

/** Digits that depend on the number alone, so that a run can be repeated. */
const code = (number: number, digits: number) => String(number).padStart(digits, "0");

/**
 * A report of a crime, with its victim and a safe mobile number: the milestone that costs most to take in.
 * Numbers are Ofcom's for drama, 07700 900000 to 900999.
 */
function reportOf(number: number, occurredAt: string) {
  return {
    specversion: "1.0",
    id: `bench-${code(number, 9)}`,
    source: "//rms.bench.example/records",
    type: "uk.cjs.milestone.v1",
    time: occurredAt,
    datacontenttype: "application/json",
    data: {
      milestone: "report.recorded",
      occurredAt,
      case: {
        forceCode: FORCE,
        offenceGroup: at(groups, number),
        flags: { domesticAbuse: false, seriousSexual: false, bereavedFamily: false, hateCrime: false },
        identifiers: [{ type: "crimeReference", value: `${FORCE}/${code(number, 7)}/25` }],
      },
      victim: {
        victimRef: `V-${code(number, 9)}`,
        contact: {
          mobile: `07700 900${code(number % 1000, 3)}`,
          email: null,
          safeToContact: "yes",
          preferredChannel: "sms",
          language: number % 20 === 0 ? "cy" : "en",
          safetyAssertedAt: occurredAt,
          safetyAssertedBy: "officer",
        },
        surveyConsent: "not_refused",
        ageBand: at(bands, number >> 2),
        sex: number % 2 === 0 ? "female" : "male",
        enhancedRights: false,
        repeatVictim: false,
      },
      officerInCase: { ref: `PC${code(number % 4000, 4)}`, unit: `${FORCE}XY` },
    },
  };
}

/** So many reports as one batch of CloudEvents. */
export const batchOf = (first: number, size: number, occurredAt: string) =>
  JSON.stringify(Array.from({ length: size }, (_, index) => reportOf(first + index, occurredAt)));
