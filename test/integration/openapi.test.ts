import { describe, expect, it } from "vitest";
import committed from "../../docs/openapi.json";
import { createApi } from "../../src/http/app.tsx";
import { openApiDocument } from "../../src/http/openapi.tsx";

describe("the description of the API", () => {
  it("is committed as it is served (`npm run openapi` writes it)", async () => {
    const served: unknown = JSON.parse(JSON.stringify(await openApiDocument(createApi())));
    expect(served).toEqual(committed);
  });
});
