import { useSignal, type Signal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { Button, IconButton } from '../../design/button.tsx';
import { Icon } from '../../design/icon.tsx';
import { Tabs } from '../../design/tabs.tsx';
import { t } from '../../messages/t.ts';
import type { Basket } from './basket.ts';
import { DrawerPart } from './drawer-part.tsx';
import { PinPad } from './pin-pad.tsx';
import { QuotaPart } from './quota-part.tsx';
import { SalesPart } from './sales-part.tsx';
import { SellPart } from './sell-part.tsx';
import { SettlePart } from './settle-part.tsx';
import { StatusLine } from './status-line.tsx';
import { useTill } from './use-till.ts';

const parts = ['sell', 'settle', 'sales', 'drawer', 'quota'] as const;
type Part = (typeof parts)[number];

/** A till that nobody touches locks itself. */
const autoLockMs = 5 * 60_000;

const useAutoLock = (): void => {
  const { lock, cashier } = useTill();
  const isOpen = cashier.value !== null;
  useEffect(() => {
    if (!isOpen) return;
    let timer = setTimeout(lock, autoLockMs);
    const touched = () => {
      clearTimeout(timer);
      timer = setTimeout(lock, autoLockMs);
    };
    const events = ['pointerdown', 'keydown'] as const;
    for (const event of events) window.addEventListener(event, touched);
    return () => {
      clearTimeout(timer);
      for (const event of events) window.removeEventListener(event, touched);
    };
  }, [isOpen, lock]);
};

const Panel = ({ part, basket, go }: { part: Part; basket: Signal<Basket>; go: (part: Part) => void }) => {
  switch (part) {
    case 'sell':
      return <SellPart basket={basket} onDrawer={() => go('drawer')} />;
    case 'settle':
      return <SettlePart />;
    case 'sales':
      return <SalesPart />;
    case 'drawer':
      return <DrawerPart />;
    case 'quota':
      return <QuotaPart />;
  }
};

const Head = () => {
  const { device, cashier, lock } = useTill();
  return (
    <header class="till-head">
      <h1>
        <bdi>{device.label}</bdi>
      </h1>
      <StatusLine />
      {cashier.value !== null && (
        <span class="till-who">
          <bdi>{cashier.value.name}</bdi>
          <IconButton icon="lock" label={t('till.lock')} onClick={lock} />
        </span>
      )}
    </header>
  );
};

/** The till between two doors: the PIN pad, or the parts of the work. The running list outlives a lock. */
export const Floor = ({ onPairAgain }: { readonly onPairAgain: () => void }) => {
  const { cashier, blocked, view } = useTill();
  const part = useSignal<Part>('sell');
  const basket = useSignal<Basket>([]);
  useAutoLock();
  const go = (next: Part) => (part.value = next);
  return (
    <div class="till">
      <Head />
      {blocked.value !== null && (
        <div class="till-note" role="alert">
          <Icon name="careful" />
          <span>
            <b>{t('till.notATill')}</b> {t('till.notATillAdvice')}
          </span>
          <Button onClick={onPairAgain}>{t('till.pairAgain')}</Button>
        </div>
      )}
      {view.value?.isRetired === true && (
        <p class="till-note" role="status">
          <Icon name="careful" />
          {t('till.retired')}
        </p>
      )}
      {cashier.value === null ? (
        <PinPad />
      ) : (
        <Tabs
          label={t('till.title')}
          value={part.value}
          tabs={parts.map((value) => ({ value, label: t(`till.tab_${value}`) }))}
          onSelect={go}
        >
          <Panel part={part.value} basket={basket} go={go} />
        </Tabs>
      )}
    </div>
  );
};
