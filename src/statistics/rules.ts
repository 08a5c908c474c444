import { type Methodology, methodology } from "../domain/methodology.ts";

/** What decides which values may be seen and how exactly (privacy.md R7, decisions.md 22): the methodology's `disclosure`. */
export type DisclosureRules = Methodology["disclosure"];

/** When an area is better or worse than expected (methodology.md 2.5 steps 6 and 9): the methodology's `bands`. */
export type BandRules = Methodology["bands"];

/** What answers are weighted to, and how far weights may go: the methodology's `weights`. */
export type WeightRules = Methodology["weights"];

/** The rules in force. */
export const disclosureRules: DisclosureRules = methodology.disclosure;
export const weightRules: WeightRules = methodology.weights;
export const bandRules: BandRules = methodology.bands;
export const confidence: number = methodology.confidence;
