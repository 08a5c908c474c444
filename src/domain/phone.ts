import { type MetadataJson, parsePhoneNumberFromString } from "libphonenumber-js/core";
// Great Britain, Guernsey, Man and Jersey alone, 4 KB instead of 150. Cut by, in the repository's root:
// node -e 'const m = require("libphonenumber-js/metadata.max.json"), c = m.country_calling_codes[44]; console.log(JSON.stringify({ version: m.version, country_calling_codes: { 44: c }, countries: Object.fromEntries(c.map((k) => [k, m.countries[k]])), nonGeographic: {} }))' > src/domain/phone-metadata.json
import cut from "./phone-metadata.json" with { type: "json" };

// JSON has no tuples, so the file's type is wider than the library's.
const metadata = cut as unknown as MetadataJson;

/** E.164: `+447700900461`. */
export type PhoneNumber = string & { readonly brand: "PhoneNumber" };

/** Ofcom's numbers for drama, 07700 900000 to 900999: nobody's, so demonstrations and tests use them. */
const isDrama = (e164: string) => /^\+447700900\d{3}$/.test(e164);

// Where the mobile ranges of a country stand in the library's own table (its format version 4).
const TYPES = 11;
const MOBILE = 1;

const mobileRanges = Object.values(cut.countries).map((country) => {
  const types = country[TYPES];
  const pattern: unknown = Array.isArray(types) && Array.isArray(types[MOBILE]) ? types[MOBILE][0] : null;
  if (typeof pattern !== "string") throw new Error("phone-metadata.json has no mobile ranges where they are expected");
  return new RegExp(`^(?:${pattern})$`);
});

/** An ordinary mobile number without asking the library, which takes 60 microseconds: too long a thousand times over. */
function readOrdinaryMobile(written: string): string | null {
  const national = /^(?:0|\+?44|0044)(7\d{9})$/.exec(written.replaceAll(/[\s()-]/g, ""))?.[1];
  if (national === undefined) return null;
  const number = `+44${national}`;
  return isDrama(number) || mobileRanges.some((range) => range.test(national)) ? number : null;
}

const read = (written: string) => {
  const number = parsePhoneNumberFromString(written.trim().slice(0, 40), "GB", metadata);
  return number?.countryCallingCode === "44" ? number : null;
};

/** A number that can be sent a text, as `normalisePhone`; null for a landline. */
export function normaliseMobile(written: string): PhoneNumber | null {
  const ordinary = readOrdinaryMobile(written);
  if (ordinary !== null) return ordinary as PhoneNumber;
  const number = read(written);
  if (!number) return null;
  const isMobile = isDrama(number.number) || number.getType() === "MOBILE";
  return isMobile ? (number.number as PhoneNumber) : null;
}

/**
 * A number of the United Kingdom or the Crown Dependencies, however it is written (spaces, brackets, a stray 0 after
 * +44), in one spelling. Null when it is none. Normalise before hashing, comparing or matching (interfaces.md 3.10).
 */
export function normalisePhone(written: string): PhoneNumber | null {
  const ordinary = readOrdinaryMobile(written);
  if (ordinary !== null) return ordinary as PhoneNumber;
  const number = read(written);
  if (!number) return null;
  return number.isValid() || isDrama(number.number) ? (number.number as PhoneNumber) : null;
}

/** An email address in one spelling, or null when it is none. The local part's case is kept out of the index too. */
export function normaliseEmail(written: string): string | null {
  const address = written.trim().toLowerCase();
  return address.length <= 254 && /^[^\s@<>"]+@[^\s@<>"]+\.[^\s@<>".]+$/.test(address) ? address : null;
}
