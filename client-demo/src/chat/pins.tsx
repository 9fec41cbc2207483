import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import type { PinView } from '#protocol/room-views.ts';
import { Icon } from '../design/icon.tsx';
import { t } from '../messages/t.ts';
import { MessageText } from './message-text.tsx';
import { Person } from './person.tsx';
import './pins.css';

interface PinsProps {
  readonly pins: readonly PinView[];
  readonly personId: string;
  readonly nowMs: () => number;
  readonly onOpen: (pin: PinView, element: HTMLElement) => void;
}

/** Pins whose time is not over, the newest first. Pure. */
export const pinsAt = (pins: readonly PinView[], nowMs: number): readonly PinView[] =>
  pins
    .filter(({ untilMs }) => untilMs === null || untilMs > nowMs)
    .toSorted((a, b) => b.pinnedAtMs - a.pinnedAtMs);

/** Draws again when the next pin runs out, also when the server is out of reach. */
const usePinsNow = (pins: readonly PinView[], nowMs: () => number): readonly PinView[] => {
  const now = useSignal(nowMs());
  useEffect(() => {
    now.value = nowMs();
    const next = Math.min(...pinsAt(pins, now.value).map(({ untilMs }) => untilMs ?? Infinity));
    if (!Number.isFinite(next)) return undefined;
    const timer = setTimeout(() => (now.value = nowMs()), next - now.value + 50);
    return () => clearTimeout(timer);
  }, [pins, now.value]);
  return pinsAt(pins, now.value);
};

/** What the crew wants everybody to see, over the messages; one line, or unfolded. */
export const Pins = ({ pins, personId, nowMs, onOpen }: PinsProps) => {
  const isOpen = useSignal(false);
  const current = usePinsNow(pins, nowMs);
  const [first, ...others] = current;
  if (first === undefined) return null;
  const shown = isOpen.value ? current : [first];
  return (
    <section class="pins" aria-label={t('chat.pinned')} data-open={isOpen.value}>
      <Icon name="pin" sizePx={16} />
      <ul role="list">
        {shown.map((pin) => (
          <li key={pin.message.messageId} onClick={(event) => onOpen(pin, event.currentTarget)}>
            <p class="chat-line" dir="auto">
              <Person person={pin.message.author} /> <MessageText message={pin.message} personId={personId} />
            </p>
          </li>
        ))}
      </ul>
      <button
        type="button"
        class="pins-fold"
        aria-expanded={isOpen.value}
        aria-label={t(isOpen.value ? 'chat.pinnedCollapse' : 'chat.pinnedExpand')}
        onClick={() => (isOpen.value = !isOpen.value)}
      >
        {others.length > 0 && !isOpen.value && <span class="digits">+{others.length}</span>}
        <Icon name="chevron" sizePx={16} />
      </button>
    </section>
  );
};
