import { describe, expect, test } from "vitest";
import { lengthOfText } from "../../../src/instrument/text-message.ts";

describe("the length of a text message", () => {
  // Hand-counted: 160 and 153 places in GSM-7, 70 and 67 in UCS-2 (3GPP TS 23.038).
  test.for([
    ["a".repeat(160), "GSM-7", 160, 1],
    ["a".repeat(161), "GSM-7", 161, 2],
    ["a".repeat(306), "GSM-7", 306, 2],
    ["a".repeat(307), "GSM-7", 307, 3],
    [`${"a".repeat(158)}€`, "GSM-7", 160, 1],
    [`${"a".repeat(159)}€`, "GSM-7", 161, 2],
    [`${"a".repeat(152)}€${"a".repeat(151)}`, "GSM-7", 305, 2],
    [`${"a".repeat(152)}€${"a".repeat(152)}`, "GSM-7", 306, 3],
    [`${"a".repeat(69)}ŵ`, "UCS-2", 70, 1],
    [`${"a".repeat(70)}ŵ`, "UCS-2", 71, 2],
    ["à".repeat(160), "GSM-7", 160, 1],
    ["â".repeat(71), "UCS-2", 71, 2],
    ["", "GSM-7", 0, 1],
  ] as const)("counts %#: %s", ([text, alphabet, units, parts]) => {
    expect(lengthOfText(text)).toMatchObject({ alphabet, units, parts });
  });

  test("names the letters that make a text dear", () => {
    expect(lengthOfText("Sut mae'r tŷ a'r dŵr, tŷ?").costly).toEqual(["ŷ", "ŵ"]);
  });
});
