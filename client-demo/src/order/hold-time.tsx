import { Icon } from '../design/icon.tsx';
import { formatDuration } from '../messages/time.ts';
import { t } from '../messages/t.ts';
import { useLotTime } from '../auction/lot-time.tsx';
import { useLive } from '../shell/live-context.ts';
import './hold-time.css';

/** Less than this and it is drawn as near its end. */
const nearSeconds = 60;

/** How long something is still held; the end itself is the shop's word, which changes the line. */
export const HoldTime = ({ untilMs }: { readonly untilMs: number }) => {
  const { clock } = useLive();
  const time = useLotTime(untilMs, clock);
  const left = formatDuration(time.seconds * 1000);
  return (
    <span class="hold-time digits" data-near={time.seconds <= nearSeconds} role="timer" aria-live="off">
      <Icon name="hourglass" sizePx={14} />
      <span class="unseen">{t('order.heldFor')}</span>{' '}
      {time.isAbout ? t('auction.about', { time: left }) : left}
    </span>
  );
};
