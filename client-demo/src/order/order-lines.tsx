import type { ComponentChildren } from 'preact';
import type { OrderLineView } from '#protocol/order-views.ts';
import { Icon } from '../design/icon.tsx';
import { formatClock } from '../messages/time.ts';
import { t } from '../messages/t.ts';
import { HoldTime } from './hold-time.tsx';
import { lineText } from './line-text.ts';
import './order-lines.css';

interface OrderLinesProps {
  readonly lines: readonly OrderLineView[];
  readonly money: (amountMinor: number) => string;
  /** What can be done with a line, under it. */
  readonly acts?: (line: OrderLineView) => ComponentChildren;
}

/** Until when, in the form that helps: a countdown while something is held, a time of day for what is to be paid. */
const Deadline = ({ line }: { readonly line: OrderLineView }) => {
  if (line.deadlineMs === null) return null;
  if (line.status === 'in-cart') return <HoldTime untilMs={line.deadlineMs} />;
  if (line.status !== 'placed') return null;
  return <span class="digits">{t('order.payBy', { time: formatClock(line.deadlineMs) })}</span>;
};

/** The lines of an order with what became of each. */
export const OrderLines = ({ lines, money, acts }: OrderLinesProps) => (
  <ul role="list" class="order-lines">
    {lines.map((line) => (
      <li key={line.lineId} class="bought-line" data-status={line.status} data-testid="order-line">
        <span class="order-line-title">
          {line.source.kind === 'lot' && <Icon name="hammer" sizePx={16} />}
          <b dir="auto">{line.title}</b>
          {line.pieces > 1 && <span class="digits">× {line.pieces}</span>}
        </span>
        <b class="digits order-line-amount">{money(line.amountMinor)}</b>
        <small class="order-line-status">
          {line.isRehearsal && `${t('auction.rehearsal')} · `}
          {lineText(line)} <Deadline line={line} />
          {line.refundedMinor > 0 && line.status !== 'refunded' && (
            <> · {t('order.refundedPart', { price: money(line.refundedMinor) })}</>
          )}
        </small>
        {acts !== undefined && <span class="order-line-acts">{acts(line)}</span>}
      </li>
    ))}
  </ul>
);
