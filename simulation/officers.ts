import type { Answers } from "../src/instrument/definition.ts";
import { currentInstrument } from "../src/instrument/registry.ts";
import { normal, streamOf } from "./chance.ts";
import type { Client, Replayed, Text } from "./client.ts";
import { interview } from "./interview.ts";
import { isRecorded } from "./respond.ts";
import type { World } from "./truth.ts";
import { FORM, fieldsOf, replayAll } from "./victims.ts";

/** What an officer writes down of one closure discussion. The message names no case, so its link is the key. */
function discussionOf(world: World, token: string): Answers {
  const key = `discussion/${token}`;
  const situation = {
    stage: "report",
    area: "",
    offence: "other",
    age: "not-stated",
    abuse: false,
    facts: [],
    temper: normal(streamOf(world.seed, key)),
  } as const;
  return interview(currentInstrument("closure", "officer"), { world, situation, form: "closure", locale: "en", key });
}

const recording = (token: string, answers: Answers): Replayed => ({
  method: "POST",
  path: `/closure/${token}`,
  headers: FORM,
  body: fieldsOf(answers),
});

/** Officers who were asked for a closure discussion record it on the page; some never do. Returns how many did, and
 * how many wrote down what the victim said. */
export async function recordDiscussions(client: Client, world: World, texts: readonly Text[]) {
  const records = texts.flatMap((text) => {
    const token = /\/closure\/([\w-]+)/.exec(text.body)?.[1];
    // A reminder has the link of its request: who would not record it then does not now.
    return text.channel === "officer" && token !== undefined && isRecorded(world.seed, token)
      ? [{ token, answers: discussionOf(world, token) }]
      : [];
  });
  const replies = await replayAll(
    client,
    records.map(({ token, answers }) => recording(token, answers)),
  );
  const taken = records.filter((_, index) => replies[index]?.status === 200);
  return { closures: taken.length, comments: taken.filter(({ answers }) => (answers["VCD2"] ?? []).length > 0).length };
}
