import { Buffer } from "node:buffer";
import { type Stage, stages } from "../src/domain/dimension.ts";

/** Which victims have been texted about which stage: what tells a reminder from a first text. One byte a case. */
export type Texted = {
  has(index: number, stage: Stage): boolean;
  add(index: number, stage: Stage): void;
  /** As text, to be kept with the progress. */
  toText(): string;
};

const bitOf = (stage: Stage) => 1 << stages.indexOf(stage);

export function openTexted(text: string, cases: number): Texted {
  const bytes = new Uint8Array(cases);
  bytes.set(Buffer.from(text, "base64").subarray(0, cases));
  return {
    has: (index, stage) => ((bytes[index] ?? 0) & bitOf(stage)) !== 0,
    add: (index, stage) => {
      bytes[index] = (bytes[index] ?? 0) | bitOf(stage);
    },
    toText: () => Buffer.from(bytes).toString("base64"),
  };
}
