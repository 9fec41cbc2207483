import { useSignal, type Signal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { Button } from '../../design/button.tsx';
import { Dialog } from '../../design/dialog.tsx';
import { toast } from '../../design/toast.tsx';
import { t } from '../../messages/t.ts';
import { SearchField } from '../shop/search-field.tsx';
import { ArticleKeys } from './article-keys.tsx';
import { quantityIn, stepOf, titleOf, totalOf, withQuantity, type Basket } from './basket.ts';
import { CameraScan, type Heard } from './camera-scan.tsx';
import { DrawerDoor } from './drawer-part.tsx';
import { orderByCode } from './find-order.ts';
import { PayDialog } from './pay-dialog.tsx';
import { RunningList } from './running-list.tsx';
import { articleByCode, articlesOf, plainCode, type Article } from './scan.ts';
import { useTill } from './use-till.ts';
import { useKeyScanner } from './use-key-scanner.ts';
import './sell-part.css';

interface SellPartProps {
  readonly basket: Signal<Basket>;
  /** A code of an order was scanned here. */
  readonly onOrder: (code: string) => void;
}

/** Choosing, counting, taking the money. With a line it begins with an open drawer. */
export const SellPart = ({ basket, onOrder }: SellPartProps) => {
  const { catalogue, line, view, money, orders } = useTill();
  const search = useSignal('');
  const isScanning = useSignal(false);
  const isListOpen = useSignal(false);
  const paying = useSignal<'cash' | 'terminal' | null>(null);
  const articles = articlesOf(catalogue.value);
  const add = (article: Article) => {
    const before = quantityIn(basket.value, article.sku.skuId);
    basket.value = withQuantity(basket.value, article, before + stepOf(article));
  };
  const scanned = (text: string): Heard => {
    const code = plainCode(text);
    const article = articleByCode(articlesOf(catalogue.peek()), code);
    if (article !== undefined) {
      add(article);
      const count = quantityIn(basket.peek(), article.sku.skuId) / stepOf(article);
      return { isUseful: true, said: `${count} × ${titleOf(article)}` };
    }
    // Whoever is in a hurry scans a pick-up code wherever he is.
    if (orderByCode(orders.peek() ?? [], code) !== undefined) {
      onOrder(code);
      return { isUseful: true, said: '' };
    }
    return { isUseful: false, said: t('till.scanUnknown', { code }) };
  };
  const typedIn = (text: string) => {
    const { isUseful, said } = scanned(text);
    if (!isUseful) toast(said, { icon: 'careful' });
  };
  const entered = (event: Event) => {
    event.preventDefault();
    // A scanner types into the field that has the focus; a word that is no code only narrows the keys.
    if (scanned(search.value).isUseful) search.value = '';
  };
  useKeyScanner(typedIn, paying.value === null);
  useEffect(() => {
    if (basket.value.length === 0) isListOpen.value = false;
  }, [basket.value.length]);
  if (line.value.status === 'on' && view.value?.drawer === null && view.value.isRetired === false)
    return <DrawerDoor />;
  const pay = (method: 'cash' | 'terminal') => {
    isListOpen.value = false;
    paying.value = method;
  };
  return (
    <div class="sell">
      <div class="sell-keys">
        <form class="sell-bar" onSubmit={entered}>
          <SearchField label={t('till.searchArticles')} text={search} />
          <Button icon="qr" onClick={() => (isScanning.value = true)}>
            {t('till.scan')}
          </Button>
        </form>
        <ArticleKeys articles={articles} search={search.value} basket={basket.value} onAdd={add} />
      </div>
      <RunningList basket={basket} onPay={pay} />
      <div class="sell-foot">
        <Button
          tone="act"
          size="big"
          wide
          icon="cart"
          disabled={basket.value.length === 0}
          onClick={() => (isListOpen.value = true)}
        >
          {t('till.showList', { count: basket.value.length })} · {money(totalOf(basket.value))}
        </Button>
      </div>
      {isListOpen.value && (
        <Dialog title={t('till.list')} onClose={() => (isListOpen.value = false)}>
          <RunningList basket={basket} onPay={pay} />
        </Dialog>
      )}
      {isScanning.value && (
        <CameraScan onCode={scanned} onClose={() => (isScanning.value = false)} isRepeated />
      )}
      {paying.value !== null && (
        <PayDialog
          basket={basket.value}
          method={paying.value}
          onSold={() => (basket.value = [])}
          onClose={() => (paying.value = null)}
        />
      )}
    </div>
  );
};
