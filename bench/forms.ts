/** A form as a browser without script would send it. */
export type Filled = { readonly action: string; readonly body: string };

const attribute = (tag: string, name: string) => new RegExp(`\\s${name}="([^"]*)"`).exec(tag)?.[1];

const unescape = (text: string) =>
  text.replaceAll("&quot;", '"').replaceAll("&#39;", "'").replaceAll("&lt;", "<").replaceAll("&amp;", "&");

/**
 * Fills in the form of a page that posts: hidden fields as they are, the first choice of every question, no free text,
 * and the button that is asked for, or else the first.
 * @throws Error when the page has no such form.
 */
export function fillForm(html: string, at: string, button?: string): Filled {
  const forms = [...html.matchAll(/<form\b[^>]*>[\s\S]*?<\/form>/g)].map(([form]) => form);
  const posting = forms.filter((form) => attribute(form, "method")?.toLowerCase() === "post");
  const form =
    posting.find((candidate) => button === undefined || candidate.includes(`value="${button}"`)) ?? posting[0];
  if (form === undefined) throw new Error(`The page ${at} has no form that posts`);
  const fields = new Map<string, string>();
  for (const [tag] of form.matchAll(/<(?:input|button)\b[^>]*>/g)) {
    const [name, value, type] = ["name", "value", "type"].map((part) => attribute(tag, part));
    if (name === undefined || value === undefined || type === "checkbox" || type === "text") continue;
    if (!fields.has(name) || value === button) fields.set(unescape(name), unescape(value));
  }
  const opening = /<form\b[^>]*>/.exec(form)?.[0] ?? "";
  return { action: unescape(attribute(opening, "action") ?? at), body: new URLSearchParams([...fields]).toString() };
}
