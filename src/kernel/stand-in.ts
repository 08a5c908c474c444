// English that stands in for words that a further language has not. Whether such words will be read as text or as an
// attribute is known only when the page is written out; until then two characters of Unicode's private use mark them.

const [BEGIN, END] = ["\uE000", "\uE001"];

/** Marks English words as a stand-in. */
export const standIn = (english: string) => `${BEGIN}${english}${END}`;

const isMarked = (text: string) => text.includes(BEGIN) || text.includes(END);

const withoutMarks = (text: string) => text.replaceAll(BEGIN, "").replaceAll(END, "");

/** Elements whose content is no markup, tags with their attributes, and text. */
const PARTS = /<(title|textarea|script|style)\b[^>]*>[\s\S]*?<\/\1>|<[^>]*>|[^<]+/g;

/**
 * A page's HTML with `lang="en"` around every stand-in, so that it is read aloud as English and runs from left to right.
 * In attributes, titles and what a reader typed nothing can say so: there the marks are only taken away.
 */
export function showStandIns(html: string): string {
  if (!isMarked(html)) return html;
  return html.replaceAll(PARTS, (part) =>
    part.startsWith("<")
      ? withoutMarks(part)
      : withoutMarks(
          part.replaceAll(new RegExp(`${BEGIN}([^${BEGIN}${END}]*)${END}`, "g"), '<span lang="en" dir="ltr">$1</span>'),
        ),
  );
}
