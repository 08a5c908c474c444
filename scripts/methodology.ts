import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "./miniflare.ts";
import { methodologyDocument } from "./methodology-document.ts";

/** `npm run methodology`: writes docs/methodology/methodology.md from the file that drives the engine; a test compares. */
writeFileSync(join(root, "docs/methodology/methodology.md"), methodologyDocument());
