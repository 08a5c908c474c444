/**
 * The service worker of the officer's closure page, whose scope is \`/closure/\` alone: it never sees a page of a victim.
 *
 * It keeps the empty form in both languages and what the form needs, all of them without a link or a word of anybody.
 * A page is asked of the network first, and kept never; where there is no answer, the empty form stands in for it at the
 * same address, and its script puts back what was filled in there.
 *
 * @param kept Addresses of styles and script; the empty form by language; a name that changes when any of them does.
 */
export const closureWorkerScript = (kept: {
  readonly files: readonly string[];
  readonly forms: Readonly<Record<string, string>>;
  readonly start: Readonly<Record<string, string>>;
  readonly version: string;
}) => `const { files, forms, start, version } = ${JSON.stringify(kept)};
const NAME = "closure-" + version;
const PATIENCE = 5000;

addEventListener("install", (event) => {
  const all = [...files, ...Object.values(forms), ...Object.values(start)];
  event.waitUntil(
    caches
      .open(NAME)
      .then((cache) => cache.addAll(all.map((address) => new Request(address, { cache: "reload" }))))
      .then(() => skipWaiting()),
  );
});

addEventListener("activate", (event) => {
  event.waitUntil(
    caches
      .keys()
      .then((names) => Promise.all(names.filter((name) => name !== NAME).map((name) => caches.delete(name))))
      .then(() => clients.claim()),
  );
});

const fromCache = async (address) => (await (await caches.open(NAME)).match(address)) || Response.error();

const languageOf = (url) => {
  const asked = url.searchParams.get("lang");
  return asked === "en" || asked === "cy" ? asked : navigator.language.startsWith("cy") ? "cy" : "en";
};

const pageOrForm = async (request, kept) => {
  try {
    const response = await Promise.race([
      fetch(request),
      new Promise((_, reject) => setTimeout(() => reject(new Error("too slow")), PATIENCE)),
    ]);
    return response.status >= 500 ? await fromCache(kept) : response;
  } catch {
    return await fromCache(kept);
  }
};

addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== location.origin) return;
  if (files.includes(url.pathname)) {
    event.respondWith(fromCache(url.pathname).then((kept) => (kept.ok ? kept : fetch(request))));
  } else if (request.mode === "navigate" && /^\\/closure\\/[\\w-]{22}$/.test(url.pathname)) {
    event.respondWith(pageOrForm(request, forms[languageOf(url)]));
  } else if (request.mode === "navigate" && url.pathname === "/closure/") {
    event.respondWith(pageOrForm(request, start[languageOf(url)]));
  }
});
`;
