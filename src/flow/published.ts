import { Problem } from "../kernel/problem.ts";
import type { HasMarks } from "../platform/marks.ts";
import type { HasResponses } from "../store/responses/database.ts";
import { noteFacts, releaseHashes } from "../store/responses/releases.ts";

// What was published stays so whatever becomes of the database. Responses that were restored to before a release have
// forgotten it: built again of other records, or of comments read since, it would be a second draw of noise for the same
// people. Each release's hash lies beside the keys, where no restore reaches (docs/decisions/0043).

/**
 * Fixes what a release is, before anybody can read it: its hash goes into the database, and then beside the keys. Whatever
 * fails after that, nothing else is published under its name, and what is published then is the same to the byte.
 *
 * @param sha256 Of its tables and quotes, in hexadecimal (flow/release-facts.ts).
 * @throws Error when another one was published under this name.
 */
export async function fixRelease(
  { responses, marks }: HasResponses & HasMarks,
  id: string,
  sha256: string,
): Promise<void> {
  const fixed = (await marks.releases()).get(id);
  if (fixed !== undefined && fixed !== sha256)
    throw new Error("Another release was published under this name: the responses were restored");
  await noteFacts(responses, id, { sha256 });
  if (fixed === undefined) await marks.keepRelease(id, sha256);
}

/**
 * Refuses responses that do not know a release as it was published, or was about to be. For whoever is about to begin one,
 * of whatever period: what else they have forgotten must be put right first.
 *
 * @throws Problem `restored`.
 */
export async function refuseForgotten({ responses, marks }: HasResponses & HasMarks): Promise<void> {
  const [fixed, known] = await Promise.all([marks.releases(), releaseHashes(responses)]);
  const forgotten = [...fixed].filter(([id, sha256]) => known.get(id) !== sha256).map(([id]) => id);
  if (forgotten.length === 0) return;
  throw new Problem(
    "restored",
    `The responses database does not hold what was published as ${forgotten.toSorted().join(", ")}. Put it back from its export.`,
  );
}
