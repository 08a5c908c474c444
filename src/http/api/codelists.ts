import { type Context, Hono } from "hono";
import { describeRoute, resolver } from "hono-openapi";
import * as v from "valibot";
import { agencies } from "../../domain/dimension.ts";
import { methodology } from "../../domain/methodology.ts";
import { attributes } from "../../instrument/profile.ts";
import { instruments, rights } from "../../instrument/registry.ts";
import { Problem } from "../../kernel/problem.ts";
import { sha256Hex } from "../../platform/crypto.ts";
import { areas, codesOf, gssCode, type Level, regionCode } from "../../results/codelist.ts";
import { closureFigures } from "../../results/closure-figures.ts";
import { surveyMeasures } from "../../results/measures.ts";
import { bands } from "../../statistics/bands.ts";
import { symbols } from "../../results/table.ts";
import { agencyWords, bandWords, dispositionWords, symbolWords } from "../../ui/phrases-results.ts";
import { closureAnswerName, closureFigureName } from "../../ui/results-closure-labels.ts";
import { codeName } from "../../ui/results-labels.ts";
import { basisCodes } from "../../ui/results-area-labels.ts";
import { basisWords } from "../../ui/phrases-results-area.ts";
import { isHeld } from "../released.ts";
import { problemContent } from "./release-schemas.ts";
import { openToAll } from "./releases.ts";

type Item = {
  readonly code: string;
  readonly name: { readonly en: string; readonly cy: string };
  readonly [more: string]: unknown;
};

const codesAt = (level: Level): readonly Item[] =>
  codesOf(level).map((code) => ({ code, name: codeName(level, code) }));

const wordsOf = (words: { readonly [code: string]: Item["name"] }, codes = Object.keys(words)): readonly Item[] =>
  codes.flatMap((code) => {
    const name = words[code];
    return name ? [{ code, name }] : [];
  });

/** The code lists: every code that a table, a filter or a status can hold, in both languages. */
const codelistsById: { readonly [id: string]: () => readonly Item[] } = {
  "areas": () =>
    codesAt("area").map((item) => {
      const area = areas.find(({ code }) => code === item.code);
      return area ? { ...item, force: area.force, region: regionCode(area), nation: area.nation } : item;
    }),
  "regions": () => codesAt("region").map((item) => ({ ...item, gss: gssCode(item.code) })),
  "nations": () => codesAt("nation").map((item) => ({ ...item, gss: gssCode(item.code) })),
  "stages": () => codesAt("stage"),
  "agencies": () => wordsOf(agencyWords, ["system", ...agencies]),
  "offences": () => codesAt("offence"),
  "ages": () => codesAt("age"),
  "sexes": () => codesAt("sex"),
  "characteristics": () =>
    attributes.map(({ id, question, categories }) => ({
      code: id,
      name: question,
      categories: categories.map(({ code, text }) => ({ code, name: text })),
    })),
  "measures": () =>
    surveyMeasures.map(
      ({ id, title, question, agency, shared, rights: bearsOn, core, module, stages, scale, options }) => ({
        code: id,
        name: title,
        question,
        agency,
        shared,
        rights: bearsOn,
        core,
        ...(module && { module }),
        stages: stages.filter((stage) => stage !== "closure"),
        scale,
        answers: options.map(({ code, text, score, positive }) => ({ code, name: text, score, positive })),
      }),
    ),
  "rights": () =>
    rights.map(({ id, title, sentence, agencies: owedBy, recorded = [], unasked }) => ({
      code: id,
      name: title,
      sentence,
      agencies: owedBy,
      recorded,
      ...(unasked && { unasked }),
    })),
  "symbols": () => wordsOf(symbolWords, [...symbols]),
  "bands": () => wordsOf(bandWords, [...bands]),
  "profile-bases": () => wordsOf(basisWords, [...basisCodes]),
  "dispositions": () => wordsOf(dispositionWords),
  "closure-figures": () =>
    closureFigures.map(({ id, source, several, codes }) => ({
      code: id,
      name: closureFigureName(id),
      source,
      several,
      answers: codes.map((code) => ({ code, name: closureAnswerName(id, code) })),
    })),
};

const itemSchema = v.looseObject({ code: v.string(), name: v.object({ en: v.string(), cy: v.string() }) });
const codelistSchema = v.object({ id: v.string(), items: v.array(itemSchema) });
const listSchema = v.object({
  codelists: v.array(v.object({ id: v.string(), links: v.object({ self: v.string() }) })),
});
const instrumentListSchema = v.object({
  instruments: v.array(
    v.object({ id: v.string(), form: v.string(), by: v.string(), links: v.object({ self: v.string() }) }),
  ),
});

const ok = (description: string, schema: Parameters<typeof resolver>[0]) => ({
  200: { description, content: { "application/json": { schema: resolver(schema) } } },
  304: { description: "You hold this already (If-None-Match)" },
});

/** Sends what changes with the engine's version only: kept for an hour, and known again by its hash. */
async function sendLasting(c: Context, body: object) {
  const text = JSON.stringify(body);
  const tag = `"${(await sha256Hex(text)).slice(0, 32)}"`;
  c.header("ETag", tag);
  c.header("Cache-Control", "public, max-age=3600");
  if (isHeld(c.req.header("If-None-Match"), tag)) return c.body(null, 304);
  return c.body(text, 200, { "Content-Type": "application/json" });
}

/** What the codes, the questions and the rules mean: no key is needed to read. */
export const codelists = new Hono()
  .use("/codelists", openToAll)
  .use("/codelists/*", openToAll)
  .use("/instruments", openToAll)
  .use("/instruments/*", openToAll)
  .use("/methodology/*", openToAll)
  .get(
    "/codelists",
    describeRoute({
      operationId: "listCodelists",
      tags: ["Definitions"],
      summary: "List the code lists",
      responses: ok("The code lists", listSchema),
    }),
    (c) =>
      sendLasting(c, {
        codelists: Object.keys(codelistsById).map((id) => ({ id, links: { self: `/v1/codelists/${id}` } })),
      }),
  )
  .get(
    "/codelists/:id",
    describeRoute({
      operationId: "getCodelist",
      tags: ["Definitions"],
      summary: "Get a code list: codes and names in English and Welsh",
      parameters: [
        {
          in: "path",
          name: "id",
          required: true,
          schema: { type: "string", enum: Object.keys(codelistsById) },
          example: "areas",
        },
      ],
      responses: { ...ok("The code list", codelistSchema), ...problemContent(404) },
    }),
    (c) => {
      const id = c.req.param("id");
      const items = Object.hasOwn(codelistsById, id) ? codelistsById[id] : undefined;
      if (items === undefined) throw new Problem("not-found", "There is no such code list. See /v1/codelists.");
      return sendLasting(c, { id, items: items() });
    },
  )
  .get(
    "/instruments",
    describeRoute({
      operationId: "listInstruments",
      tags: ["Definitions"],
      summary: "List the questionnaires",
      responses: ok("The questionnaires", instrumentListSchema),
    }),
    (c) =>
      sendLasting(c, {
        instruments: instruments.map(({ id, form, by }) => ({
          id,
          form,
          by,
          links: { self: `/v1/instruments/${id}` },
        })),
      }),
  )
  .get(
    "/instruments/:id",
    describeRoute({
      operationId: "getInstrument",
      tags: ["Definitions"],
      summary: "Get a questionnaire as it is asked: questions, answers and routing, in both languages",
      parameters: [{ in: "path", name: "id", required: true, schema: { type: "string" }, example: "report@1" }],
      responses: { ...ok("The questionnaire", v.looseObject({ id: v.string() })), ...problemContent(404) },
    }),
    (c) => {
      const id = c.req.param("id");
      const instrument = instruments.find((one) => one.id === id);
      if (instrument === undefined)
        throw new Problem("not-found", "There is no such questionnaire. See /v1/instruments.");
      return sendLasting(c, instrument);
    },
  )
  .get(
    "/methodology/:version",
    describeRoute({
      operationId: "getMethodology",
      tags: ["Definitions"],
      summary: "Get the national methodology: every number that carries policy",
      parameters: [
        { in: "path", name: "version", required: true, schema: { type: "string" }, example: methodology.version },
      ],
      responses: { ...ok("The methodology", v.looseObject({ version: v.string() })), ...problemContent(404) },
    }),
    (c) => {
      if (c.req.param("version") !== methodology.version)
        throw new Problem("not-found", `The methodology in use is ${methodology.version}.`);
      return sendLasting(c, methodology);
    },
  );
