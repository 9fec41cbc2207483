import { useSignal } from '@preact/signals';
import type { ShowView } from '#protocol/views.ts';
import { Avatar } from '../../design/avatar.tsx';
import { StatusBadge } from '../../design/badge.tsx';
import { Button } from '../../design/button.tsx';
import { StaleNote } from '../../design/notice.tsx';
import { t } from '../../messages/t.ts';
import { formatMoment } from '../../messages/time.ts';
import { Link } from '../../router.tsx';
import { useLive } from '../../shell/live-context.ts';
import { NameDialog } from '../../chat/name-dialog.tsx';
import { shareShow } from './share-show.ts';
import './about-show.css';

/** Who I am here, and the way to change it. */
export const MyName = () => {
  const { session } = useLive();
  const isOpen = useSignal(false);
  const who = session.state.value;
  if (who.status !== 'signed-in') return null;
  return (
    <>
      <Button size="small" icon="pencil" onClick={() => (isOpen.value = true)}>
        {who.session.name === '' ? t('watch.chooseName') : t('watch.youAre', { name: who.session.name })}
      </Button>
      {isOpen.value && <NameDialog name={who.session.name} onClose={() => (isOpen.value = false)} />}
    </>
  );
};

const whenOf = (show: ShowView): string | undefined => {
  const isOn = show.status === 'live' || show.status === 'paused';
  if (isOn && show.liveSinceMs !== null)
    return t('watch.liveSince', { time: formatMoment(show.liveSinceMs) });
  const atMs = show.liveSinceMs ?? show.startsAtMs;
  return atMs === null ? undefined : formatMoment(atMs);
};

/** The device's wall clock at a local monotonic time. */
const wallTimeOf = (monotonicMs: number): number => Date.now() - (performance.now() - monotonicMs);

/** What a desk shows beside the picture; on a phone it lies over its upper edge. */
export const AboutShow = ({ show }: { readonly show: ShowView }) => {
  const { socket } = useLive();
  const connection = socket().state.value;
  return (
    <aside class="watch-about" aria-label={t('watch.about')}>
      <Link href="/" class="watch-home">
        {t('everywhere.productName')}
      </Link>
      <div class="watch-facts stack">
        <div class="row">
          <StatusBadge status={show.status} />
          <span class="soft small digits">{whenOf(show)}</span>
        </div>
        <h1 dir="auto">{show.title}</h1>
        <p class="row">
          <Avatar name={show.hostName} />
          <span dir="auto">{show.hostName}</span>
        </p>
        {show.description !== '' && (
          <p class="soft watch-description" dir="auto">
            {show.description}
          </p>
        )}
      </div>
      {connection.status === 'waiting' && <StaleNote sinceMs={wallTimeOf(connection.sinceMs)} />}
      <div class="row watch-about-acts">
        <MyName />
        <Button size="small" icon="share" onClick={() => void shareShow(show)}>
          {t('everywhere.share')}
        </Button>
      </div>
    </aside>
  );
};
