import published from "govuk-frontend/dist/govuk/govuk-frontend.min.css";
import { exitScript } from "./exit-script.ts";
import own from "./throughline.css";

/** Fonts of the device in place of GDS Transport, which is licensed for gov.uk alone. */
const FONTS = 'system-ui,-apple-system,"Segoe UI",Roboto,';

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
  govuk: asset("govuk.css", "text/css; charset=utf-8", neutralise(published)),
  own: asset("throughline.css", "text/css; charset=utf-8", own),
  exit: asset("exit.js", "text/javascript; charset=utf-8", exitScript),
  icon: asset("icon.svg", "image/svg+xml", icon),
} as const;
