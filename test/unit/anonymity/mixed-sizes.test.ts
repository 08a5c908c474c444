import { describe, expect, it } from "vitest";
import { ages, type Dims, offences, stages } from "../../../src/domain/dimension.ts";
import { MIXED_BYTES } from "../../../src/domain/mixing.ts";
import { separate } from "../../../src/domain/response.ts";
import { hasEasyRead, optionsOf, specialOptions } from "../../../src/instrument/path.ts";
import { instruments } from "../../../src/instrument/registry.ts";
import type { Instrument, Question } from "../../../src/instrument/definition.ts";

const longest = (codes: readonly string[]) => codes.toSorted((a, b) => b.length - a.length)[0] ?? "";

const codesOf = (question: Question) => [...optionsOf(question), ...specialOptions(question)].map(({ code }) => code);

/** The longest answer to every question of a survey, also to those that are never asked of one person. */
function longestItems({ questions }: Instrument) {
  const items: Record<string, string | readonly string[]> = {};
  const profile: Record<string, string> = {};
  for (const question of questions) {
    const codes = codesOf(question);
    if (question.measure !== undefined) items[question.measure] = question.kind === "many" ? codes : longest(codes);
    else if (question.block === "profile") profile[question.id.toLowerCase()] = longest(codes);
  }
  return { items, profile };
}

const bytes = (record: object) => new TextEncoder().encode(JSON.stringify({ ...record, rkey: 2 ** 40 })).length;

describe("what the night leaves of a submission", () => {
  it.each(instruments.map((instrument) => [instrument.id, instrument] as const))(
    "is of one length a kind, however much was answered: of %s even all of its questions at once",
    (id, instrument) => {
      const { items, profile } = longestItems(instrument);
      const isClosure = id.startsWith("closure");
      const dims: Dims = {
        area: "not-stated",
        stage: isClosure ? "closure" : (longest(stages) as Dims["stage"]),
        offence: longest(offences) as Dims["offence"],
        age: longest([...ages, "not-stated"]) as Dims["age"],
        sex: "not-stated",
        abuse: "not-stated",
        language: "not-stated",
        inclusion: "not-stated",
        instrument: `${id}${hasEasyRead(instrument) ? "+easy" : ""}+parent-or-carer+bereaved`,
        facts: [],
      };
      const common = {
        dims,
        items: { ...items, C1: "1", VCF1: "1" },
        comment: null,
        journey: { cohort: "2026Q1", tag: "x".repeat(22) },
      };
      const parts = separate(
        isClosure
          ? { kind: "closure", recordedBy: "officer", ...common }
          : { kind: "survey", mode: "not-stated", outcome: "complete", profile, ...common },
        () => true,
      );
      const sizes = {
        response: parts.response === null ? 0 : bytes(parts.response),
        journey: parts.journey === null ? 0 : bytes(parts.journey),
        profile: Math.max(
          0,
          ...parts.profile.map(({ items, ...of }) => {
            const keyed = Object.entries(items).map(([measure, good]) => [measure, [good, 2 ** 40]]);
            return bytes({ ...of, items: Object.fromEntries(keyed) });
          }),
        ),
        closure: parts.closure === null ? 0 : bytes(parts.closure),
      };
      expect(isClosure ? sizes.closure : sizes.response).toBeGreaterThan(200);
      for (const kind of ["response", "journey", "profile", "closure"] as const) {
        expect(sizes[kind], kind).toBeLessThanOrEqual(MIXED_BYTES[kind]);
      }
    },
  );
});
