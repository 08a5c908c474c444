import type { Check } from "./surveys.ts";

/** A JSON value as one text, whatever the order of its keys and the spaces in its file. */
export function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(",")}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  const fields = Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1));
  return `{${fields.map(([key, field]) => `${JSON.stringify(key)}:${canonicalJson(field)}`).join(",")}}`;
}

/** A published survey never changes: answers given to it must go on meaning the same. */
export const publishedUnchanged =
  (hashOf: (text: string) => string): Check =>
  ({ files, published }) =>
    Object.entries(published).flatMap(([file, hash]) => {
      const present = files.find((each) => each.file === file);
      if (present === undefined)
        return [`${file}: it was published and is gone; a published survey stays, because answers name it.`];
      if (hashOf(canonicalJson(present.json)) === hash) return [];
      const remedy =
        present.instrument.welsh === "signed-off"
          ? "make a new version beside it (v2.json) instead"
          : `if nobody has answered it, publish it again (npm run surveys -- --publish ${file}); else make a new version beside it (v2.json)`;
      return [`${file}: it was published and has changed since; ${remedy}.`];
    });

/** Advice: a file that is not published may still change under the answers given to it. */
export const unpublished: Check = ({ files, published }) =>
  files
    .filter(({ file }) => published[file] === undefined)
    .map(({ file }) => `${file} is not published yet: publish it before anybody answers it.`);

/** Advice: Welsh that no translator has signed off. */
export const welshAwaited: Check = ({ files }) =>
  files
    .filter(({ instrument }) => instrument.welsh !== "signed-off")
    .map(({ file }) => `${file}: a translator has not signed the Welsh off yet.`);
