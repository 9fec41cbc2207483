import type { Language } from './language.ts';

export interface Mail {
  /** Ours; becomes the Message-ID, so that a mailbox can tell a repetition. */
  readonly messageId: string;
  readonly recipient: string;
  readonly language: Language;
  readonly subject: string;
  readonly text: string;
  readonly html: string;
}

/** What became of an attempt. `fault` is a status or a word, never an address. */
export type SendOutcome =
  | { readonly outcome: 'accepted' }
  /** No use in trying again. */
  | { readonly outcome: 'refused'; readonly fault: string }
  | { readonly outcome: 'later'; readonly fault: string };

/** Whoever takes mail away. Never rejects: a fault of the line is `later`. */
export interface Mailer {
  send(mail: Mail): Promise<SendOutcome>;
  close(): void;
}
