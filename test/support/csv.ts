import Papa from "papaparse";

/** What a description of a CSV (CSVW) says that a test looks at. */
export type Description = {
  readonly url: string;
  readonly tableSchema: {
    readonly columns: readonly {
      readonly name: string;
      readonly titles: string;
      readonly datatype: string;
      readonly null?: readonly string[];
      readonly required?: true;
    }[];
    readonly primaryKey: readonly string[];
  };
};

const isOf: Readonly<Record<string, (text: string) => boolean>> = {
  number: (text) => text !== "" && Number.isFinite(Number(text)),
  date: (text) => /^\d{4}-\d\d-\d\d$/.test(text),
  duration: (text) => /^P\d+M$/.test(text),
  string: () => true,
};

/** In what a CSV is not as it is described: columns in their order, types, symbols, what may not be missing, the key. */
export function faultsOfCsv({ tableSchema: { columns, primaryKey } }: Description, text: string): readonly string[] {
  const [head = [], ...rows] = Papa.parse<string[]>(text.trimEnd()).data;
  const faults: string[] = [];
  if (String(head) !== String(columns.map(({ name }) => name))) faults.push(`the columns are ${String(head)}`);
  for (const { name, titles } of columns) if (titles === "" || titles === name) faults.push(`${name} has no title`);
  for (const [place, { name, datatype, null: symbols = [], required }] of columns.entries()) {
    const wrong = rows.find((row) => {
      const cell = row[place] ?? "";
      if (required === true && cell === "") return true;
      return !symbols.includes(cell) && isOf[datatype]?.(cell) !== true;
    });
    if (wrong) faults.push(`${name} holds ${JSON.stringify(wrong[place])}`);
  }
  const keys = rows.map((row) => primaryKey.map((name) => row[head.indexOf(name)]).join("|"));
  if (rows.length === 0 || new Set(keys).size < keys.length) faults.push("rows are missing, or of one key");
  return faults;
}
