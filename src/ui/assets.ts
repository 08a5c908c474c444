import published from "govuk-frontend/dist/govuk/govuk-frontend.min.css";
import { closureScript } from "./closure-script.ts";
import { exitScript } from "./exit-script.ts";
import own from "./throughline.css";

/** Fonts of the device in place of GDS Transport, which is licensed for gov.uk alone. */
const FONTS = 'system-ui,-apple-system,"Segoe UI",Roboto,';

/** Components of GOV.UK Frontend that no page here has: a third of its stylesheet. */
const unused = [
  "accordion",
  "breadcrumbs",
  "character-count",
  "cookie-banner",
  "date-input",
  "feedback",
  "file-upload",
  "footer",
  "generic-header",
  "header",
  "notification-banner",
  "pagination",
  "password-input",
  "phase-banner",
  "tabs",
  "task-list",
];

const ofUnused = new RegExp(`\\.govuk-(?:${unused.join("|")})(?![a-z])`);

/** A minified stylesheet without the rules that only those components need. A page on a slow phone waits for it. */
export const lighten = (css: string) =>
  css
    .replaceAll(/([^{}]+)\{[^{}]*\}/g, (rule, selectors: string) =>
      selectors.split(",").every((selector) => ofUnused.test(selector)) ? "" : rule,
    )
    .replaceAll(/@(?:media|supports)[^{}]*\{\}/g, "");

/** GOV.UK Frontend's stylesheet without its font files, its font and its crest: no address in it leads anywhere. */
export const neutralise = (css: string) =>
  css
    .replaceAll(/@font-face\{[^}]*\}/g, "")
    .replaceAll(/GDS Transport,/g, FONTS)
    .replaceAll(/url\(\/assets\/[^)]*\)/g, "none");

const icon = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><circle cx="16" cy="16" r="13" fill="#1d3b4f"/></svg>`;

/** A few characters that change when the text does: FNV-1a, 32 bits. Not a defence, only a name. */
export function fingerprint(text: string): string {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index++) hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  return (hash >>> 0).toString(36).padStart(7, "0");
}

const asset = (name: string, type: string, text: string) => ({
  address: `/assets/${fingerprint(text)}/${name}`,
  type,
  text,
});

/** Everything that a page asks for besides itself, from our own origin, at an address that never changes its content. */
export const assets = {
  govuk: asset("govuk.css", "text/css; charset=utf-8", lighten(neutralise(published))),
  own: asset("throughline.css", "text/css; charset=utf-8", own),
  exit: asset("exit.js", "text/javascript; charset=utf-8", exitScript),
  closure: asset("closure.js", "text/javascript; charset=utf-8", closureScript),
  icon: asset("icon.svg", "image/svg+xml", icon),
} as const;
