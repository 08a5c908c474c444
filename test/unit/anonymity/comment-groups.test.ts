import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { methodology } from "../../../src/domain/methodology.ts";
import { mixedSizes } from "../../../src/domain/mixing.ts";
import { coarsenComments, type CommentPlace, groupComments, separate } from "../../../src/domain/response.ts";

const K = 10;

type Comment = CommentPlace & { readonly id: number };

const waiting: fc.Arbitrary<readonly Comment[]> = fc
  .array(
    fc.record({
      area: fc.constantFrom("E23000001", "E23000002", "W15000001", "not-stated"),
      stage: fc.constantFrom("report", "charge", "closure"),
      recordedBy: fc.constantFrom("victim" as const, "officer" as const),
      n: fc.integer({ min: 1, max: 14 }),
    }),
    { maxLength: 14 },
  )
  .map((groups) =>
    groups.flatMap(({ n, ...place }) => Array.from({ length: n }, () => place)).map((place, id) => ({ ...place, id })),
  );

const placeOf = ({ area, stage, recordedBy }: CommentPlace) => `${area}|${stage}|${recordedBy}`;
const sizesOf = (comments: readonly Comment[]) =>
  new Map([...Map.groupBy(comments, placeOf)].map(([place, group]) => [place, group.length]));

describe("comments that wait", () => {
  it("are shown as they are where ten tell the same place, all ten and whoever else does, and no others", () => {
    fc.assert(
      fc.property(waiting, (comments) => {
        const groups = groupComments(comments, K);
        const sizes = sizesOf(comments);
        for (const group of groups) expect(new Set(group.map(placeOf)).size).toBe(1);
        const shown = groups.flat();
        expect(new Set(shown.map(({ id }) => id))).toEqual(
          new Set(comments.filter((one) => (sizes.get(placeOf(one)) ?? 0) >= K).map(({ id }) => id)),
        );
      }),
    );
  });

  it("tell at a quarter's end what ten share, or nothing but whose words they are, and none is left out", () => {
    fc.assert(
      fc.property(waiting, (comments) => {
        const coarse = coarsenComments(comments, K);
        expect(coarse.map(({ id, recordedBy }) => [id, recordedBy])).toEqual(
          comments.map(({ id, recordedBy }) => [id, recordedBy]),
        );
        const [before, after] = [sizesOf(comments), sizesOf(coarse)];
        for (const [at, { area, stage, ...one }] of coarse.entries()) {
          const was = comments[at];
          // Nothing is told that was not so, and nobody says less than they must.
          expect([was?.area, "not-stated"]).toContain(area);
          expect([was?.stage, "not-stated"]).toContain(stage);
          if (was && (before.get(placeOf(was)) ?? 0) >= K) expect([area, stage]).toEqual([was.area, was.stage]);
          const isTold = area !== "not-stated" || stage !== "not-stated";
          if (isTold) expect(after.get(placeOf({ area, stage, ...one }))).toBeGreaterThanOrEqual(K);
        }
      }),
    );
  });

  it("blank the stage first, then the area, each by the words of victims and of officers apart", () => {
    const of = (n: number, area: string, stage: string, recordedBy: "victim" | "officer") =>
      Array.from({ length: n }, () => ({ area, stage, recordedBy }));
    const coarse = coarsenComments(
      [
        ...of(10, "A", "report", "victim"),
        ...of(6, "A", "charge", "victim"),
        ...of(4, "A", "trial", "victim"),
        ...of(9, "B", "report", "victim"),
        ...of(9, "B", "report", "officer"),
      ],
      K,
    );
    expect([...Map.groupBy(coarse, placeOf)].map(([place, { length }]) => `${place} ${length}`).toSorted()).toEqual([
      "A|not-stated|victim 10",
      "A|report|victim 10",
      "not-stated|not-stated|officer 9",
      "not-stated|not-stated|victim 9",
    ]);
  });

  it("fit the size that their submission had in the pool, whatever is written", () => {
    const dims = {
      area: "E23000001",
      stage: "report",
      offence: "other",
      age: "16-24",
      sex: "male",
      abuse: "no",
      language: "en",
      inclusion: "all",
      instrument: "report@1",
      facts: [],
    } as const;
    const bytes = (value: object) => new TextEncoder().encode(JSON.stringify(value)).length;
    const sizeOf = (length: number) => mixedSizes("comment", methodology).find((size) => size >= length);
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 2000 }), (comment) => {
        const submission = {
          kind: "survey",
          dims,
          mode: "web",
          outcome: "partial",
          items: {},
          comment,
          journey: null,
          profile: {},
        } as const;
        const record = separate(submission, () => true).comment;
        const kept = sizeOf(bytes({ ...record, rkey: 2 ** 40 }));
        expect(kept).toBeLessThanOrEqual(sizeOf(bytes(submission)) ?? 0);
      }),
    );
  });
});
