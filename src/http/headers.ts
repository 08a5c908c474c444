import { createMiddleware } from "hono/factory";
import { csrf } from "hono/csrf";
import { Problem } from "../kernel/problem.ts";

/** Nothing inline, nothing from elsewhere, no framing, no base; forms post to us alone. */
const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  "style-src 'self'",
  "img-src 'self'",
  "font-src 'self'",
  "script-src 'self'",
  "form-action 'self'",
  "frame-ancestors 'none'",
  "base-uri 'none'",
  "object-src 'none'",
].join("; ");

/** Of a page that may be installed, and that sends what it kept once there is a connection again: to us alone. */
const INSTALLABLE_POLICY = [
  CONTENT_SECURITY_POLICY,
  "connect-src 'self'",
  "manifest-src 'self'",
  "worker-src 'self'",
].join("; ");

/** For a page with recordings of ours on it, and for no other. */
export const POLICY_WITH_RECORDINGS = `${CONTENT_SECURITY_POLICY}; media-src 'self'`;

/** Features of the device that no page of ours asks for. */
const PERMISSIONS_POLICY = [
  "accelerometer",
  "autoplay",
  "bluetooth",
  "browsing-topics",
  "camera",
  "clipboard-read",
  "display-capture",
  "encrypted-media",
  "fullscreen",
  "gamepad",
  "geolocation",
  "gyroscope",
  "hid",
  "identity-credentials-get",
  "idle-detection",
  "local-fonts",
  "magnetometer",
  "microphone",
  "midi",
  "payment",
  "picture-in-picture",
  "publickey-credentials-get",
  "screen-wake-lock",
  "serial",
  "storage-access",
  "usb",
  "web-share",
  "xr-spatial-tracking",
]
  .map((feature) => `${feature}=()`)
  .join(", ");

/** For what is no page: opened as one by itself, it loads nothing, runs nothing and is framed nowhere. */
const POLICY_OF_DATA = [
  "default-src 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
  "base-uri 'none'",
  "object-src 'none'",
].join("; ");

const everywhere = {
  "Permissions-Policy": PERMISSIONS_POLICY,
  "Referrer-Policy": "no-referrer",
  "Cross-Origin-Opener-Policy": "same-origin",
  "Cross-Origin-Resource-Policy": "same-origin",
  "Strict-Transport-Security": "max-age=31536000; includeSubDomains; preload",
  "X-Content-Type-Options": "nosniff",
  "X-Frame-Options": "DENY",
} as const;

/**
 * For whatever answers, problems and addresses that lead nowhere among it. What says nothing of how long it may be kept
 * is kept by nobody; pages say more of themselves (`pageHeaders`).
 */
export const everyHeader = createMiddleware(async (c, next) => {
  await next();
  const { headers } = c.res;
  for (const [name, value] of Object.entries(everywhere)) headers.set(name, value);
  if (!headers.has("Content-Security-Policy")) headers.set("Content-Security-Policy", POLICY_OF_DATA);
  if (!headers.has("Cache-Control")) headers.set("Cache-Control", "no-store");
});

/**
 * For every page. A page of a victim or of staff is kept by no cache and listed by no search engine (privacy.md 3.7,
 * 5.2); a public one says otherwise with `publicPage`.
 */
export const pageHeaders = createMiddleware(async (c, next) => {
  await next();
  const { headers, status } = c.res;
  const policy = headers.get("Content-Security-Policy") ?? CONTENT_SECURITY_POLICY;
  for (const [name, value] of Object.entries(everywhere)) headers.set(name, value);
  headers.set("Content-Security-Policy", policy);
  if (!headers.has("Cache-Control") || status >= 400) headers.set("Cache-Control", "no-store");
  if (!headers.has("X-Robots-Tag") || status >= 400) headers.set("X-Robots-Tag", "noindex, nofollow, noarchive");
});

/** For the officer's page, which works without a connection: its script may call us, and be kept. */
export const installablePage = createMiddleware(async (c, next) => {
  await next();
  c.res.headers.set("Content-Security-Policy", INSTALLABLE_POLICY);
});

/** For a page that holds nothing of anybody: it may be found, and kept for a minute or as long as it says itself. */
export const publicPage = createMiddleware(async (c, next) => {
  await next();
  if (!c.res.headers.has("Cache-Control")) c.res.headers.set("Cache-Control", "public, max-age=60");
  c.res.headers.set("X-Robots-Tag", "all");
});

const checkOrigin = csrf({
  secFetchSite: "same-origin",
  origin: (origin, c) =>
    c.req.header("sec-fetch-site") === undefined && (origin === new URL(c.req.url).origin || origin === "null"),
});

/**
 * Refuses a form that another site has posted.
 *
 * `Sec-Fetch-Site` decides wherever the browser sends it (all since 2023). It must: with `Referrer-Policy: no-referrer`
 * browsers give `Origin: null` even for our own forms. An older browser is let through with our origin or with "null".
 * That leaves a forged post from an old browser, which gets nowhere: the session's cookie is `SameSite=Strict`, and the
 * two addresses that work without a cookie hold a token of 128 random bits that only the reader of the message knows.
 *
 * @throws Problem `forbidden`, told as a page like any other.
 */
export const ownFormsOnly = createMiddleware(async (c, next) => {
  try {
    await checkOrigin(c, async () => {});
  } catch {
    throw new Problem("forbidden", "Post this form from its own page.");
  }
  await next();
});
