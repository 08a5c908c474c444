import { Hono } from "hono";

type Bindings = { readonly ROWS: D1Database };

/** What the engine is measured against: the least that a route can do, and the least that a route that stores can do. */
const app = new Hono<{ Bindings: Bindings }>()
  .get("/empty", (c) => c.html("<!doctype html><title>Empty</title>"))
  .post("/empty", async (c) => {
    await c.req.text();
    return c.html("<!doctype html><title>Empty</title>");
  })
  .post("/row", async (c) => {
    const body = await c.req.text();
    await c.env.ROWS.prepare("insert into row (id, body) values (?1, ?2)").bind(crypto.randomUUID(), body).run();
    return c.body(null, 204);
  });

export default app;
