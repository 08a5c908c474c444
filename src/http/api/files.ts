import { Hono } from "hono";
import { createMiddleware } from "hono/factory";
import { describeRoute, type DescribeRouteOptions, resolver } from "hono-openapi";
import Papa from "papaparse";
import * as v from "valibot";
import { type FileMapping, fileMappingSchema } from "../../domain/file-mapping.ts";
import { faultsOfMapping } from "../../domain/file-row.ts";
import type { Sender, SenderRole } from "../../domain/sender.ts";
import { recordAct } from "../../flow/audit.ts";
import { beginFile, receiveFile } from "../../flow/receive-file.ts";
import type { HasRandom } from "../../kernel/ids.ts";
import { Problem } from "../../kernel/problem.ts";
import type { HasClock } from "../../kernel/time.ts";
import type { HasKeys } from "../../platform/keys.ts";
import type { HasLimits } from "../../platform/limits.ts";
import type { HasLog } from "../../platform/log.ts";
import type { HasVault } from "../../store/vault/database.ts";
import {
  deleteMapping,
  faultsAfter,
  intakeOf,
  type IntakeRow,
  latestIntakes,
  mappingOf,
  type MappingRow,
  mappingsOf,
  putMapping,
} from "../../store/vault/files.ts";
import { requireSender } from "../guards.ts";
import { asSent, jsonBody } from "../problem-response.ts";

type Engine = HasVault & HasKeys & HasClock & HasRandom & HasLog & HasLimits;

const roles: readonly SenderRole[] = ["force", "witness-care", "liaison"];
const guard = requireSender("files", ...roles);

/** A signature is over the whole body, which a file is too large to hold: whoever sends one shows an API key. */
const refuseSigned = createMiddleware(async (c, next) => {
  if (c.req.raw.headers.has("webhook-signature"))
    throw new Problem(
      "unauthenticated",
      "A file is read as it comes, so it cannot be signed: send it with an API key.",
    );
  await next();
});

const mappingAnswer = v.object({ name: v.string(), updatedAt: v.string(), mapping: fileMappingSchema });

const tellMapping = ({ name, updatedAt, mapping }: MappingRow) => ({
  name,
  updatedAt,
  mapping: JSON.parse(mapping) as FileMapping,
});

const intakeAnswer = v.object({
  id: v.string(),
  state: v.picklist(["open", "finished", "failed"]),
  dryRun: v.boolean(),
  upload: v.string(),
  rowsDone: v.number(),
  accepted: v.number(),
  duplicate: v.number(),
  parked: v.number(),
  rejected: v.number(),
  ignored: v.number(),
  faults: v.number(),
  startedAt: v.string(),
  updatedAt: v.string(),
});

const tellIntake = ({ senderId: _, mapping: __, digest: ___, ...told }: IntakeRow) => ({
  ...told,
  upload: `/v1/files/${told.id}/rows`,
});

const faultsAnswer = v.object({
  faults: v.array(v.object({ row: v.number(), column: v.string(), valueClass: v.string(), fix: v.string() })),
  next: v.nullable(v.string()),
});

const A_PAGE = 500;
const LATEST = 50;

const NAME = /^[a-z0-9][a-z0-9-]{0,59}$/;

function nameOf(given: string): string {
  if (NAME.test(given)) return given;
  throw new Problem(
    "invalid-request",
    "Name a mapping by lower-case letters, digits and hyphens, such as niche-weekly.",
  );
}

const unknownMapping = () =>
  new Problem("not-found", "There is no mapping of this name: PUT it to /v1/file-mappings/ and its name.");

const unknownFile = () => new Problem("not-found", "No file of this sender was begun under this id.");

/** @throws Problem `not-found` unless the file is one of this sender's. */
async function theirs({ vault }: HasVault, { id: senderId }: Sender, id: string): Promise<IntakeRow> {
  const intake = await intakeOf(vault, senderId, id);
  if (intake === null) throw unknownFile();
  return intake;
}

/** A place in the list of faults, as the answer before gave it: `row.position`. */
function placeOf(after: string | undefined): { readonly row: number; readonly position: number } {
  if (after === undefined) return { row: -1, position: -1 };
  const [, row, position] = /^(\d{1,9})\.(\d{1,3})$/.exec(after) ?? [];
  if (row === undefined) throw new Problem("invalid-request", "Give `after` as the last answer's `next` has it.");
  return { row: Number(row), position: Number(position) };
}

async function pageOfFaults({ vault }: HasVault, id: string, after: string | undefined) {
  const found = await faultsAfter(vault, id, placeOf(after), A_PAGE + 1);
  const page = found.slice(0, A_PAGE);
  const last = found.length > A_PAGE ? page.at(-1) : undefined;
  return { page, next: last === undefined ? null : `${last.row}.${last.position}` };
}

/** All faults as a file, page by page: there may be ten thousand. */
function faultsAsCsv(engine: HasVault, id: string): ReadableStream<Uint8Array> {
  const utf8 = new TextEncoder();
  // Column names come from the sender's mapping: a spreadsheet must not run one as a formula.
  const csv = (rows: readonly (readonly unknown[])[]) =>
    utf8.encode(`${Papa.unparse(rows as unknown[][], { escapeFormulae: true, newline: "\r\n" })}\r\n`);
  let after: string | undefined;
  return new ReadableStream({
    start: (controller) => controller.enqueue(csv([["row", "column", "valueClass", "fix"]])),
    pull: async (controller) => {
      const { page, next } = await pageOfFaults(engine, id, after);
      if (page.length > 0)
        controller.enqueue(csv(page.map(({ row, column, valueClass, fix }) => [row, column, valueClass, fix])));
      if (next === null) controller.close();
      else after = next;
    },
  });
}

const documented = ({ responses, ...rest }: DescribeRouteOptions) =>
  describeRoute({
    tags: ["Files"],
    security: [{ senderKey: [] }],
    responses: {
      ...responses,
      401: { description: "No valid key" },
      403: { description: "This key may not send files" },
    },
    ...rest,
  });

const told = (schema: v.GenericSchema, description: string) => ({
  description,
  content: { "application/json": { schema: resolver(schema, asSent) } },
});

const aboutMappings = `Says which column of a file feeds which field of a milestone, and what its codes mean. Kept by sender and name. A file that
was begun keeps the mapping that it began with.`;

const fileMappings = new Hono<{ Variables: { engine: Engine; sender: Sender } }>()
  .get(
    "/file-mappings",
    documented({
      operationId: "listFileMappings",
      summary: "The mappings of this sender",
      responses: { 200: told(v.object({ mappings: v.array(mappingAnswer) }), "By name") },
    }),
    guard,
    async (c) => {
      const rows = await mappingsOf(c.var.engine.vault, c.var.sender.id);
      return c.json({ mappings: rows.map(tellMapping) });
    },
  )
  .get(
    "/file-mappings/:name",
    documented({
      operationId: "readFileMapping",
      summary: "One mapping",
      responses: { 200: told(mappingAnswer, "The mapping"), 404: { description: "No mapping of this name" } },
    }),
    guard,
    async (c) => {
      const row = await mappingOf(c.var.engine.vault, c.var.sender.id, nameOf(c.req.param("name")));
      if (row === null) throw unknownMapping();
      return c.json(tellMapping(row));
    },
  )
  .put(
    "/file-mappings/:name",
    documented({
      operationId: "putFileMapping",
      summary: "Keep a mapping, or replace it",
      description: aboutMappings,
      responses: { 200: told(mappingAnswer, "As it is kept"), 400: { description: "Not of the documented form" } },
    }),
    guard,
    jsonBody(fileMappingSchema),
    async (c) => {
      const name = nameOf(c.req.param("name"));
      const mapping = c.req.valid("json");
      const faults = faultsOfMapping(mapping);
      if (faults.length > 0) throw new Problem("invalid-request", "Mend what `errors` lists.", faults.slice(0, 20));
      await recordAct(c.var.engine, { sender: c.var.sender.id }, "change-mapping", `mapping:${name}`);
      const { vault, clock } = c.var.engine;
      const row = { senderId: c.var.sender.id, name, mapping: JSON.stringify(mapping), updatedAt: clock.now() };
      await putMapping(vault, row);
      return c.json(tellMapping(row));
    },
  )
  .delete(
    "/file-mappings/:name",
    documented({
      operationId: "deleteFileMapping",
      summary: "Forget a mapping",
      responses: { 204: { description: "Gone" }, 404: { description: "No mapping of this name" } },
    }),
    guard,
    async (c) => {
      const [name, { id }] = [nameOf(c.req.param("name")), c.var.sender];
      await recordAct(c.var.engine, { sender: id }, "change-mapping", `mapping:${name}`);
      const isGone = await deleteMapping(c.var.engine.vault, id, name);
      if (!isGone) throw unknownMapping();
      return c.body(null, 204);
    },
  );

const aboutUploads = `Send the file as it is, as \`text/csv\`; it is read as it comes, a thousand rows at a time, and each row is taken in whole or
not at all. Meanwhile \`GET /v1/files/{id}\` tells how far it got. Whatever breaks off, send the same file again: rows that
are done are passed over. A row counts once, also when another file has it tomorrow: it is \`duplicate\` then.`;

export const files = new Hono<{ Variables: { engine: Engine; sender: Sender } }>()
  .route("/", fileMappings)
  .post(
    "/files",
    documented({
      operationId: "beginFile",
      summary: "Begin to send a file",
      description:
        "The answer tells where to send it to. With `dryRun=true` all is read and judged, and nothing is taken in.",
      parameters: [
        { name: "mapping", in: "query", required: true, schema: { type: "string" } },
        { name: "dryRun", in: "query", schema: { type: "boolean" } },
      ],
      responses: {
        201: told(intakeAnswer, "Where to send the file"),
        400: { description: "No mapping is named, or not properly" },
        404: { description: "There is no mapping of this name" },
      },
    }),
    guard,
    async (c) => {
      const { mapping = "", dryRun = "false" } = c.req.query();
      if (dryRun !== "true" && dryRun !== "false") throw new Problem("invalid-request", "`dryRun` is true or false.");
      const intake = await beginFile(c.var.engine, c.var.sender, nameOf(mapping), dryRun === "true");
      if (intake === null) throw unknownMapping();
      c.header("location", `/v1/files/${intake.id}`);
      return c.json(tellIntake(intake), 201);
    },
  )
  .put(
    "/files/:id/rows",
    documented({
      operationId: "sendFile",
      summary: "Send a file, or send it again",
      description: aboutUploads,
      requestBody: { required: true, content: { "text/csv": { schema: { type: "string", format: "binary" } } } },
      responses: {
        200: told(intakeAnswer, "The whole file is through"),
        400: { description: "The file cannot be read on; what was done stays done" },
        404: { description: "No file of this sender was begun under this id" },
        409: { description: "Another file, or another upload of it is under way" },
        415: { description: "Not text/csv" },
        503: { description: "This week's key is not ready, or others change the same cases; send the file again" },
      },
    }),
    refuseSigned,
    guard,
    async (c) => {
      const type = (c.req.header("content-type") ?? "").toLowerCase().split(";")[0]?.trim();
      const { body } = c.req.raw;
      if (type !== "text/csv") throw new Problem("unsupported-media-type", "Send text/csv.");
      if (body === null) throw new Problem("invalid-request", "Send the file as the body.");
      return c.json(tellIntake(await receiveFile(c.var.engine, c.var.sender, c.req.param("id"), body)));
    },
  )
  .get(
    "/files",
    documented({
      operationId: "listFiles",
      summary: "The latest files of this sender",
      responses: { 200: told(v.object({ files: v.array(intakeAnswer) }), "At most 50, the newest first") },
    }),
    guard,
    async (c) => {
      const rows = await latestIntakes(c.var.engine.vault, c.var.sender.id, LATEST);
      return c.json({ files: rows.map(tellIntake) });
    },
  )
  .get(
    "/files/:id",
    documented({
      operationId: "readFile",
      summary: "How far a file got",
      description:
        "`accepted`, `duplicate`, `parked`, `rejected` and `ignored` make `rowsDone`. Kept for 90 days, like its faults.",
      responses: { 200: told(intakeAnswer, "Counts so far"), 404: { description: "No such file of this sender" } },
    }),
    guard,
    async (c) => c.json(tellIntake(await theirs(c.var.engine, c.var.sender, c.req.param("id")))),
  )
  .get(
    "/files/:id/faults",
    documented({
      operationId: "listFileFaults",
      summary: "What is wrong in a file, row by row",
      description:
        "Rows count from 1, after the row of names; row 0 is the file as a whole. `valueClass` tells what sort of value stands there, never which. The first 10,000 are kept; `faults` of the file counts all. Ask for `/faults.csv` to get all that are kept as a file.",
      parameters: [
        { name: "after", in: "query", schema: { type: "string" }, description: "`next` of the page before" },
      ],
      responses: { 200: told(faultsAnswer, "At most 500"), 404: { description: "No such file of this sender" } },
    }),
    guard,
    async (c) => {
      const { id } = await theirs(c.var.engine, c.var.sender, c.req.param("id"));
      const { page, next } = await pageOfFaults(c.var.engine, id, c.req.query("after"));
      return c.json({ faults: page.map(({ position: _, ...fault }) => fault), next });
    },
  )
  .get(
    "/files/:id/faults.csv",
    documented({
      operationId: "readFileFaults",
      summary: "All faults of a file that are kept, as CSV",
      responses: {
        200: { description: "row, column, valueClass, fix", content: { "text/csv": { schema: { type: "string" } } } },
        404: { description: "No such file of this sender" },
      },
    }),
    guard,
    async (c) => {
      const { id } = await theirs(c.var.engine, c.var.sender, c.req.param("id"));
      return c.body(faultsAsCsv(c.var.engine, id), 200, {
        "content-type": "text/csv; charset=utf-8",
        "content-disposition": `attachment; filename="faults-${id}.csv"`,
      });
    },
  );
