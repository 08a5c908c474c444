import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { wishOf } from "../../../src/domain/text-words.ts";

describe("a text that comes in", () => {
  it.each([
    "STOP",
    "stop",
    " Stop. ",
    "STOP!!!",
    "S.T.O.P",
    "Stooop",
    "stop 🛑",
    "🛑STOP🛑",
    "ＳＴＯＰ",
    "STOPALL",
    "Unsubscribe",
    "CANCEL",
    "End",
    "quit",
    "REVOKE",
    "OptOut",
    "opt-out",
    "stop please",
    "Please stop",
    "Please, stop! Thanks",
    "pls stop texting me",
    "I want you to stop",
    "Stop sending me these messages, I have had enough of all of it and so have the children",
    "Don't contact me again",
    "don’t text me",
    "Do not message this number",
    "no more messages",
    "leave me alone",
    "Take me off your list",
    "why dont you stop",
    "ATAL",
    "Stopiwch",
    "STOPIO",
    "peidiwch",
    "Peidiwch â thecstio fi",
    "stopiwch os gwelwch yn dda",
    "peidiwch ag anfon negeseuon",
    "dim mwy o negeseuon",
    "gadewch lonydd i mi",
    "dad-danysgrifio",
  ])("asks to stop by %j", (text) => expect(wishOf(text)).toBe("stop"));

  it.each([
    "wrong number",
    "Wrong number mate",
    "sorry, you have the wrong person",
    "STOP wrong number",
    "this is not her",
    "Rhif anghywir",
    "Mae gennych y rhif ffôn anghywir",
    "nid fi yw hi",
  ])("says by %j that it is somebody else", (text) => expect(wishOf(text)).toBe("wrong-person"));

  it.each([
    "not safe",
    "It is NOT SAFE to text me",
    "It isn't safe",
    "stop not safe he reads my phone",
    "unsafe",
    "ddim yn ddiogel",
    "Dydy hi ddim yn ddiogel",
    "Nid yw'n ddiogel",
    "Dyw hi ddim yn saff",
  ])("says by %j that it is not safe", (text) => expect(wishOf(text)).toBe("not-safe"));

  it.each([
    "START",
    "YES",
    "UNSTOP",
    "HELP",
    "3",
    "3 - neither",
    "tri",
    "",
    "🙂",
    "Please don't stop, I like to be asked",
    "Peidiwch â stopio",
    "They were very good and I would like to thank them for it",
    "The officer came to the bus stop near my house and spoke to the driver for a while",
    "It had no end and the trial was cancelled twice before they told me",
    "Diolch yn fawr",
  ])("asks for nothing of the kind by %j", (text) => expect(wishOf(text)).toBeNull());

  it("asks to stop whatever case, space, punctuation and emoji stand around the word", () => {
    const noise = fc.stringMatching(/^[ .,!?*_~\-\n"()…🙏🛑😡]{0,6}$/u);
    const word = fc.constantFrom(
      "stop",
      "stopall",
      "unsubscribe",
      "cancel",
      "end",
      "quit",
      "atal",
      "stopio",
      "peidiwch",
    );
    const cased = fc.func(fc.boolean());
    fc.assert(
      fc.property(noise, word, cased, noise, (before, each, isUpper, after) => {
        const letters = each.split("").map((letter, at) => (isUpper(at) ? letter.toUpperCase() : letter));
        expect(wishOf(`${before}${letters.join("")}${after}`)).toBe("stop");
      }),
      { numRuns: 500 },
    );
  });

  it("is read in time that grows with its length alone, however strange it is", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 3_000 }), (text) => void wishOf(text)),
      { numRuns: 20 },
    );
    const timeOf = (piece: string) => {
      const begun = performance.now();
      wishOf(piece.repeat(5_000));
      return performance.now() - begun;
    };
    for (const piece of ["dont ", "stop ", "please ", "please ok ", "not very ", "ddim yn "]) {
      // Backtracking without end would take minutes; a busy machine takes some of this.
      expect(Math.min(timeOf(piece), timeOf(piece), timeOf(piece)), piece).toBeLessThan(200);
    }
  });
});
