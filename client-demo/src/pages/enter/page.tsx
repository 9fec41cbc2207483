import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import type { SessionView } from '#protocol/views.ts';
import { Button } from '../../design/button.tsx';
import { ErrorState } from '../../design/notice.tsx';
import type { CallError } from '../../live/outcome.ts';
import { errorText } from '../../messages/error-text.ts';
import { t } from '../../messages/t.ts';
import { navigate } from '../../router.tsx';
import { useLive } from '../../shell/live-context.ts';
import { usePageTitle } from '../../shell/page-title.ts';
import { takeReturn } from '../account/sign-in-return.ts';
import { destinationOf } from './destination.ts';
import './enter.css';

type Door =
  | { readonly state: 'opening' }
  | { readonly state: 'missing' }
  | { readonly state: 'shut'; error: CallError };

/** Takes the secret out of the address bar at once, so that neither history, screenshot nor share shows it. */
const takeSecret = (): string => {
  const secret = decodeURIComponent(location.hash.slice(1));
  history.replaceState(null, '', location.pathname);
  return secret;
};

const JustWatch = () => (
  <Button tone="plain" onClick={() => navigate('/', { replace: true })}>
    {t('enter.justWatch')}
  </Button>
);

/** Who asked for a mailed link in this browser goes back to where he was. */
const whereTo = (session: SessionView): string => {
  const isGuest = session.role === 'viewer' && session.showId === null;
  return (isGuest ? takeReturn() : undefined) ?? destinationOf(session);
};

/** The door: redeems the magic link in the fragment and shows the person to the right room. */
export const Page = () => {
  const { session } = useLive();
  const door = useSignal<Door>({ state: 'opening' });
  usePageTitle(t('enter.title'));
  const open = async (secret: string) => {
    if (secret === '') {
      door.value = { state: 'missing' };
      return;
    }
    door.value = { state: 'opening' };
    const opened = await session.openLink(secret);
    if (opened.ok) navigate(whereTo(opened.value), { replace: true });
    else door.value = { state: 'shut', error: opened.error };
  };
  const secret = useSignal('');
  useEffect(() => {
    secret.value = takeSecret();
    void open(secret.value);
    // A second link opened in this tab changes only the fragment.
    const onHash = () => {
      if (location.hash === '') return;
      secret.value = takeSecret();
      void open(secret.value);
    };
    window.addEventListener('hashchange', onHash);
    return () => window.removeEventListener('hashchange', onHash);
  }, []);
  const now = door.value;
  if (now.state === 'opening') {
    return (
      <div class="door" role="status">
        <span class="door-beam" aria-hidden="true" />
        <h1>{t('enter.opening')}</h1>
      </div>
    );
  }
  if (now.state === 'missing') {
    return (
      <ErrorState title={t('enter.missingTitle')} advice={t('enter.missingAdvice')}>
        <JustWatch />
      </ErrorState>
    );
  }
  if (now.error.code === 'link-invalid') {
    return (
      <ErrorState title={t('enter.usedTitle')} advice={t('enter.usedAdvice')}>
        <JustWatch />
      </ErrorState>
    );
  }
  return (
    <ErrorState
      title={t('enter.failedTitle')}
      advice={errorText(now.error)}
      onRetry={() => void open(secret.value)}
    >
      <JustWatch />
    </ErrorState>
  );
};
