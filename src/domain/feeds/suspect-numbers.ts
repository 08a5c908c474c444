import type { Fault } from "../../kernel/problem.ts";
import type { ContactAssertion } from "../milestone.ts";
import { normalisePhone } from "../phone.ts";

/** Numbers of the suspect as they can be read; null where none can, and so those that were given before hold. */
export function suspectsOf(given: readonly string[] | null): {
  readonly numbers: Pick<ContactAssertion, "suspectNumbers" | "isPartial">;
  readonly unusable: readonly Fault[];
} {
  const read = given?.map(normalisePhone).filter((each) => each !== null) ?? null;
  const lost = (given?.length ?? 0) - (read?.length ?? 0);
  if (lost === 0) return { numbers: { suspectNumbers: read }, unusable: [] };
  const unusable = [
    {
      path: "data.victim.contact.suspectNumbers",
      fix: "Not all are numbers of the United Kingdom: what was given before holds too. An empty list clears it.",
    },
  ];
  const numbers = read?.length === 0 ? { suspectNumbers: null } : { suspectNumbers: read, isPartial: true as const };
  return { numbers, unusable };
}
