import { useSignal } from '@preact/signals';
import { useEffect, useMemo } from 'preact/hooks';
import { Empty, ErrorState, Skeleton } from '../../design/notice.tsx';
import type { CallError } from '../../live/outcome.ts';
import { errorText } from '../../messages/error-text.ts';
import { t } from '../../messages/t.ts';
import { useImmersive } from '../../shell/immersive.ts';
import { useLive } from '../../shell/live-context.ts';
import { usePageTitle } from '../../shell/page-title.ts';
import { createTill } from './create-till.ts';
import { Floor } from './floor.tsx';
import { keepForOffline, wearManifest } from './offline-shell.ts';
import { Pair } from './pair.tsx';
import { pairingSecret } from './scan.ts';
import type { TillBook } from './till-book.ts';
import { openTillStore, type Device, type Kept, type TillStore } from './till-store.ts';
import { TillContext } from './use-till.ts';
import './till.css';

type Door =
  | { readonly status: 'opening' }
  | { readonly status: 'failed'; readonly error: CallError | null }
  | {
      readonly status: 'unpaired';
      readonly store: TillStore;
      /** The till it was before. */
      readonly former: Device | undefined;
      readonly book: TillBook;
    }
  | {
      readonly status: 'paired';
      readonly store: TillStore;
      readonly device: Device;
      readonly kept: Kept | undefined;
      readonly book: TillBook;
    };

type Paired = Extract<Door, { readonly status: 'paired' }>;

/** Takes the magic link's secret out of the address bar at once, so that nothing shows or keeps it. */
const takeSecret = (): string => {
  const secret = pairingSecret(location.href) ?? '';
  if (location.hash !== '') history.replaceState(null, '', location.pathname);
  return secret;
};

const AtWork = ({ door, onPairAgain }: { readonly door: Paired; readonly onPairAgain: () => void }) => {
  const live = useLive();
  const made = useMemo(() => createTill(live, door), [live, door]);
  useEffect(() => made.close, [made]);
  useEffect(() => void keepForOffline(), []);
  return (
    <TillContext.Provider value={made.till}>
      <Floor onPairAgain={onPairAgain} />
    </TillContext.Provider>
  );
};

const Opening = () => (
  <div class="till-door" role="group" aria-busy="true" aria-label={t('till.opening')}>
    <Skeleton height="60vh" />
  </div>
);

const Opened = ({ store }: { readonly store: TillStore }) => {
  const { session } = useLive();
  const door = useSignal<Door>({ status: 'opening' });
  const unpair = async () => {
    const [former, book] = await Promise.all([store.readDevice(), store.readBook()]);
    door.value = { status: 'unpaired', store, former, book };
  };
  const enter = async () => {
    const [device, kept, book] = await Promise.all([store.readDevice(), store.readKept(), store.readBook()]);
    if (device === undefined) return unpair();
    door.value = { status: 'paired', store, device, kept, book };
    return undefined;
  };
  const pairAgain = async () => {
    // What this page knows of its session may be over: the server says who it is now.
    await session.token({ fresh: true });
    await unpair();
  };
  const begin = async () => {
    const secret = takeSecret();
    if (secret === '') return enter();
    // A new code is a new person behind the device, so it becomes a new till; what it kept stays.
    const opened = await session.openLink(secret);
    if (opened.ok) return unpair();
    door.value = { status: 'failed', error: opened.error };
    return undefined;
  };
  useEffect(() => void begin(), []);
  const now = door.value;
  switch (now.status) {
    case 'opening':
      return <Opening />;
    case 'failed':
      return (
        <ErrorState
          title={t('everywhere.pageFailed')}
          advice={now.error === null ? '' : errorText(now.error)}
          onRetry={() => void enter()}
        />
      );
    case 'unpaired':
      return <Pair store={now.store} former={now.former} book={now.book} onPaired={() => void enter()} />;
    case 'paired':
      return <AtWork door={now} onPairAgain={() => void pairAgain()} />;
  }
};

/** The till: sells at the stall, with a line or without. */
export const Page = () => {
  useImmersive();
  usePageTitle(t('till.title'));
  const store = useSignal<TillStore | null>(null);
  const isBroken = useSignal(false);
  const isSecure = window.isSecureContext;
  const open = () => {
    isBroken.value = false;
    openTillStore().then(
      (opened) => (store.value = opened),
      () => (isBroken.value = true),
    );
  };
  useEffect(wearManifest, []);
  useEffect(() => {
    if (isSecure) open();
  }, [isSecure]);
  if (!isSecure) return <Empty icon="shield" title={t('till.insecure')} advice={t('till.insecureAdvice')} />;
  if (isBroken.value)
    return <ErrorState title={t('everywhere.pageFailed')} advice={t('errors.server-error')} onRetry={open} />;
  if (store.value === null) return <Opening />;
  return <Opened store={store.value} />;
};
