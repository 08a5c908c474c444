import { resolver } from "hono-openapi";
import * as v from "valibot";
import { describeProblem, problemTypes } from "../../kernel/problem.ts";
import { bands } from "../../statistics/bands.ts";

// What the results' part of the API answers with, for its documentation.

const localised = v.object({ en: v.string(), cy: v.string() });
const optionalNumber = v.nullable(v.number());

const problemSchema = v.object({
  type: v.string(),
  title: v.string(),
  status: v.number(),
  detail: v.string(),
  errors: v.optional(v.array(v.object({ path: v.string(), fix: v.string() }))),
});

/** The documentation of the problems that a route may answer with. */
export function problemContent(...statuses: readonly number[]) {
  const schema = resolver(problemSchema);
  return Object.fromEntries(
    statuses.map((status) => {
      const titles = problemTypes
        .map(describeProblem)
        .filter((one) => one.status === status)
        .map(({ title }) => title);
      return [status, { description: titles.join("; "), content: { "application/problem+json": { schema } } }] as const;
    }),
  );
}

const releaseFields = {
  id: v.string(),
  period: v.string(),
  status: v.picklist(["building", "published", "superseded"]),
  designation: v.string(),
  methodology: v.string(),
  /** SHA-256 of the methodology's file, and of the sources that the release was made by. */
  methodologySha256: v.nullable(v.string()),
  code: v.nullable(v.string()),
  publishedOn: v.nullable(v.string()),
  sha256: v.nullable(v.string()),
  corrects: v.nullable(v.string()),
  reason: v.nullable(localised),
  correctedBy: v.nullable(v.string()),
  links: v.object({
    self: v.string(),
    tables: v.optional(v.string()),
    quality: v.optional(v.string()),
    page: v.optional(v.string()),
    changes: v.optional(v.string()),
  }),
};

export const releaseListSchema = v.object({
  releases: v.array(v.object(releaseFields)),
  next: v.nullable(v.string()),
  nextExpected: v.nullable(v.object({ period: v.string(), from: v.string() })),
});

export const releaseSchema = v.object({
  ...releaseFields,
  /** The privacy ledger, how many answered, what was not stated. */
  facts: v.nullable(v.record(v.string(), v.unknown())),
});

export const tableListSchema = v.object({
  release: v.string(),
  tables: v.array(
    v.object({
      table: v.string(),
      statistics: v.array(v.string()),
      perAgency: v.boolean(),
      links: v.object({ json: v.string(), csv: v.string() }),
    }),
  ),
});

export const datasetSchema = v.object({
  version: v.literal("2.0"),
  class: v.literal("dataset"),
  label: v.string(),
  source: v.string(),
  updated: v.optional(v.string()),
  id: v.array(v.string()),
  size: v.array(v.number()),
  role: v.record(v.string(), v.array(v.string())),
  dimension: v.record(
    v.string(),
    v.object({
      label: v.string(),
      category: v.object({ index: v.array(v.string()), label: v.record(v.string(), v.string()) }),
    }),
  ),
  value: v.array(optionalNumber),
  status: v.array(v.nullable(v.string())),
  extension: v.record(v.string(), v.unknown()),
});

const figureFields = {
  value: optionalNumber,
  lower_95: optionalNumber,
  upper_95: optionalNumber,
  base: optionalNumber,
  status: v.nullable(v.string()),
};

const limits = v.object({
  base: v.number(),
  lower95: v.number(),
  upper95: v.number(),
  lower998: v.number(),
  upper998: v.number(),
});

export const comparisonSchema = v.object({
  release: v.string(),
  hash: v.string(),
  methodology: v.string(),
  designation: v.string(),
  adjustment: v.string(),
  quartersWithoutScores: v.number(),
  rules: v.record(v.string(), v.number()),
  measure: v.object({ id: v.string(), title: localised }),
  stage: v.nullable(v.string()),
  window: v.nullable(v.object({ quarters: v.array(v.string()), missing: v.array(v.string()) })),
  expected: optionalNumber,
  phi: optionalNumber,
  tau2: v.number(),
  areasCompared: v.number(),
  nation: v.object(figureFields),
  areas: v.array(
    v.object({
      area: v.string(),
      name: localised,
      ...figureFields,
      score: v.nullable(
        v.object({
          value: v.number(),
          lower_95: v.number(),
          upper_95: v.number(),
          base: optionalNumber,
          raw: optionalNumber,
          reliability: v.number(),
        }),
      ),
      limits: v.nullable(limits),
      z: optionalNumber,
      adjustedZ: optionalNumber,
      adjustedP: optionalNumber,
      significance: v.nullable(v.picklist(["ns", "s", "ss", "sss"])),
      pooled: v.nullable(v.object({ region: v.string(), ...figureFields })),
      band: v.nullable(v.picklist(bands)),
    }),
  ),
  links: v.object({ csv: v.string() }),
});
