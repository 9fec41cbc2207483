import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { Button } from '../../design/button.tsx';
import { Confirm } from '../../design/confirm.tsx';
import { toast } from '../../design/toast.tsx';
import { t } from '../../messages/t.ts';
import { useStudio } from './use-studio.ts';

/** The worker writes the last seconds of a show that has just ended; it is asked for so long. */
const asks = 4;
const askEveryMs = 3_000;

/** What is kept of a show that is over, and how to erase it. Shows nothing while nothing is kept. */
export const KeptReplay = () => {
  const { socket, showId } = useStudio();
  const isKept = useSignal(false);
  const isAsking = useSignal(false);
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    let isGone = false;
    const look = async (left: number): Promise<void> => {
      const place = await socket.request('stage.playlists', { showId });
      if (isGone) return;
      isKept.value = place.ok && place.value.path.endsWith('/replay.m3u8');
      if (!isKept.value && left > 1) timer = setTimeout(() => void look(left - 1), askEveryMs);
    };
    void look(asks);
    return () => {
      isGone = true;
      clearTimeout(timer);
    };
  }, [socket, showId]);
  if (!isKept.value) return null;
  return (
    <>
      <p class="small soft">{t('studio.replayKept')}</p>
      <Button tone="quiet" icon="remove" onClick={() => (isAsking.value = true)}>
        {t('studio.deleteReplay')}
      </Button>
      {isAsking.value && (
        <Confirm
          title={t('studio.deleteReplay')}
          question={t('studio.deleteReplayAsk')}
          confirmLabel={t('studio.deleteReplay')}
          run={() => socket.request('stage.delete-replay', { showId })}
          onDone={() => {
            isAsking.value = false;
            isKept.value = false;
            toast(t('studio.replayDeleted'), { icon: 'check' });
          }}
          onClose={() => (isAsking.value = false)}
        />
      )}
    </>
  );
};
