import { useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { t } from '../messages/t.ts';
import { commonEmoji, readRecentEmoji, rememberEmoji } from './emoji.ts';
import './emoji-picker.css';

interface EmojiPickerProps {
  readonly onPick: (emoji: string) => void;
  readonly onClose: () => void;
}

/** Where the arrow keys lead in a grid of `columns`; undefined for other keys. Pure. */
export const nextInGrid = (key: string, at: number, count: number, columns: number, isRtl: boolean) => {
  const forward = isRtl ? -1 : 1;
  const steps: Readonly<Record<string, number>> = {
    ArrowRight: forward,
    ArrowLeft: -forward,
    ArrowDown: columns,
    ArrowUp: -columns,
  };
  const step = steps[key];
  if (step === undefined) return undefined;
  return Math.min(count - 1, Math.max(0, at + step));
};

const columns = 8;

/** A small grid of emoji, those used last first. Arrow keys move, Escape closes; it stays open for several. */
export const EmojiPicker = ({ onPick, onClose }: EmojiPickerProps) => {
  // Taken once: the order must not change under the finger.
  const recent = useSignal(readRecentEmoji()).peek();
  const root = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const onPress = (event: PointerEvent) => {
      const isInside =
        event.target instanceof Element && event.target.closest('.emoji, .emoji-toggle') !== null;
      if (!isInside) onClose();
    };
    document.addEventListener('pointerdown', onPress);
    return () => document.removeEventListener('pointerdown', onPress);
  }, [onClose]);
  const all = [...recent, ...commonEmoji.filter((emoji) => !recent.includes(emoji))];
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Escape') {
      event.stopPropagation();
      return onClose();
    }
    const buttons = [...(root.current?.querySelectorAll('button') ?? [])];
    const at = buttons.findIndex((button) => button === document.activeElement);
    const isRtl = document.documentElement.dir === 'rtl';
    const next = nextInGrid(event.key, at, buttons.length, columns, isRtl);
    if (next === undefined) return;
    event.preventDefault();
    buttons[next]?.focus();
  };
  return (
    <div class="emoji" role="group" aria-label={t('chat.emoji')} ref={root} onKeyDown={onKeyDown}>
      {all.map((emoji, index) => (
        <button
          key={emoji}
          type="button"
          tabIndex={index === 0 ? 0 : -1}
          // The field keeps the focus, and the phone its keyboard.
          onPointerDown={(event) => event.preventDefault()}
          onClick={() => {
            rememberEmoji(emoji);
            onPick(emoji);
          }}
        >
          {emoji}
        </button>
      ))}
    </div>
  );
};
