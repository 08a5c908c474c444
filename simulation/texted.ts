import { Buffer } from "node:buffer";
import { type Form, stages } from "../src/domain/dimension.ts";

/** Which victims have been texted about which stage, or asked for the closure form: what tells a reminder from a first text. One byte a case. */
export type Texted = {
  has(index: number, form: Form): boolean;
  add(index: number, form: Form): void;
  /** As text, to be kept with the progress. */
  toText(): string;
};

const forms: readonly Form[] = [...stages, "closure"];

const bitOf = (form: Form) => 1 << forms.indexOf(form);

export function openTexted(text: string, cases: number): Texted {
  const bytes = new Uint8Array(cases);
  bytes.set(Buffer.from(text, "base64").subarray(0, cases));
  return {
    has: (index, form) => ((bytes[index] ?? 0) & bitOf(form)) !== 0,
    add: (index, form) => {
      bytes[index] = (bytes[index] ?? 0) | bitOf(form);
    },
    toText: () => Buffer.from(bytes).toString("base64"),
  };
}
