import { signal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { Icon } from '../design/icon.tsx';
import { Shortcuts } from '../design/shortcuts.tsx';
import { Toasts } from '../design/toast.tsx';
import { t } from '../messages/t.ts';
import { Header } from './header.tsx';
import { isImmersive } from './immersive.ts';
import { PageOutlet } from './page-outlet.tsx';

const isOffline = signal(!navigator.onLine);

const useOffline = (): boolean => {
  useEffect(() => {
    const update = () => {
      isOffline.value = !navigator.onLine;
    };
    window.addEventListener('online', update);
    window.addEventListener('offline', update);
    return () => {
      window.removeEventListener('online', update);
      window.removeEventListener('offline', update);
    };
  }, []);
  return isOffline.value;
};

/** What stands around every page: skip link, header, offline note, toasts, shortcuts. */
export const Shell = () => {
  const offline = useOffline();
  return (
    <>
      <a class="skip-link" href="#content">
        {t('everywhere.skipToContent')}
      </a>
      {!isImmersive.value && <Header />}
      {offline && !isImmersive.value && (
        <p class="stale offline-bar" role="status">
          <Icon name="careful" sizePx={18} />
          {t('everywhere.offline')}
        </p>
      )}
      <main id="content" tabIndex={-1}>
        <PageOutlet />
      </main>
      <Toasts />
      <Shortcuts />
    </>
  );
};
