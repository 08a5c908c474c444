import type { FC } from "hono/jsx";
import { smsParts } from "../domain/text-size.ts";
import { isLocale, type Locale } from "../kernel/locale.ts";
import { Button } from "../ui/button.tsx";
import { Document } from "../ui/document.tsx";
import { fill } from "../ui/phrases.ts";

/** The words of a page that only development has. */
const words = {
  title: { en: "Messages", cy: "Negeseuon" },
  introduction: {
    en: "What this copy of the service would have sent. Nothing leaves it: no gateway is connected. The time is {time}.",
    cy: "Yr hyn y byddai'r copi hwn o'r gwasanaeth wedi'i anfon. Nid oes dim yn ei adael: nid oes porth wedi'i gysylltu. Yr amser yw {time}.",
  },
  empty: { en: "No messages yet.", cy: "Dim negeseuon eto." },
  parts: { en: "{at}, {parts} part(s), {alphabet}", cy: "{at}, {parts} rhan, {alphabet}" },
  received: { en: "{at}, from this number to us", cy: "{at}, o'r rhif hwn atom ni" },
  reply: { en: "Reply by text from {number}", cy: "Ateb drwy neges destun o {number}" },
  send: { en: "Send", cy: "Anfon" },
} as const;

export type OutboxMessage = {
  readonly seq: number;
  readonly at: string;
  readonly channel: string;
  readonly recipient: string;
  readonly locale: string;
  readonly body: string;
};

type OutboxPageProps = {
  readonly messages: readonly OutboxMessage[];
  readonly locale: Locale;
  /** The engine's time now, as text. */
  readonly clock: string;
};

/** Messages of each recipient, oldest first within; the conversation with the newest message comes first. */
function conversations(messages: readonly OutboxMessage[]) {
  const byRecipient = new Map<string, OutboxMessage[]>();
  for (const message of messages.toSorted((a, b) => b.seq - a.seq)) {
    byRecipient.set(message.recipient, [message, ...(byRecipient.get(message.recipient) ?? [])]);
  }
  return [...byRecipient.entries()];
}

/** A body with its links to press: they lead into this very copy of the service. */
const Body: FC<{ readonly text: string }> = ({ text }) => (
  <>
    {text.split(/(https?:\/\/\S+)/).map((piece) =>
      piece.startsWith("http") ? (
        <a class="govuk-link" href={piece} rel="noreferrer">
          {piece}
        </a>
      ) : (
        piece
      ),
    )}
  </>
);

const Bubble: FC<{ readonly message: OutboxMessage; readonly locale: Locale }> = ({ message, locale }) => {
  const { parts, alphabet } = smsParts(message.body);
  const at = message.at.slice(0, 16).replace("T", " ");
  return (
    <li>
      <p class="app-bubble" lang={isLocale(message.locale) ? message.locale : undefined}>
        <Body text={message.body} />
      </p>
      <p class="app-bubble__note">
        {message.channel === "sms" && fill(words.parts[locale], { at, parts, alphabet })}
        {message.channel === "received" && fill(words.received[locale], { at })}
        {message.channel !== "sms" && message.channel !== "received" && `${at}, ${message.channel}`}
      </p>
    </li>
  );
};

/** Answers as the phone of a number would: the text comes in as from a gateway. */
const ReplyForm: FC<{ readonly number: string; readonly locale: Locale }> = ({ number, locale }) => (
  <form method="post" action="/development/texts">
    <input type="hidden" name="from" value={number} />
    <input
      class="govuk-input govuk-input--width-20"
      name="text"
      type="text"
      maxlength={1600}
      autocomplete="off"
      aria-label={fill(words.reply[locale], { number })}
    />{" "}
    <Button text={words.send[locale]} classes="govuk-button--secondary" />
  </form>
);

/** Development only: every message that would have been sent, as a phone shows it. */
export const OutboxPage: FC<OutboxPageProps> = ({ messages, locale, clock }) => (
  <Document locale={locale} title={words.title[locale]}>
    <div class="govuk-width-container">
      <main class="govuk-main-wrapper" id="main-content">
        <h1 class="govuk-heading-l">{words.title[locale]}</h1>
        <p class="govuk-body">{fill(words.introduction[locale], { time: clock.slice(0, 16).replace("T", " ") })}</p>
        {messages.length === 0 && <p class="govuk-body">{words.empty[locale]}</p>}
        {conversations(messages).map(([recipient, sent]) => (
          <section class="app-conversation">
            <h2 class="govuk-heading-s">{recipient}</h2>
            <ul class="govuk-list">
              {sent.map((message) => (
                <Bubble message={message} locale={locale} />
              ))}
            </ul>
            {sent.some(({ channel }) => channel === "sms") && <ReplyForm number={recipient} locale={locale} />}
          </section>
        ))}
      </main>
    </div>
  </Document>
);
