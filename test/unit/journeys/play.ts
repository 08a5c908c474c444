import type { Conversation } from "../../../src/domain/conversation.ts";
import { CONVERSATION_HOURS, endedAs, outcomeOf, receive } from "../../../src/domain/conversation.ts";
import { beginTalk, type Script } from "../../../src/domain/dialogue.ts";
import { redact } from "../../../src/domain/redaction.ts";
import { smsParts } from "../../../src/domain/text-size.ts";
import { isStart } from "../../../src/domain/text-cues.ts";
import { wishOf } from "../../../src/domain/text-words.ts";
import { itemsOf } from "../../../src/instrument/items.ts";
import { instrumentOf } from "../../../src/instrument/registry.ts";
import { type Instant, instantOf, millisecondsOf, plusMinutes } from "../../../src/kernel/time.ts";
import { aroundDialogue, dialoguePhrases } from "../../../src/ui/phrases-dialogue.ts";

// Plays a transcript again: what the victim wrote is taken from it, what the engine says and what is stored is made anew.

const BEGAN = "2026-03-03T12:00:00.000Z" as Instant;

export const scriptOf = (instrument: string, facts: readonly string[]): Script => ({
  instrument: instrumentOf(instrument),
  respondent: { facts, draw: 0 },
  words: dialoguePhrases,
});

/** What a conversation leaves behind. */
function recordOf(script: Script, { talk }: Conversation): string {
  const outcome = outcomeOf(script, talk.answers);
  if (outcome === "break-off") return "record: nothing but that it was begun";
  const { items, comment } = itemsOf(script.instrument, talk.answers, { ...script.respondent, short: true });
  const stored = comment === null ? null : redact(comment);
  return `record: ${outcome}, sms, ${JSON.stringify(items)}${stored === null ? "" : `, comment: ${JSON.stringify(stored)}`}`;
}

const written = (say: readonly string[]): readonly string[] => {
  if (say.length === 0) return ["engine: (says nothing)"];
  const text = say.join("\n");
  const { parts, alphabet } = smsParts(text);
  return [`engine (${parts} ${parts === 1 ? "part" : "parts"}, ${alphabet}): ${text.replaceAll("\n", "\n    ")}`];
};

/** A victim's line: the text, and how long after the one before, or that it is the same one again. */
const LINE = /^victim(?: \((?:(\d+) (s|min|h) later|(the same text told twice))\))?: (.*)$/;
const SILENCE = /^\((\d+) hours pass\)$/;

type Stage = {
  readonly now: Instant;
  readonly texts: number;
  conversation: Conversation | null;
  record: string | null;
};

/** Plays what the victim does in a transcript, after its head. */
export function play(transcript: string): string {
  const [head = "", ...paragraphs] = transcript.split("\n\n");
  const about = new Map(head.split("\n").map((line) => [line.split(": ")[0] ?? "", line.split(": ")[1] ?? ""]));
  const facts = (about.get("facts") ?? "").split(" ").filter((fact) => fact !== "" && fact !== "none");
  const script = scriptOf(about.get("survey") ?? "", facts);
  const out: string[] = [];
  let stage: Stage = { now: BEGAN, texts: 0, conversation: null, record: null };
  const end = (ended: "answered" | "late") => {
    const { conversation } = stage;
    if (!conversation || conversation.ended !== null) return;
    stage = { ...stage, record: recordOf(script, conversation), conversation: endedAs(conversation, ended) };
  };
  for (const line of paragraphs.join("\n").split("\n")) {
    const silence = SILENCE.exec(line);
    const spoken = LINE.exec(line);
    if (silence) {
      stage = { ...stage, now: plusMinutes(stage.now, Number(silence[1]) * 60) };
      out.push(line);
      if (millisecondsOf(stage.now) - millisecondsOf(BEGAN) >= CONVERSATION_HOURS * 3_600_000) end("late");
    } else if (spoken) {
      const [, count = "60", unit = "s", same, text = ""] = spoken;
      const seconds = Number(count) * ({ s: 1, min: 60, h: 3600 }[unit] ?? 1);
      stage = { ...stage, now: same ? stage.now : instantOf(millisecondsOf(stage.now) + seconds * 1000) };
      stage = { ...stage, texts: same ? stage.texts : stage.texts + 1 };
      out.push(line, ...heard(script, text.replaceAll("\\n", "\n")));
    }
  }
  if (stage.conversation?.ended === null) {
    out.push(`(${CONVERSATION_HOURS} hours pass)`);
    end("late");
  }
  return `${head}\n\n${out.join("\n")}\n\n${stage.record ?? "record: nothing"}\n`;

  function heard(using: Script, text: string): readonly string[] {
    const mark = { name: String(stage.texts), words: text, at: stage.now };
    if (stage.conversation === null) {
      if (wishOf(text) !== null || !isStart(text)) return written([]);
      const { talk, say } = beginTalk(using, /testun|tecst/i.test(text) ? "cy" : "en");
      stage = { ...stage, conversation: { talk, heard: [mark], ended: null, isAcknowledged: false } };
      return written(say);
    }
    const reception = receive(using, stage.conversation, { ...mark, text }, aroundDialogue);
    stage = { ...stage, conversation: reception.conversation };
    if (reception.outcome === "finished") end("answered");
    if (reception.outcome !== "stopped") return written(reception.say);
    const isLeft = outcomeOf(using, reception.conversation.talk.answers) !== "break-off";
    const record = isLeft ? recordOf(using, reception.conversation) : "record: nothing";
    stage = { ...stage, conversation: null, record: `${record}; no text is sent to this number again` };
    return written([]);
  }
}
