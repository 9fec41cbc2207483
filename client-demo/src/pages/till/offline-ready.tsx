import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { Icon } from '../../design/icon.tsx';
import { t } from '../../messages/t.ts';
import { isKeptForOffline, keepForOffline } from './offline-shell.ts';

/** The service worker keeps some dozens of files; who looks before it is done sees it change. */
const lookEveryMs = 2_000;

/** Whether this page would open without a line: better known before it drops. */
export const OfflineReady = () => {
  const isKept = useSignal<boolean | null>(null);
  useEffect(() => {
    const look = async () => {
      if (isKept.peek() !== true) isKept.value = await isKeptForOffline();
    };
    // The first try may have met a server between two builds.
    void look().then(() => (isKept.peek() === true ? undefined : keepForOffline()));
    const timer = setInterval(() => void look(), lookEveryMs);
    return () => clearInterval(timer);
  }, []);
  if (isKept.value === null) return null;
  return (
    <p class="offline-ready" role="status" data-kept={isKept.value}>
      <Icon name={isKept.value ? 'check' : 'hourglass'} />
      {isKept.value ? t('till.offlineReady') : t('till.offlineNotReady')}
    </p>
  );
};
