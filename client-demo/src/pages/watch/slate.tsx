import { assertNever } from '#domain/decision.ts';
import type { ShowView } from '#protocol/views.ts';
import { ButtonLink } from '../../design/button.tsx';
import { Icon, type IconName } from '../../design/icon.tsx';
import { errorText } from '../../messages/error-text.ts';
import { t } from '../../messages/t.ts';
import type { StagePlayerState } from '../../stage/stage-player.ts';
import type { WatchPhase } from './watch-phase.ts';
import './slate.css';

interface SlateProps {
  readonly show: ShowView;
  readonly phase: WatchPhase['name'];
  readonly state: StagePlayerState;
  readonly isLost: boolean;
}

type Words = { readonly icon: IconName; readonly title: string; readonly advice: string } | undefined;

/** What to say over, or instead of, the picture; undefined while there is nothing to say. Pure but for the texts. */
const wordsOf = (phase: WatchPhase['name'], state: StagePlayerState): Words => {
  if (phase === 'paused') {
    return { icon: 'pause', title: t('watch.pausedTitle'), advice: t('watch.pausedAdvice') };
  }
  switch (state.status) {
    case 'idle':
    case 'playing':
      return undefined;
    case 'connecting':
      return { icon: 'lamp', title: t('watch.connecting'), advice: '' };
    case 'slate':
      return state.reason === 'no-programme'
        ? { icon: 'lamp', title: t('watch.noPictureTitle'), advice: t('watch.noPictureAdvice') }
        : { icon: 'careful', title: t('watch.uplinkTitle'), advice: t('watch.uplinkAdvice') };
    case 'reconnecting':
      return { icon: 'retry', title: t('watch.reconnecting'), advice: t('watch.reconnectingAdvice') };
    case 'refused':
      return { icon: 'careful', title: t('watch.refusedTitle'), advice: errorText(state.error) };
    case 'failed':
      return { icon: 'careful', title: t('watch.unfitTitle'), advice: t('watch.unfitAdvice') };
    default:
      return assertNever(state);
  }
};

/** The picture or clip the host chose for a pause. */
const SlateMedia = ({ slate }: { readonly slate: NonNullable<ShowView['slate']> }) => {
  if (slate.mediaId === undefined) return null;
  const address = `/media/${slate.mediaId}`;
  if (slate.kind === 'picture') return <img class="watch-slate-media" src={address} alt="" />;
  return <video class="watch-slate-media" src={address} autoPlay loop muted playsInline />;
};

/** Covers the picture while there is none, and says why and that it comes back by itself. */
export const Slate = ({ show, phase, state, isLost }: SlateProps) => {
  const words = wordsOf(phase, state);
  // A picture that only stands still stays visible under its word.
  const isCover = phase === 'paused' || state.status === 'slate';
  const own = phase === 'paused' && show.slate !== null && show.slate.kind !== 'standard' ? show.slate : null;
  return (
    <>
      <p class="unseen" role="status">
        {words === undefined ? (state.status === 'playing' ? t('watch.playing') : '') : words.title}
      </p>
      {words !== undefined && (
        <div class={isCover ? 'watch-slate watch-slate-cover' : 'watch-slate'} data-testid="slate">
          {own !== null && <SlateMedia slate={own} />}
          <div class={own === null ? 'watch-slate-words' : 'watch-slate-words watch-slate-words-low'}>
            <Icon name={words.icon} sizePx={32} />
            <p class="watch-slate-title">{words.title}</p>
            {words.advice !== '' && <p class="soft">{words.advice}</p>}
            {state.status === 'refused' && <ButtonLink href="/">{t('everywhere.toLobby')}</ButtonLink>}
          </div>
        </div>
      )}
      {isLost && words === undefined && (
        <p class="watch-lost small" aria-hidden="true">
          <Icon name="retry" sizePx={14} /> {t('watch.lostQuietly')}
        </p>
      )}
    </>
  );
};
