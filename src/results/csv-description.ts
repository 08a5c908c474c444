import type { Locale } from "../kernel/locale.ts";
import type { ReleaseHead } from "./table.ts";

/** A column of a CSV: its name, what it is called, and what stands in it. Nothing may stand where it is not required. */
export type FileColumn = {
  readonly name: string;
  readonly titles: string;
  readonly datatype: "string" | "number" | "date" | "duration";
  readonly isRequired?: boolean;
};

/** What stands in place of a figure that is not told. */
const markers = ["[c]", "[z]", "[x]"] as const;

/** A CSV that is to be described. */
export type DescribedFile = {
  /** Its address, relative to its description. */
  readonly url: string;
  readonly title: string;
  readonly locale: Locale;
  readonly columns: readonly FileColumn[];
  /** What tells its rows apart. */
  readonly primaryKey: readonly string[];
  /** The release that it is of, where it is of one, and what that is designated as. */
  readonly of: { readonly release: ReleaseHead; readonly designation: string } | null;
};

/**
 * The CSVW metadata of a CSV (`…csv-metadata.json`): types, keys, and which symbols mean "no figure".
 *
 * @see W3C Metadata Vocabulary for Tabular Data
 */
export function describeCsv({ url, title, locale, columns, primaryKey, of }: DescribedFile) {
  return {
    "@context": ["http://www.w3.org/ns/csvw", { "@language": locale }],
    url,
    "dc:title": title,
    ...(of && { "dc:description": of.designation, "dc:identifier": of.release.hash }),
    ...(of?.release.publishedOn && { "dc:issued": of.release.publishedOn }),
    "dialect": { encoding: "utf-8", delimiter: ",", header: true },
    "tableSchema": {
      columns: columns.map(({ name, titles, datatype, isRequired }) => ({
        name,
        titles,
        datatype,
        ...(datatype === "number" && { null: isRequired === true ? markers : [...markers, ""] }),
        ...(isRequired === true && datatype !== "number" && { required: true }),
      })),
      primaryKey,
    },
  } as const;
}
