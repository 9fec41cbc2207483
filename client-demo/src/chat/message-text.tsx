import { assertNever } from '#domain/decision.ts';
import type { MessageView } from '#protocol/room-views.ts';
import { linksIn } from './links.ts';
import { mayHoldLink, partsOf, type MessagePart } from './message-parts.ts';
import './message-text.css';

interface MessageTextProps {
  readonly message: Pick<MessageView, 'text' | 'mentions'>;
  /** Whose own mentions stand out. */
  readonly personId: string;
}

const Part = ({ part, personId }: { readonly part: MessagePart; readonly personId: string }) => {
  switch (part.kind) {
    case 'text':
      return <>{part.text}</>;
    case 'mention':
      return (
        <bdi class={part.personId === personId ? 'chat-mention chat-mention-own' : 'chat-mention'}>
          {part.text}
        </bdi>
      );
    case 'link':
      return (
        <a href={part.url} target="_blank" rel="noopener nofollow ugc">
          {part.text}
        </a>
      );
    default:
      return assertNever(part);
  }
};

/** What somebody wrote: links that can be followed, mentions that stand out, everything else as plain text. */
export const MessageText = ({ message, personId }: MessageTextProps) => {
  const { text, mentions } = message;
  const parts = partsOf(text, mentions, mayHoldLink(text) ? linksIn(text) : []);
  return (
    <span class="chat-text">
      {parts.map((part, index) => (
        // A text never changes under one message, so a part's place is its name.
        <Part key={index} part={part} personId={personId} />
      ))}
    </span>
  );
};
