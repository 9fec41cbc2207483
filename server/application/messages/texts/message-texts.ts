import type { MessageKind } from '../message-store.ts';

/**
 * One message in one language. `{names}` stand for facts (facts.ts says which kind has which); a line that names a
 * fact that there is not is left out. The first line is also what a push shows.
 */
export interface MessageText {
  readonly subject: string;
  readonly lines: readonly string[];
  /** What the link is called. */
  readonly action: string;
}

/** All that people are written. */
export type MessageTexts = {
  readonly kinds: Readonly<Record<MessageKind, MessageText>>;
  /** Under every mail. */
  readonly footer: string;
};
