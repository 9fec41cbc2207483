import type { MessageKey } from '../messages/language.ts';
import { Icon, type IconName } from '../design/icon.tsx';
import { useSecondsLeft } from '../design/countdown.tsx';
import { formatDuration, formatMoment } from '../messages/time.ts';
import { t } from '../messages/t.ts';
import type { ClosedReason, Gate } from './composer-gate.ts';

interface Words {
  readonly icon: IconName;
  readonly always: MessageKey;
  /** Said while it is known when the gate opens. */
  readonly until?: MessageKey;
}

const words: Record<ClosedReason, Words> = {
  closed: { icon: 'chat', always: 'chat.closedRoom' },
  banned: { icon: 'ban', always: 'chat.closedBanned', until: 'chat.closedBannedUntil' },
  'timed-out': { icon: 'clock', always: 'chat.closedBanned', until: 'chat.closedTimedOut' },
  newcomer: { icon: 'hourglass', always: 'chat.closedNewcomerSoon', until: 'chat.closedNewcomer' },
  known: { icon: 'shield', always: 'chat.closedKnown' },
  crew: { icon: 'shield', always: 'chat.closedCrew' },
};

const dayMs = 86_400_000;

/** Time that is left, as a running clock. */
export const TimeLeft = ({
  untilMs,
  nowMs,
  text,
}: {
  readonly untilMs: number;
  readonly nowMs: () => number;
  readonly text: MessageKey;
}) => {
  const seconds = useSecondsLeft(untilMs, nowMs);
  return <span class="digits">{t(text, { time: formatDuration(seconds * 1000) })}</span>;
};

interface GateNoteProps {
  readonly gate: Extract<Gate, { readonly status: 'closed' }>;
  readonly nowMs: () => number;
}

/** Why one cannot write here, and until when. */
export const GateNote = ({ gate, nowMs }: GateNoteProps) => {
  const { icon, always, until } = words[gate.reason];
  const { untilMs } = gate;
  const isFar = untilMs !== null && untilMs - nowMs() > dayMs;
  return (
    <p class="chat-gate" role="status" data-testid="chat-gate" data-reason={gate.reason}>
      <Icon name={icon} sizePx={18} />
      {until === undefined || untilMs === null ? (
        <span>{t(always)}</span>
      ) : isFar ? (
        <span>{t('chat.closedBannedUntil', { time: formatMoment(untilMs) })}</span>
      ) : (
        <TimeLeft
          key={untilMs}
          untilMs={untilMs}
          nowMs={nowMs}
          text={gate.reason === 'banned' ? 'chat.closedTimedOut' : until}
        />
      )}
    </p>
  );
};
