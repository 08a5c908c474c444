import { Hono } from "hono";
import { assets as files } from "../../ui/assets.ts";

const FOR_GOOD = "public, max-age=31536000, immutable";

/** Stylesheets, the exit script and the icon; mounted at /assets. An old address answers 404 rather than with new content. */
export const assets = new Hono().get("/:fingerprint/:name", (c) => {
  const file = Object.values(files).find(({ address }) => address === c.req.path);
  if (!file) return c.notFound();
  return c.body(file.text, 200, {
    "Content-Type": file.type,
    "Cache-Control": FOR_GOOD,
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Resource-Policy": "same-origin",
  });
});
