import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { createCountdown } from '../live/countdown.ts';
import type { MessageKey } from '../messages/language.ts';
import { t } from '../messages/t.ts';
import { formatCount, splitDuration } from '../messages/time.ts';
import './countdown.css';

interface CountdownProps {
  readonly untilMs: number;
  /** Server time; a correction of it may hold a number longer but never brings a larger one back. */
  readonly nowMs: () => number;
  readonly size?: 'normal' | 'big';
}

/** The seconds left, redrawn once a second on the second. */
export const useSecondsLeft = (untilMs: number, nowMs: () => number): number => {
  const seconds = useSignal(Math.max(0, Math.ceil((untilMs - nowMs()) / 1000)));
  useEffect(() => {
    const countdown = createCountdown(untilMs);
    let timer: ReturnType<typeof setTimeout> | undefined;
    const tick = () => {
      seconds.value = countdown.read(nowMs());
      if (seconds.value > 0) timer = setTimeout(tick, 20 + ((untilMs - nowMs()) % 1000 || 1000));
    };
    tick();
    return () => clearTimeout(timer);
  }, [untilMs]);
  return seconds.value;
};

/** Time left in words and digits. Silent for screen readers but for its label: a clock that speaks is unbearable. */
export const Countdown = ({ untilMs, nowMs, size = 'normal' }: CountdownProps) => {
  const seconds = useSecondsLeft(untilMs, nowMs);
  const parts = splitDuration(seconds * 1000);
  const all: readonly (readonly [number, MessageKey])[] = [
    [parts.days, 'everywhere.days'],
    [parts.hours, 'everywhere.hours'],
    [parts.minutes, 'everywhere.minutes'],
    [parts.seconds, 'everywhere.seconds'],
  ];
  // Two units say enough: far away the seconds are noise, close by the hours are gone.
  const firstUsed = all.findIndex(([count]) => count > 0);
  const first = firstUsed === -1 ? all.length - 2 : Math.min(firstUsed, all.length - 2);
  const shown = all.slice(first, first + 2);
  return (
    <span class={`countdown countdown-${size} digits`} role="timer" aria-live="off">
      {shown.map(([count, key]) => (
        <span class="countdown-part" key={key}>
          <b>{formatCount(count, { minimumIntegerDigits: 2 })}</b> <small>{t(key, { count })}</small>
        </span>
      ))}
    </span>
  );
};
