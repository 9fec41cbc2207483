import { ErrorState, Skeleton } from '../../design/notice.tsx';
import { Icon } from '../../design/icon.tsx';
import { Tabs } from '../../design/tabs.tsx';
import { errorText } from '../../messages/error-text.ts';
import { t } from '../../messages/t.ts';
import { navigate, type PageProps } from '../../router.tsx';
import { useLive } from '../../shell/live-context.ts';
import { usePageTitle } from '../../shell/page-title.ts';
import { RoleGate } from '../../shell/role-gate.tsx';
import { OrderBoard } from './order-board.tsx';
import { Products } from './products.tsx';
import { SaleDesks } from './sale-desks.tsx';
import { ShopSettingsForm } from './settings.tsx';
import { StockBoard } from './stock-board.tsx';
import { Tills } from './tills.tsx';
import { ShopContext, useNewShop, useShop } from './use-shop.ts';
import './shop.css';

/** Parts of the shop by the last word of their address. */
const parts = ['orders', 'pick-ups', 'stock', 'products', 'tills', 'settings'] as const;
type Part = (typeof parts)[number];

const partOf = (word: string | undefined): Part => parts.find((part) => part === word) ?? 'orders';

const Panel = ({ part }: { readonly part: Part }) => {
  const { catalogue } = useShop();
  switch (part) {
    case 'orders':
      return <OrderBoard />;
    case 'pick-ups':
      return <OrderBoard only="pick-up" />;
    case 'stock':
      return <StockBoard />;
    case 'products':
      return <Products />;
    case 'tills':
      return <Tills />;
    case 'settings':
      return catalogue.value === null ? null : <ShopSettingsForm {...catalogue.value} />;
  }
};

const Floor = ({ part }: { readonly part: Part }) => {
  const { isStale, mayKeep } = useShop();
  usePageTitle(t('shop.title'));
  const shown = parts.filter((one) => mayKeep || one !== 'settings');
  return (
    <div class="page shop">
      <h1>{t('shop.title')}</h1>
      <SaleDesks />
      {isStale.value && (
        <p class="stale" role="status">
          <Icon name="careful" sizePx={18} />
          {t('shop.stale')}
        </p>
      )}
      <Tabs
        label={t('shop.title')}
        value={part}
        tabs={shown.map((value) => ({ value, label: t(`shop.tab_${value}`) }))}
        onSelect={(value) => navigate(`/shop/${value}`, { replace: true })}
      >
        <Panel part={part} />
      </Tabs>
    </div>
  );
};

const Entry = ({ part }: { readonly part: Part }) => {
  const live = useLive();
  const state = live.session.state.value;
  const role = state.status === 'signed-in' ? state.session.role : 'viewer';
  const shop = useNewShop(live, role === 'admin' || role === 'host');
  const refused = shop.refusal.value;
  if (refused !== null) return <ErrorState title={t('shop.openFailed')} advice={errorText(refused)} />;
  if (shop.catalogue.value === null) {
    return (
      <div class="page shop" role="group" aria-busy="true" aria-label={t('everywhere.loading')}>
        <Skeleton height="2.5rem" width="12rem" />
        <Skeleton height="24rem" />
      </div>
    );
  }
  return (
    <ShopContext.Provider value={shop}>
      <Floor part={part} />
    </ShopContext.Provider>
  );
};

/** The shop: orders, pick-ups, stock, products, tills and settings. */
export const Page = ({ params }: PageProps) => (
  <RoleGate roles={['admin', 'host', 'staff']}>
    <Entry part={partOf(params['part'])} />
  </RoleGate>
);
