import { type Env, Hono, type Schema } from "hono";
import { generateSpecs } from "hono-openapi";
import { isLocale } from "../kernel/locale.ts";
import { type ApiDocument, ReferencePage } from "../ui/reference-page.tsx";
import { openToAll } from "./api/releases.ts";
import { pageHeaders, publicPage } from "./headers.ts";

const description = `The interface of Throughline, the victim satisfaction survey engine.

Results, definitions and this document are open: no key. Senders of milestones have a key of their own, limited to their area and kind of event. Problems are RFC 9457 documents whose \`detail\` says what to do and never holds personal data. Released tables never change: they carry strong entity tags and may be kept for good. A figure that may not be shown is null with a status, never a 404.`;

/** What no route says of itself. */
const documentation = {
  info: { title: "Throughline API", version: "1", description },
  servers: [{ url: "/v1" }],
  tags: [
    { name: "Results", description: "Releases and their tables" },
    { name: "Definitions", description: "Codes, questionnaires and methodology" },
    { name: "Milestones", description: "What happened in a case, from any sender" },
    { name: "Partner feeds", description: "The same from partners' systems, in their own form" },
    { name: "Files", description: "Milestones as CSV, and the quality of a sender's data" },
    { name: "Deliveries", description: "What goes out, what does not, and why" },
    { name: "Senders", description: "Keys of senders, and closure discussions" },
    { name: "Staff", description: "Who may sign in, and the audit log" },
    { name: "Keys", description: "What was destroyed, and what to do after a restore" },
    { name: "Gateways", description: "What gateways call: receipts, and texts that come in" },
  ],
  components: {
    securitySchemes: {
      senderKey: { type: "http", scheme: "bearer", description: "The key of a sender of milestones" },
      webhookSignature: {
        type: "apiKey",
        in: "header",
        name: "webhook-signature",
        description:
          "Standard Webhooks 1.0: `v1` (HMAC-SHA-256) or `v1a` (Ed25519) over webhook-id, webhook-timestamp and the exact body. The parameter `sender` of the address names the sender: `?sender=force-42`. A clock may be five minutes off; a retry keeps its id and has a newer timestamp.",
      },
      resultsSubscriptionSignature: {
        type: "apiKey",
        in: "header",
        name: "X-Signature",
        description: "HMAC-SHA-256 of the exact body in base64; X-Key-Id names the key",
      },
      operatorKey: { type: "http", scheme: "bearer", description: "The key of the operator" },
      staffToken: {
        type: "apiKey",
        in: "header",
        name: "Cf-Access-Jwt-Assertion",
        description: "The token that Cloudflare Access sends for staff who have signed in",
      },
    },
  },
} as const;

/**
 * The OpenAPI 3.1 document of the API, made from the routes themselves.
 *
 * Paths and components are sorted, so that the same API gives the same text.
 */
export async function openApiDocument<E extends Env, S extends Schema, P extends string>(
  api: Hono<E, S, P>,
): Promise<ApiDocument> {
  const made = await generateSpecs(api, {
    documentation: { ...documentation, tags: [...documentation.tags], servers: [...documentation.servers] },
    excludeStaticFile: false,
    defaultValidationErrorResponse: false,
  });
  return { ...made, openapi: "3.1.0", paths: sorted(made.paths) };
}

const sorted = <T,>(entries: { readonly [name: string]: T }): { [name: string]: T } =>
  Object.fromEntries(Object.entries(entries).toSorted(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)));

/** Serves the document, and a page for people who would rather read. */
export function describeApi<E extends Env, S extends Schema, P extends string>(api: Hono<E, S, P>) {
  let made: Promise<ApiDocument> | null = null;
  const documentOnce = () => (made ??= openApiDocument(api));
  return new Hono()
    .use("/openapi.json", openToAll)
    .get("/openapi.json", async (c) => {
      c.header("Cache-Control", "public, max-age=3600");
      return c.json(await documentOnce());
    })
    .get("/reference", pageHeaders, publicPage, async (c) => {
      const asked = c.req.query("lang");
      return c.html(<ReferencePage api={await documentOnce()} locale={isLocale(asked) ? asked : "en"} />);
    });
}
