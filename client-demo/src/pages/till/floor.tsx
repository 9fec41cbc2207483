import { useSignal, type Signal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { Button, IconButton } from '../../design/button.tsx';
import { Icon } from '../../design/icon.tsx';
import { Empty } from '../../design/notice.tsx';
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

interface PanelProps {
  readonly part: Part;
  readonly basket: Signal<Basket>;
  /** What is looked for among the orders. */
  readonly wanted: Signal<string>;
  readonly go: (part: Part) => void;
}

const Panel = ({ part, basket, wanted, go }: PanelProps) => {
  const { calledOff } = useTill();
  // What is left to be done with a till that sells no more: its sales, and the money in its drawer.
  const isForSelling = part === 'sell' || part === 'settle' || part === 'quota';
  if (calledOff.value !== null && isForSelling)
    return <Empty icon="ban" title={t('till.sellsNoMore')} advice={t('till.sellsNoMoreAdvice')} />;
  const showOrder = (code: string) => {
    wanted.value = code;
    go('settle');
  };
  switch (part) {
    case 'sell':
      return <SellPart basket={basket} onOrder={showOrder} />;
    case 'settle':
      return <SettlePart search={wanted} />;
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

const CalledOffNote = ({ onPairAgain }: { readonly onPairAgain: () => void }) => {
  const { calledOff, line } = useTill();
  const why = calledOff.value;
  if (why === null) return null;
  const [title, advice] =
    why === 'retired'
      ? [t('till.retired'), t('till.retiredAdvice')]
      : [t('till.notATill'), t('till.notATillAdvice')];
  return (
    <div class="till-note" role="alert" data-called-off={why}>
      <Icon name="careful" />
      <span>
        <b>{title}</b> {advice}
      </span>
      {(why === 'unpaired' || line.value.status === 'on') && (
        <Button onClick={onPairAgain}>{t('till.pairAgain')}</Button>
      )}
    </div>
  );
};

/** The till between two doors: the PIN pad, or the parts of the work. The running list outlives a lock. */
export const Floor = ({ onPairAgain }: { readonly onPairAgain: () => void }) => {
  const { cashier } = useTill();
  const part = useSignal<Part>('sell');
  const basket = useSignal<Basket>([]);
  const wanted = useSignal('');
  useAutoLock();
  const go = (next: Part) => (part.value = next);
  return (
    <div class="till">
      <Head />
      <CalledOffNote onPairAgain={onPairAgain} />
      {cashier.value === null ? (
        <PinPad />
      ) : (
        <Tabs
          label={t('till.title')}
          value={part.value}
          tabs={parts.map((value) => ({ value, label: t(`till.tab_${value}`) }))}
          onSelect={go}
        >
          <Panel part={part.value} basket={basket} wanted={wanted} go={go} />
        </Tabs>
      )}
    </div>
  );
};
