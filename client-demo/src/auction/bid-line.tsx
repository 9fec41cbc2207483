import { Icon } from '../design/icon.tsx';
import type { Line } from './bid-standing.ts';

/** How this person stands, in one line of a height that stays. */
export const BidLine = ({ line }: { readonly line: Line }) => (
  <p class="bid-line" data-tone={line.tone} key={line.tone} data-testid="bid-line">
    <Icon name={line.icon} sizePx={16} />
    <span dir="auto">{line.text}</span>
  </p>
);
