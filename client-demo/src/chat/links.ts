import { signal } from '@preact/signals';
import type { FoundLink } from './message-parts.ts';

type FindLinks = (text: string) => readonly FoundLink[];

/** The finder once it was needed and has arrived; null before. */
const finder = signal<FindLinks | null>(null);
let isAsked = false;

const load = async (): Promise<void> => {
  try {
    const { LinkifyIt } = await import('linkify-it');
    // A bare `example.com` counts; addresses of people do not become buttons that write mail.
    const linkify = new LinkifyIt({ fuzzyEmail: false });
    finder.value = (text) => linkify.match(text) ?? [];
  } catch {
    // A failed download leaves links as plain text; the next one that appears tries again.
    isAsked = false;
  }
};

/** The links in a text; none until the finder is there. A component that calls it is drawn again then. */
export const linksIn = (text: string): readonly FoundLink[] => {
  if (!isAsked) {
    isAsked = true;
    void load();
  }
  return finder.value?.(text) ?? [];
};
