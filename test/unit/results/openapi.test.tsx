import { describe, expect, it } from "vitest";
import { Hono } from "hono";
import { codelists } from "../../../src/http/api/codelists.ts";
import { releases } from "../../../src/http/api/releases.ts";
import { describeApi, openApiDocument } from "../../../src/http/openapi.tsx";

const api = new Hono().route("/", releases).route("/", codelists);

describe("the API's description", () => {
  it("is OpenAPI 3.1 made from the routes, each with an id, a summary and an answer", async () => {
    const document = await openApiDocument(api);
    expect(document.openapi).toBe("3.1.0");
    expect(Object.keys(document.paths)).toEqual([
      "/codelists",
      "/codelists/{id}",
      "/instruments",
      "/instruments/{id}",
      "/methodology/{version}",
      "/releases",
      "/releases/{id}",
      "/releases/{id}/compare",
      "/releases/{id}/tables",
      "/releases/{id}/tables/{file}",
    ]);
    const operations = Object.values(document.paths).map((path) => path["get"]);
    expect(operations.every((one) => one !== undefined)).toBe(true);
    for (const operation of operations)
      expect(operation).toMatchObject({
        operationId: expect.any(String),
        summary: expect.any(String),
        responses: { 200: expect.anything() },
      });
    const text = JSON.stringify(document);
    expect(JSON.stringify(await openApiDocument(api))).toBe(text);
    expect(text).toContain("application/problem+json");
    for (const [, name = ""] of text.matchAll(/"#\/components\/schemas\/([^"]+)"/g))
      expect(Object.keys(document.components?.schemas ?? {})).toContain(name);
  });

  it("is served as JSON, and as a page without script", async () => {
    const served = describeApi(api);
    const json = await served.request("/openapi.json");
    expect(json.status).toBe(200);
    expect(json.headers.get("Access-Control-Allow-Origin")).toBe("*");
    const page = await served.request("/reference");
    const html = await page.text();
    expect(html).toContain("/v1/releases/{id}/tables/{file}");
    expect(html).not.toMatch(/<script|style=|undefined/);
    expect(page.headers.get("Content-Security-Policy")).toContain("default-src 'none'");
  });
});

describe("the definitions", () => {
  it("are open to any page, known again by their tag, and in both languages", async () => {
    const first = await codelists.request("/codelists/areas");
    expect(first.headers.get("Access-Control-Allow-Origin")).toBe("*");
    const tag = first.headers.get("ETag") ?? "";
    expect(tag).toMatch(/^"[0-9a-f]{32}"$/);
    const again = await codelists.request("/codelists/areas", { headers: { "If-None-Match": `"other", ${tag}` } });
    expect(again.status).toBe(304);
    const lists = await codelists.request("/codelists");
    const { codelists: listed } = await lists.json<{ codelists: { id: string }[] }>();
    for (const { id } of listed) {
      const list = await codelists.request(`/codelists/${id}`);
      const { items } = await list.json<{ items: { code: string; name: { en: string; cy: string } }[] }>();
      expect(items.length).toBeGreaterThan(0);
      for (const { name } of items)
        expect([typeof name.en, typeof name.cy, name.en === "", name.cy === ""]).toEqual([
          "string",
          "string",
          false,
          false,
        ]);
    }
    expect((await codelists.request("/instruments/report@1")).status).toBe(200);
    expect((await codelists.request("/methodology/1.0.0")).status).toBe(200);
  });
});
