import * as v from "valibot";

// How one sender's file names its columns, and which of our fields each of them feeds.

/** What sort of value each field of a milestone takes (domain/feeds/police-milestone.ts), by its path in `data`. */
export const fileFields = {
  "milestone": "code",
  "occurredAt": "instant",
  "case.forceCode": "code",
  "case.offenceGroup": "code",
  "case.offenceOn": "day",
  "case.redactions": "list",
  "case.flags.domesticAbuse": "boolean",
  "case.flags.stalking": "boolean",
  "case.flags.honourBasedAbuse": "boolean",
  "case.flags.coerciveControl": "boolean",
  "case.flags.seriousSexual": "boolean",
  "case.flags.bereavedFamily": "boolean",
  "case.flags.hateCrime": "boolean",
  "case.flags.liveOperation": "boolean",
  "case.flags.highHarm": "boolean",
  "case.flags.victimUnder18": "boolean",
  "case.identifiers.crimeReference": "text",
  "case.identifiers.urn": "text",
  "case.identifiers.prosecutionCaseId": "text",
  "case.identifiers.noms": "text",
  "case.identifiers.crn": "text",
  "case.merged.crimeReference": "text",
  "case.merged.urn": "text",
  "case.merged.prosecutionCaseId": "text",
  "victim.victimRef": "text",
  "victim.contact.mobile": "text",
  "victim.contact.email": "text",
  "victim.contact.postal": "list",
  "victim.contact.safeToContact": "code",
  "victim.contact.safeWindow.from": "time",
  "victim.contact.safeWindow.to": "time",
  "victim.contact.preferredChannel": "code",
  "victim.contact.language": "code",
  "victim.contact.safetyAssertedAt": "instant",
  "victim.contact.safetyAssertedBy": "code",
  "victim.contact.suspectNumbers": "list",
  "victim.surveyConsent": "code",
  "victim.ageBand": "code",
  /** Not a field of ours: the age band follows from it, on the day of the milestone, and it is not kept. */
  "victim.bornOn": "day",
  "victim.sex": "code",
  "victim.enhancedRights": "boolean",
  "victim.repeatVictim": "boolean",
  "victim.policeEmployee": "boolean",
  "victim.organisation": "boolean",
  "victim.closureForm": "code",
  "officerInCase.ref": "text",
  "officerInCase.unit": "text",
  "facts.on": "day",
  "facts.suspectReleased": "boolean",
  "facts.attended": "boolean",
  "facts.convicted": "boolean",
  "facts.contactSchemeOptedIn": "boolean",
  "facts.rights": "list",
} as const;
export type FileField = keyof typeof fileFields;
export type FieldKind = (typeof fileFields)[FileField];

const LONGEST_NAME = 100;
const MOST_VALUES = 500;

const columnName = v.pipe(
  v.string(),
  v.trim(),
  v.nonEmpty("the name of a column, as the file's first row has it"),
  v.maxLength(LONGEST_NAME, "a name of at most 100 characters"),
);

const code = v.pipe(v.string(), v.trim(), v.maxLength(LONGEST_NAME, "at most 100 characters"));

const values = v.pipe(
  v.record(code, code),
  v.check((table) => Object.keys(table).length <= MOST_VALUES, "at most 500 values"),
);

/** Where one field comes from: a column, or the same for every row. */
const fieldSource = v.pipe(
  v.strictObject({
    column: v.optional(columnName),
    /** For a moment: the column that holds the time of day, where the date stands alone. */
    timeColumn: v.optional(columnName),
    /** Their code to ours, whatever its case. Without a table the value is ours already. */
    values: v.optional(values),
    /** Codes that mean nothing to us. Of `milestone`, a row with one is passed over; elsewhere the field counts as empty. */
    ignore: v.optional(v.pipe(v.array(code), v.maxLength(MOST_VALUES, "at most 500"))),
    /** For a list: what stands between its parts. A semicolon unless said otherwise. */
    separator: v.optional(v.pipe(v.string(), v.minLength(1, "a separator"), v.maxLength(3, "at most 3 characters"))),
    constant: v.optional(v.union([v.boolean(), code], "a text, or true or false")),
  }),
  v.check(
    ({ column, constant }) => (column === undefined) !== (constant === undefined),
    "either a column or a constant",
  ),
);
export type FieldSource = v.InferOutput<typeof fieldSource>;

const sources = Object.fromEntries(Object.keys(fileFields).map((field) => [field, v.optional(fieldSource)])) as {
  [F in FileField]: v.OptionalSchema<typeof fieldSource, undefined>;
};

export const fileMappingSchema = v.strictObject({
  /** `auto`: of comma, semicolon, tab and bar, the one by which the first row has most of the columns named here. */
  delimiter: v.optional(v.picklist(["auto", ",", ";", "\t", "|"]), "auto"),
  encoding: v.optional(v.picklist(["utf-8", "windows-1252"]), "utf-8"),
  /** How dates are written. Without an offset they are of a clock in London. */
  dates: v.optional(
    v.pipe(v.array(v.picklist(["iso", "dd/mm/yyyy"])), v.minLength(1, "at least one way"), v.maxLength(2, "at most 2")),
    ["iso"],
  ),
  /** Names the system that the file comes from: with the row's id, what makes a row count once. */
  source: v.optional(
    v.pipe(v.string(), v.trim(), v.nonEmpty("a name"), v.maxLength(200, "at most 200 characters")),
    "file",
  ),
  fields: v.pipe(
    v.strictObject(sources),
    v.check((given) => given.milestone !== undefined, "milestone, among others: what happened"),
    v.check((given) => given.occurredAt !== undefined, "occurredAt, among others: when it happened"),
    v.check(
      (given) => Object.keys(given).some((field) => field.startsWith("case.identifiers.")),
      "at least one of case.identifiers: which case it is",
    ),
  ),
  /** Columns that tell a row from every other, today and tomorrow. Without them: kind, identifiers, moment, victim and what it says of safety. */
  rowId: v.optional(
    v.pipe(v.array(columnName), v.minLength(1, "at least one column"), v.maxLength(10, "at most 10 columns")),
  ),
});

/** One sender's mapping, with every default filled in. */
export type FileMapping = v.InferOutput<typeof fileMappingSchema>;

/** The fields that a mapping feeds, in the order of `fileFields`. */
export const mappedFields = ({ fields }: FileMapping): readonly (readonly [FileField, FieldSource])[] =>
  (Object.keys(fileFields) as FileField[]).flatMap((field) => {
    const source = fields[field];
    return source === undefined ? [] : [[field, source] as const];
  });

/** Every column that a mapping reads. */
export const columnsOf = (mapping: FileMapping): readonly string[] => [
  ...new Set([
    ...mappedFields(mapping).flatMap(([, { column, timeColumn }]) => [column ?? [], timeColumn ?? []].flat()),
    ...(mapping.rowId ?? []),
  ]),
];
