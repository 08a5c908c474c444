// Whether a page is HTML as the standard has it, and as people with assistive technology need it.
import { HtmlValidate } from "html-validate";

const validator = new HtmlValidate({
  root: true,
  extends: ["html-validate:standard", "html-validate:a11y"],
  rules: {
    // GOV.UK's exit and button links are links that look like buttons, and say so: they lead somewhere without script.
    "prefer-native-element": ["error", { exclude: ["button"] }],
  },
});

/** What is wrong with a page, each with the rule and the place; nothing when it is valid. */
export async function faultsOf(html: string): Promise<readonly string[]> {
  const { results } = await validator.validateString(html);
  return results.flatMap(({ messages }) =>
    messages.map(({ ruleId, message, line, column }) => `${ruleId} at ${line}:${column}: ${message}`),
  );
}
