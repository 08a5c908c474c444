import { translatable } from "../instrument/languages.ts";

/** Words around a recording of a question. */
export const recordingPhrases = translatable({
  watch: {
    en: "Watch this question in British Sign Language",
    cy: "Gwylio'r cwestiwn hwn mewn Iaith Arwyddion Prydain",
  },
  listen: { en: "Listen to this question", cy: "Gwrando ar y cwestiwn hwn" },
  aloud: { en: "Sound plays on this device.", cy: "Bydd sain yn cael ei chwarae ar y ddyfais hon." },
  words: { en: "What is said", cy: "Yr hyn a ddywedir" },
});
