import { useSignal } from '@preact/signals';
import { useEffect, useMemo } from 'preact/hooks';
import { Button } from '../../design/button.tsx';
import { TextField } from '../../design/field.tsx';
import { Icon } from '../../design/icon.tsx';
import { ErrorState, Skeleton } from '../../design/notice.tsx';
import { Refused } from '../../design/refused.tsx';
import { createCommands } from '../../live/commerce/commands.ts';
import { freshId } from '../../live/fresh-id.ts';
import type { CallError } from '../../live/outcome.ts';
import { errorText } from '../../messages/error-text.ts';
import { t } from '../../messages/t.ts';
import { useLive } from '../../shell/live-context.ts';
import { CameraScan } from './camera-scan.tsx';
import { asNewTill } from './re-pair.ts';
import { pairingSecret } from './scan.ts';
import { untoldOf, type TillBook } from './till-book.ts';
import type { Device, TillStore } from './till-store.ts';

interface PairProps {
  readonly store: TillStore;
  /** The till this device was before. */
  readonly former: Device | undefined;
  readonly book: TillBook;
  readonly onPaired: () => void;
}

/** What the device keeps of its time as another till: nothing of it is lost by pairing. */
const KeptNote = ({ book }: Pick<PairProps, 'book'>) => {
  const count = untoldOf(book) + book.refused.length;
  if (count === 0) return null;
  return (
    <p class="till-note" role="status">
      <Icon name="hourglass" />
      {t('till.pairKept', { count })}
    </p>
  );
};

const PairForm = ({ store, former, book, onPaired }: PairProps) => {
  const live = useLive();
  const tillId = useMemo(freshId, []);
  const commands = useMemo(() => createCommands(live.socket()), [live]);
  const label = useSignal(former?.label ?? '');
  const isBusy = useSignal(false);
  const refusal = useSignal<CallError | null>(null);
  const pair = async (event: Event) => {
    event.preventDefault();
    const named = label.value.trim();
    if (named === '' || isBusy.value) return;
    isBusy.value = true;
    const outcome = await commands.send('till.add-till', { tillId, label: named });
    isBusy.value = false;
    refusal.value = outcome.ok ? null : outcome.error;
    if (!outcome.ok) return;
    // The book first: should the page end in between, it names the till that the device still is.
    if (former !== undefined) await store.changeBook((before) => asNewTill(before, former.tillId, freshId));
    await store.saveDevice({ tillId, label: named });
    onPaired();
  };
  return (
    <form class="till-door" onSubmit={(event) => void pair(event)}>
      <span class="till-door-sign">
        <Icon name="cart" sizePx={48} />
      </span>
      <h1>{t('till.pairTitle')}</h1>
      <p class="soft">{t('till.pairAbout')}</p>
      <KeptNote book={book} />
      <TextField
        label={t('till.pairLabel')}
        hint={t('till.pairLabelHint')}
        value={label.value}
        maxLength={40}
        autoFocus
        onText={(text) => (label.value = text)}
      />
      <Refused error={refusal.value} />
      <Button
        tone="act"
        size="big"
        wide
        type="submit"
        busy={isBusy.value}
        disabled={label.value.trim() === ''}
      >
        {t('till.pairDo')}
      </Button>
    </form>
  );
};

/** Who comes without a code learns where there is one, and may scan it here: an installed page has no address bar. */
const NeedsCode = ({ book }: Pick<PairProps, 'book'>) => {
  const { session } = useLive();
  const isScanning = useSignal(false);
  const refusal = useSignal<CallError | null>(null);
  const hear = (text: string) => {
    const secret = pairingSecret(text);
    if (secret === null) return { isUseful: false, said: t('till.pairNoCode') };
    void session.openLink(secret).then((opened) => (refusal.value = opened.ok ? null : opened.error));
    return { isUseful: true, said: '' };
  };
  return (
    <div class="till-door">
      <span class="till-door-sign">
        <Icon name="qr" sizePx={48} />
      </span>
      <h1>{t('till.pairNeedsCode')}</h1>
      <p class="soft">{t('till.pairNeedsCodeAdvice')}</p>
      <KeptNote book={book} />
      <Refused error={refusal.value} />
      <Button tone="act" size="big" wide icon="camera" onClick={() => (isScanning.value = true)}>
        {t('till.pairScan')}
      </Button>
      {isScanning.value && <CameraScan onCode={hear} onClose={() => (isScanning.value = false)} />}
    </div>
  );
};

/** Makes this browser a till of the shop; for who works there. The server refuses all others anyway. */
export const Pair = (props: PairProps) => {
  const { session } = useLive();
  useEffect(() => void session.ensure(), [session]);
  const state = session.state.value;
  if (state.status === 'refused')
    return (
      <ErrorState
        title={t('everywhere.pageFailed')}
        advice={errorText(state.error)}
        onRetry={() => void session.ensure()}
      />
    );
  if (state.status !== 'signed-in')
    return (
      <div class="till-door" role="group" aria-busy="true" aria-label={t('till.opening')}>
        <Skeleton height="60vh" />
      </div>
    );
  const isCrew = ['admin', 'host', 'staff'].includes(state.session.role);
  return isCrew ? <PairForm {...props} /> : <NeedsCode book={props.book} />;
};
