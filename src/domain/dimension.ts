/** The words by which answers are cut: the axes of every table, and all that a response may say of a person. */

/** What could not be told, or was blanked so that at least ten invitations share what is left. */
export const NOT_STATED = "not-stated";

export const stages = ["report", "charge", "trial", "post-conviction"] as const;
/** Where in the journey a victim is asked. */
export type Stage = (typeof stages)[number];

/** A survey stage, or the closure form, which never enters the stages' tables. */
export type Form = Stage | "closure";

/** Surveys of their own beside the stages' (docs/decisions/0031): whoever is given one is asked it at any stage. */
export const modules = ["sexual-offence"] as const;
export type Module = (typeof modules)[number];

/** Who a question is about. `system` is the justice agencies as a whole. */
export const agencies = ["POL", "CPS", "HMCTS", "WCU", "PROB", "SUP"] as const;
export type Agency = (typeof agencies)[number];

export const offences = [
  "violence",
  "sexual",
  "burglary",
  "vehicle",
  "robbery",
  "theft",
  "criminal-damage",
  "other",
] as const;
export type Offence = (typeof offences)[number] | typeof NOT_STATED;

/** Age bands in the frame. Under-16s are never surveyed; 16-17 and 18-24 are one band in every table. */
export const ages = ["16-24", "25-44", "45-64", "65-plus"] as const;
export type Age = (typeof ages)[number] | typeof NOT_STATED;

export const sexes = ["female", "male"] as const;
export type Sex = (typeof sexes)[number] | typeof NOT_STATED;

export const modes = ["web", "sms", "telephone", "adviser"] as const;
export type Mode = (typeof modes)[number];
/** What a response says of its mode: where fewer than ten of one mix would share it, nothing. */
export type ToldMode = Mode | typeof NOT_STATED;

/**
 * All that a response carries of the person and the case (decisions.md 17), generalised so that at least ten
 * invitations of the period share every combination that the vault also knows (decisions.md 18).
 */
export type Dims = {
  /** Police area, GSS code, or not-stated. */
  readonly area: string;
  readonly stage: Form;
  readonly offence: Offence;
  readonly age: Age;
  readonly sex: Sex;
  readonly abuse: "yes" | "no" | typeof NOT_STATED;
  readonly language: "en" | "cy" | typeof NOT_STATED;
  /** Class of the inclusion probability: all (1), most (>= 0.5), some. */
  readonly inclusion: "all" | "most" | "some" | typeof NOT_STATED;
  /** Instrument and version, e.g. `report@1`. */
  readonly instrument: string;
  /** Routing facts that decide which questions are asked, sorted. */
  readonly facts: readonly Fact[];
};

/** What the engine knows of a case that decides which questions make sense. */
export const facts = [
  "no-further-action", // report: the police will not investigate further
  "charged", // charge: someone was charged
  "not-charged", // charge: no charge, a lesser charge, or an out-of-court outcome
  "suspect-released", // charge: the suspect is on bail or released under investigation
  "attended", // trial: the victim went to court
  "contact-scheme", // post-conviction: eligible for the Victim Contact Scheme
  "safety-flag", // any: written confirmation may have been unsafe to send
  "bereaved", // any: wording for bereaved families
  "parent-or-carer", // any: wording for whoever answers for a child
] as const;
export type Fact = (typeof facts)[number];

/** Facts that choose words and never questions: safe to act on even where too few share them to be stored. */
export const wordingFacts = ["bereaved", "parent-or-carer"] as const satisfies readonly Fact[];
export type WordingFact = (typeof wordingFacts)[number];
