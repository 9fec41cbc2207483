import type { ShowView } from '#protocol/views.ts';
import { ButtonLink } from '../../design/button.tsx';
import { StageArt } from '../../design/stage-art.tsx';
import { t } from '../../messages/t.ts';
import { formatDuration } from '../../messages/time.ts';
import './curtain.css';

/** The curtain is down again: thanks, and the way on. */
export const AfterShow = ({ show }: { readonly show: ShowView }) => {
  const { liveSinceMs, endedAtMs } = show;
  return (
    <section class="watch-stage watch-curtain" aria-label={t('watch.afterShow')} data-state="after">
      <div class="watch-poster">
        <StageArt seed={show.showId} isLit={false} />
      </div>
      <div class="watch-curtain-words" role="status">
        <p class="watch-soon">{t('watch.thanks')}</p>
        <p class="soft" dir="auto">
          {t('watch.endedBy', { name: show.hostName })}
        </p>
        {liveSinceMs !== null && endedAtMs !== null && (
          <p class="soft digits">
            {t('watch.lasted', { duration: formatDuration(endedAtMs - liveSinceMs) })}
          </p>
        )}
        <ButtonLink href="/" tone="act">
          {t('everywhere.toLobby')}
        </ButtonLink>
      </div>
    </section>
  );
};
