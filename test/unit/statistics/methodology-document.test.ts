import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { methodologyDocument } from "../../../scripts/methodology-document.ts";

it("tells readers the methodology that the engine works by (npm run methodology)", () => {
  const written = readFileSync(join(import.meta.dirname, "../../../docs/methodology/methodology.md"), "utf8");
  expect(written).toBe(methodologyDocument());
});
