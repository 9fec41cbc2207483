import { assertNever } from '#domain/decision.ts';
import type { ShowView } from '#protocol/views.ts';
import { Button, ButtonLink } from '../../design/button.tsx';
import { Countdown, useSecondsLeft } from '../../design/countdown.tsx';
import { HoldButton } from '../../design/hold-button.tsx';
import { t } from '../../messages/t.ts';
import { KeptReplay } from './kept-replay.tsx';
import { useStudio } from './use-studio.ts';

/** The same window as the domain's `reopenWindowMs`; the server decides, this only stops offering in vain. */
const reopenWindowMs = 10 * 60_000;

/** An empty stage may go live, but that is not what to do next. */
const GoLive = ({ show }: { readonly show: ShowView }) => {
  const { command, busy } = useStudio();
  return (
    <HoldButton
      key="go-live"
      label={t('studio.goLive')}
      againLabel={t('studio.goLiveAgain')}
      icon="play"
      tone={show.sources.length === 0 ? 'plain' : 'live'}
      busy={busy.value === 'show.go-live'}
      onConfirm={() => void command('show.go-live', {})}
    />
  );
};

const End = () => {
  const { command, busy } = useStudio();
  return (
    <HoldButton
      key="end"
      label={t('studio.end')}
      againLabel={t('studio.endAgain')}
      icon="stop"
      tone="careful"
      busy={busy.value === 'show.end-show'}
      onConfirm={() => void command('show.end-show', {})}
    />
  );
};

const Rehearsal = ({ isOn }: { readonly isOn: boolean }) => {
  const { command, busy } = useStudio();
  const method = isOn ? 'show.finish-rehearsal' : 'show.start-rehearsal';
  return (
    <Button wide icon="lamp" busy={busy.value === method} onClick={() => void command(method, {})}>
      {isOn ? t('studio.finishRehearsal') : t('studio.rehearse')}
    </Button>
  );
};

const Reopen = ({ endedAtMs }: { readonly endedAtMs: number }) => {
  const { command, busy, nowMs } = useStudio();
  const untilMs = endedAtMs + reopenWindowMs;
  const seconds = useSecondsLeft(untilMs, nowMs);
  if (seconds === 0) {
    return (
      <ButtonLink href="/studio" tone="act" size="big" wide>
        {t('studio.toShows')}
      </ButtonLink>
    );
  }
  return (
    <>
      <Button
        tone="plain"
        size="big"
        wide
        icon="undo"
        busy={busy.value === 'show.reopen-show'}
        onClick={() => void command('show.reopen-show', {})}
      >
        {t('studio.reopen')}
      </Button>
      <p class="small soft">
        {t('studio.reopenFor')} <Countdown untilMs={untilMs} nowMs={nowMs} />
      </p>
    </>
  );
};

/** The one next action as a big button, and the other one below it. */
export const StateActions = ({
  show,
  onPause,
}: {
  readonly show: ShowView;
  readonly onPause: () => void;
}) => {
  const { command, busy } = useStudio();
  switch (show.status) {
    case 'draft':
    case 'scheduled':
    case 'rehearsal':
      return (
        <>
          <GoLive show={show} />
          <Rehearsal isOn={show.status === 'rehearsal'} />
        </>
      );
    case 'live':
      return (
        <>
          <Button
            tone="act"
            size="big"
            wide
            icon="pause"
            busy={busy.value === 'show.pause-show'}
            onClick={onPause}
          >
            {t('studio.pause')}
          </Button>
          <End />
        </>
      );
    case 'paused':
      return (
        <>
          <Button
            tone="live"
            size="big"
            wide
            icon="play"
            busy={busy.value === 'show.resume-show'}
            onClick={() => void command('show.resume-show', {})}
          >
            {t('studio.resume')}
          </Button>
          <End />
        </>
      );
    case 'ended':
      return (
        <>
          <Reopen endedAtMs={show.endedAtMs ?? 0} />
          <KeptReplay />
        </>
      );
    case 'archived':
      return (
        <>
          <ButtonLink href="/studio" wide>
            {t('studio.toShows')}
          </ButtonLink>
          <KeptReplay />
        </>
      );
    default:
      return assertNever(show.status);
  }
};
