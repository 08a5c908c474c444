import * as v from "valibot";
import { languageCodes } from "../kernel/locale.ts";

/** A file of our own origin. Recordings are large and are not in this repository: whoever deploys supplies them. */
const own = (kinds: string) =>
  v.pipe(
    v.string(),
    v.regex(
      new RegExp(`^/media/[a-z0-9][a-z0-9./-]*\\.(${kinds})$`),
      `a recording's address is /media/ and a name in small letters that ends in ${kinds.replaceAll("|", ", ")}`,
    ),
  );

const words = v.pipe(v.string(), v.nonEmpty());

/**
 * A question as it is signed or read aloud, with its options. Never without its words: captions and transcripts are not
 * optional, and a check compares them with the question, so that a recording cannot outlive what it says.
 */
export const recordingSchema = v.variant("kind", [
  v.strictObject({
    kind: v.literal("sign-language"),
    /** British Sign Language. */
    src: own("mp4|webm"),
    /** WebVTT, by the language of the captions. */
    captions: v.strictObject({ en: own("vtt"), cy: own("vtt") }),
    transcript: v.strictObject({ en: words, cy: words }),
  }),
  v.strictObject({
    kind: v.literal("audio"),
    language: v.picklist(languageCodes),
    src: own("mp3|m4a|ogg"),
    transcript: words,
  }),
]);

export type Recording = v.InferOutput<typeof recordingSchema>;

/** The recordings of a question for a reader: it signed, and it read aloud in their language. */
export const recordingsFor = (recordings: readonly Recording[], language: string): readonly Recording[] =>
  recordings.filter((each) => each.kind === "sign-language" || each.language === language);
