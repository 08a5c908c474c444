import { describeCsv, type FileColumn } from "./csv-description.ts";
import { type Column, columns, type FurtherColumns } from "./csv.ts";
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

/** What tells rows apart, where a file does not say otherwise. */
const rowKey = ["area_code", "stage", "item", "answer", "measure", "group", "period_start", "period_duration"] as const;

/** What stands in a column. */
const datatypeOf = (name: Column): FileColumn["datatype"] =>
  numbers.includes(name)
    ? "number"
    : name === "period_start"
      ? "date"
      : name === "period_duration"
        ? "duration"
        : "string";

/**
 * The CSVW metadata of a table's CSV.
 *
 * @param url The CSV that it describes, relative to the metadata.
 * @param further Columns of this kind of file alone.
 */
export function csvw(table: ResultTable, labels: Labels, url: string, further?: FurtherColumns) {
  const { release, query } = table;
  return describeCsv({
    url,
    title: query.measures.map(labels.measure).join("; "),
    locale: labels.locale,
    columns: [
      ...columns.map((name) => ({
        name,
        titles: labels.column(name),
        datatype: datatypeOf(name),
        isRequired: true,
      })),
      ...(further?.titles ?? []).map(([name, titles]) => ({
        name,
        titles,
        datatype: "string" as const,
        isRequired: true,
      })),
    ],
    primaryKey: further?.primaryKey ?? rowKey,
    of: { release, designation: labels.designation(release.label) },
  });
}
