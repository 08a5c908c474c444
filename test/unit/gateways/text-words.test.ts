import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { wishInComment } from "../../../src/domain/comment-wish.ts";
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
    "You didn't stop! STOP",
    "I said stop and you did not stop. STOP",
    "Please don't stop, STOP",
    "You did not stop texting me when I asked you the last time, did you",
    "please would you kindly make all of this stop as I have had enough of it",
    "Do not contact",
    "do not text",
    "Please do not text, thank you",
    "don't text this phone",
    "I don't want any more texts",
    "i dont want these messages",
    "I do not wish to be contacted",
    "I do not want to take part",
    "can you not text me",
    "delete my number",
    "Take my number off your list",
    "S.T.O.P. please",
    "s t o p now",
    "s t o p I mean it",
    "Stoptexts",
    "STOPIT",
    "St0p",
    "UNSUB",
    "🛑",
    "🛑🛑 please",
    "No thanks",
    "Dim diolch",
    "Dw i ddim eisiau negeseuon",
    "Dwi ddim isio mwy o negeseuon",
    "Nid wyf am gael negeseuon",
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
    "Sarah doesn't have this number any more",
    "she has a new number",
    "She's changed her number",
    "This is not Sarah's phone",
    "Mae ganddi rif newydd",
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
    "he reads my phone",
    "My husband can see these",
    "My ex can read my messages",
    "they check my phone",
    "my dad has got my phone",
    "I am not sure it is safe",
    "I don't know if it's safe",
    "I want you to stop sending these because my partner reads my phone and gets very angry",
    "Mae o'n darllen fy ffôn",
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
    "No",
    "dont stop",
    "Please don't stop texting me",
    "He won't stop calling me",
    "I don't like the messages he sent me",
    "The police told me not to contact him",
    "Never stop",
    "The police did not stop him",
    "they could not stop it",
    "I'd not stop complaining",
    "They tried to stop him",
    "It was at the bus stop",
    "It began with a stop and search",
    "They never contact me",
    "they do not contact me",
    "He took my phone and read my messages",
    "He wanted to take my phone off me",
    "The officer did not call back",
    "I have a new number",
    "The officer said he has these on file and she sees this as closed",
    "The detective has my phone",
    "I do not feel safe at home any more",
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

  it("is read in time that grows with its length alone, however strange it is", { timeout: 30_000 }, () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 3_000 }), (text) => void [wishOf(text), wishInComment(text)]),
      { numRuns: 20 },
    );
    const timeOf = (piece: string) => {
      const begun = performance.now();
      wishOf(piece.repeat(5_000));
      wishInComment(piece.repeat(5_000));
      return performance.now() - begun;
    };
    for (const piece of [
      "dont ",
      "stop ",
      "please ",
      "please ok ",
      "not very ",
      "ddim yn ",
      "s ",
      "dont want ",
      "not stop ",
      "you have ",
      "stop all ",
      "i dont want the ",
    ]) {
      // Backtracking without end would take minutes; a busy machine takes some of this.
      expect(Math.min(timeOf(piece), timeOf(piece), timeOf(piece)), piece).toBeLessThan(200);
    }
  });
});
