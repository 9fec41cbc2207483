import { useSignal } from '@preact/signals';
import { ButtonLink } from '../../design/button.tsx';
import { StatusBadge } from '../../design/badge.tsx';
import { ErrorState, Skeleton } from '../../design/notice.tsx';
import { Icon } from '../../design/icon.tsx';
import { isShortcutSheetOpen } from '../../design/shortcuts.tsx';
import { Tabs } from '../../design/tabs.tsx';
import { errorText } from '../../messages/error-text.ts';
import { t } from '../../messages/t.ts';
import { Link, type PageProps } from '../../router.tsx';
import { useLive } from '../../shell/live-context.ts';
import { usePageTitle } from '../../shell/page-title.ts';
import { RoleGate } from '../../shell/role-gate.tsx';
import { FloorBid } from './floor-bid.tsx';
import { LotConsole } from './lot-console.tsx';
import { LotDialog } from './lot-form.tsx';
import { OfferList } from './offer-list.tsx';
import { Paddles } from './paddles.tsx';
import { RunSheet } from './run-sheet.tsx';
import { useSaleKeys, type SaleDialogs } from './sale-keys.ts';
import { SaleContext, useNewSale, useSale } from './use-sale.ts';
import { VoidDialog } from './void-dialog.tsx';
import './sale.css';

type Open =
  | { readonly kind: 'add' }
  | { readonly kind: 'edit'; readonly lotId: string }
  | { readonly kind: 'void'; readonly lotId: string };

const Head = () => {
  const { show, showId } = useSale();
  const state = show.value;
  const title = state.status === 'ready' ? state.show.title : '';
  usePageTitle(title === '' ? t('sale.title') : `${t('sale.title')} · ${title}`);
  return (
    <div class="sale-top">
      <Link href={`/studio/${showId}`} class="sale-back" aria-label={t('sale.toStudio')}>
        <Icon name="chevron" sizePx={22} />
      </Link>
      <h1 dir="auto">{title === '' ? t('sale.title') : title}</h1>
      {state.status === 'ready' && <StatusBadge status={state.show.status} />}
    </div>
  );
};

type Side = 'sheet' | 'offers' | 'paddles';

const Desk = () => {
  const sale = useSale();
  const open = useSignal<Open | null>(null);
  const side = useSignal<Side>('sheet');
  const dialogs: SaleDialogs = {
    addLot: () => (open.value = { kind: 'add' }),
    editLot: (lotId) => (open.value = { kind: 'edit', lotId }),
    voidLot: (lotId) => (open.value = { kind: 'void', lotId }),
    showKeys: () => (isShortcutSheetOpen.value = true),
  };
  useSaleKeys(sale, dialogs);
  const dialog = open.value;
  const edited =
    dialog?.kind === 'edit'
      ? sale.auction.value?.lots.find(({ lotId }) => lotId === dialog.lotId)
      : undefined;
  const close = () => (open.value = null);
  return (
    <div class="page sale">
      <Head />
      {sale.isStale.value && (
        <p class="stale" role="status">
          <Icon name="careful" sizePx={18} />
          {t('sale.stale')}
        </p>
      )}
      <div class="sale-floor">
        <div class="sale-stage">
          <LotConsole dialogs={dialogs} />
          <FloorBid />
        </div>
        <div class="sale-side">
          <Tabs
            label={t('sale.title')}
            value={side.value}
            tabs={[
              { value: 'sheet', label: t('sale.runSheet') },
              { value: 'offers', label: t('sale.offers') },
              { value: 'paddles', label: t('sale.paddles') },
            ]}
            onSelect={(value) => (side.value = value)}
          >
            {side.value === 'sheet' && <RunSheet dialogs={dialogs} />}
            {side.value === 'offers' && <OfferList />}
            {side.value === 'paddles' && <Paddles />}
          </Tabs>
        </div>
      </div>
      {dialog?.kind === 'add' && <LotDialog lot={null} onClose={close} />}
      {edited !== undefined && <LotDialog lot={edited} onClose={close} />}
      {dialog?.kind === 'void' && <VoidDialog lotId={dialog.lotId} onClose={close} />}
    </div>
  );
};

const SaleDesk = ({ showId, mayDirect }: { readonly showId: string; readonly mayDirect: boolean }) => {
  const sale = useNewSale(useLive(), showId, mayDirect);
  const refused = sale.refusal.value;
  if (refused !== null) {
    return (
      <ErrorState title={t('sale.openFailed')} advice={errorText(refused)}>
        <ButtonLink href="/studio" tone="act">
          {t('everywhere.back')}
        </ButtonLink>
      </ErrorState>
    );
  }
  if (sale.auction.value === null) {
    return (
      <div class="page sale" role="group" aria-busy="true" aria-label={t('everywhere.loading')}>
        <Skeleton height="2.5rem" width="60%" />
        <div class="sale-floor">
          <Skeleton height="24rem" />
          <Skeleton height="24rem" />
        </div>
      </div>
    );
  }
  return (
    <SaleContext.Provider value={sale}>
      <Desk />
    </SaleContext.Provider>
  );
};

const Entry = ({ showId }: { readonly showId: string }) => {
  const state = useLive().session.state.value;
  const role = state.status === 'signed-in' ? state.session.role : 'viewer';
  return <SaleDesk showId={showId} mayDirect={role === 'admin' || role === 'host'} />;
};

/** The auctioneer's desk of one show: lots, calls, floor bids, paddles, offers. */
export const Page = ({ params }: PageProps) => (
  <RoleGate roles={['admin', 'host', 'moderator', 'staff']}>
    <Entry showId={params['showId'] ?? ''} />
  </RoleGate>
);
