import { isLocale } from "../../kernel/locale.ts";
import { eachQuestion, type Check } from "./surveys.ts";

/** A recording says the question as it stands: when the words change, the recording must be made anew or go. */
export const recordingsSaySo: Check = eachQuestion(({ media = [], text }, place, { instrument }) => {
  const asked = (language: "en" | "cy") => text[language].replaceAll("{period}", instrument.period[language]);
  const names = media.map((each) => (each.kind === "audio" ? `audio in ${each.language}` : "sign language"));
  const twice = names.filter((name, index) => names.indexOf(name) !== index);
  const unlike = media.flatMap((each) => {
    const said =
      each.kind === "sign-language"
        ? each.transcript.en.includes(asked("en")) && each.transcript.cy.includes(asked("cy"))
        : !isLocale(each.language) || each.transcript.includes(asked(each.language));
    return said ? [] : [`${place}: the transcript of ${each.src} does not have the question's words in it.`];
  });
  return [...twice.map((name) => `${place}: there are two recordings of ${name}; keep one.`), ...unlike];
});
