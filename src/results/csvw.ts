import { type Column, columns } from "./csv.ts";
import type { Labels } from "./labels.ts";
import type { ResultTable } from "./table.ts";

const numbers: readonly Column[] = [
  "value",
  "lower_95",
  "upper_95",
  "base_unweighted",
  "n_eff",
  "response_rate_rr1",
  "raw_score",
  "adjusted_score",
  "adjusted_lower_95",
  "adjusted_upper_95",
  "adjusted_base",
  "reliability",
  "adjusted_p",
];

/** What stands for a missing figure. */
const markers = ["[c]", "[z]", "[x]"] as const;

/**
 * The CSVW metadata of a table's CSV (`…csv-metadata.json`): types, keys, and which symbols mean "no figure".
 *
 * @param url The CSV that it describes, relative to the metadata.
 * @see W3C Metadata Vocabulary for Tabular Data
 */
export function csvw(table: ResultTable, labels: Labels, url: string) {
  return {
    "@context": ["http://www.w3.org/ns/csvw", { "@language": labels.locale }],
    url,
    "dc:title": table.query.measures.map(labels.measure).join("; "),
    "dc:description": labels.designation(table.release.label),
    "dc:identifier": table.release.hash,
    ...(table.release.publishedOn !== null && { "dc:issued": table.release.publishedOn }),
    "dialect": { encoding: "utf-8", delimiter: ",", header: true },
    "tableSchema": {
      columns: columns.map((name) => ({
        name,
        titles: labels.column(name),
        ...(numbers.includes(name)
          ? { datatype: "number", null: markers }
          : {
              datatype: name === "period_start" ? "date" : name === "period_duration" ? "duration" : "string",
              required: true,
            }),
      })),
      primaryKey: ["area_code", "stage", "item", "answer", "measure", "group", "period_start", "period_duration"],
    },
  } as const;
}
