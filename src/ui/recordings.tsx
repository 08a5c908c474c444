import type { FC } from "hono/jsx";
import { type Recording, recordingsFor } from "../instrument/recording.ts";
import { type Language, languages, localeFor, locales } from "../kernel/locale.ts";
import { Details } from "./details.tsx";
import { recordingPhrases as say } from "./phrases-recordings.ts";

const types = { mp4: "video/mp4", webm: "video/webm", mp3: "audio/mpeg", m4a: "audio/mp4", ogg: "audio/ogg" } as const;

const typeOf = (src: string) => Object.entries(types).find(([ending]) => src.endsWith(`.${ending}`))?.[1];

const Player: FC<{ readonly recording: Recording; readonly locale: Language }> = ({ recording, locale }) => {
  const source = <source src={recording.src} type={typeOf(recording.src)} />;
  if (recording.kind === "audio") {
    return (
      <audio class="app-recording" controls preload="none" aria-label={say.listen[locale]}>
        {source}
      </audio>
    );
  }
  return (
    <video class="app-recording" controls preload="none" playsinline aria-label={say.watch[locale]}>
      {source}
      {locales.map((language) => (
        <track
          kind="captions"
          src={recording.captions[language]}
          srclang={language}
          label={languages[language].name}
          default={language === localeFor(locale)}
        />
      ))}
    </video>
  );
};

type RecordingsProps = { readonly recordings: readonly Recording[]; readonly locale: Language };

/**
 * A question signed, or read aloud in the reader's language, folded away. Nothing is fetched before somebody presses
 * play, which the browser's own controls do without script; and what will be heard is said first, for who is near.
 */
export const Recordings: FC<RecordingsProps> = ({ recordings, locale }) => (
  <>
    {recordingsFor(recordings, locale).map((recording) => {
      const isAudio = recording.kind === "audio";
      const language = isAudio ? recording.language : localeFor(locale);
      return (
        <Details
          summary={(isAudio ? say.listen : say.watch)[locale]}
          text={
            <>
              {isAudio && <p class="govuk-body">{say.aloud[locale]}</p>}
              <Player recording={recording} locale={locale} />
              <p class="govuk-body govuk-!-font-weight-bold">{say.words[locale]}</p>
              <p class="govuk-body" lang={language}>
                {isAudio ? recording.transcript : recording.transcript[localeFor(locale)]}
              </p>
            </>
          }
        />
      );
    })}
  </>
);
