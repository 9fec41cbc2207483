import { useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { Icon } from '../design/icon.tsx';
import type { ServerClock } from '../live/clock.ts';
import { createLotClock, type LotTime } from '../live/commerce/lot-clock.ts';
import { formatDuration } from '../messages/time.ts';
import { t } from '../messages/t.ts';
import './lot-time.css';

type Clock = Pick<ServerClock, 'nowMs' | 'reading'>;

/** Often enough that a second is never seen late; only what changed is drawn. */
const lookEveryMs = 100;

const isSame = (one: LotTime, other: LotTime): boolean =>
  one.seconds === other.seconds &&
  one.isAbout === other.isAbout &&
  one.isClosing === other.isClosing &&
  one.isPast === other.isPast;

/** The time left of a lot as it may honestly be said, kept up to date. */
export const useLotTime = (endsAtMs: number, clock: Clock): LotTime => {
  const lotClock = useRef(createLotClock());
  const read = () => lotClock.current.read(endsAtMs, clock.nowMs(), clock.reading.peek());
  const time = useSignal(read());
  useEffect(() => {
    const look = () => {
      const now = read();
      if (!isSame(now, time.peek())) time.value = now;
    };
    look();
    const timer = setInterval(look, lookEveryMs);
    return () => clearInterval(timer);
  }, [endsAtMs, clock]);
  return time.value;
};

/** How much longer a bid made it; null where it did not just now. */
const useExtension = (extendedMs: number): number | null => {
  const before = useRef(extendedMs);
  const gained = useSignal<number | null>(null);
  useEffect(() => {
    const moreMs = extendedMs - before.current;
    before.current = extendedMs;
    if (moreMs <= 0) return undefined;
    gained.value = moreMs;
    const timer = setTimeout(() => (gained.value = null), 2000);
    return () => clearTimeout(timer);
  }, [extendedMs]);
  return gained.value;
};

interface LotTimeProps {
  readonly endsAtMs: number;
  readonly extendedMs: number;
  readonly clock: Clock;
}

/** Less than this and it is drawn as near its end: the counter-bid time of most lots. */
const nearSeconds = 10;

/** The clock of a timed lot. It says "about" when this device cannot know better, and never that it is over. */
export const LotTimeLeft = ({ endsAtMs, extendedMs, clock }: LotTimeProps) => {
  const time = useLotTime(endsAtMs, clock);
  const gainedMs = useExtension(extendedMs);
  const isNear = time.seconds <= nearSeconds;
  return (
    <span class="lot-time digits" data-near={isNear} data-extended={gainedMs !== null}>
      <span role="timer" aria-live="off" class="lot-time-words">
        <Icon name="clock" sizePx={16} />
        {time.isClosing && t('auction.closing')}
        {!time.isClosing && time.isAbout && t('auction.about', { time: formatDuration(time.seconds * 1000) })}
        {!time.isClosing && !time.isAbout && formatDuration(time.seconds * 1000)}
      </span>
      {gainedMs !== null && (
        <b class="lot-time-gained" key={extendedMs}>
          {t('auction.gained', { seconds: Math.max(1, Math.round(gainedMs / 1000)) })}
        </b>
      )}
    </span>
  );
};

/** Where a hammer lot stands: open, going once, going twice. */
export const LotCalls = ({ calls }: { readonly calls: 0 | 1 | 2 }) => (
  <span class="lot-calls" data-calls={calls} key={calls}>
    <Icon name="hammer" sizePx={16} />
    {t(calls === 0 ? 'auction.hammer' : calls === 1 ? 'auction.goingOnce' : 'auction.goingTwice')}
  </span>
);
