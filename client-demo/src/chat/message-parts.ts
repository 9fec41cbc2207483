/** A stretch of a message's text and what it is. */
export type MessagePart =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'mention'; readonly text: string; readonly personId: string }
  | { readonly kind: 'link'; readonly text: string; readonly url: string };

/** A link in a text, by UTF-16 positions. */
export interface FoundLink {
  readonly index: number;
  readonly lastIndex: number;
  readonly url: string;
}

interface Named {
  readonly personId: string;
  readonly name: string;
}

interface Span {
  readonly from: number;
  readonly to: number;
  readonly part: MessagePart;
}

const wordCharacter = /[\p{L}\p{N}_]/u;

const mentionSpans = (text: string, { name, personId }: Named): readonly Span[] => {
  const wanted = `@${name}`;
  const spans: Span[] = [];
  for (let from = text.indexOf(wanted); from !== -1; from = text.indexOf(wanted, from + wanted.length)) {
    const to = from + wanted.length;
    // `@Ann` does not stand in `@Anna`.
    const next = text.slice(to, to + 2);
    if (!wordCharacter.test(String.fromCodePoint(next.codePointAt(0) ?? 32))) {
      spans.push({ from, to, part: { kind: 'mention', text: wanted, personId } });
    }
  }
  return spans;
};

const linkSpan = (text: string, { index, lastIndex, url }: FoundLink): Span => ({
  from: index,
  to: lastIndex,
  part: { kind: 'link', text: text.slice(index, lastIndex), url },
});

/** Cuts a text into plain stretches, mentions of the people it names, and links. Overlaps go to the first. Pure. */
export const partsOf = (
  text: string,
  mentions: readonly Named[],
  links: readonly FoundLink[],
): readonly MessagePart[] => {
  const spans = [
    ...links.filter(({ url }) => /^https?:/i.test(url)).map((link) => linkSpan(text, link)),
    // The longer name first: `@Ann Lee` before `@Ann`.
    ...mentions.flatMap((person) => mentionSpans(text, person)),
  ].toSorted((a, b) => a.from - b.from || b.to - a.to);
  const parts: MessagePart[] = [];
  let at = 0;
  for (const { from, to, part } of spans) {
    if (from < at) continue;
    if (from > at) parts.push({ kind: 'text', text: text.slice(at, from) });
    parts.push(part);
    at = to;
  }
  if (at < text.length) parts.push({ kind: 'text', text: text.slice(at) });
  return parts;
};

/** Whether it is worth looking for links at all; keeps the finder out of most chats. Pure. */
export const mayHoldLink = (text: string): boolean => /[^\s.]\.[^\s.]{2}|:\/\//u.test(text);
