import { useSignal, type Signal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { Button } from '../../design/button.tsx';
import { Dialog } from '../../design/dialog.tsx';
import { toast } from '../../design/toast.tsx';
import { t } from '../../messages/t.ts';
import { SearchField } from '../shop/search-field.tsx';
import { ArticleKeys } from './article-keys.tsx';
import { quantityIn, stepOf, totalOf, withQuantity, type Basket } from './basket.ts';
import { CameraScan } from './camera-scan.tsx';
import { DrawerDoor } from './drawer-part.tsx';
import { PayDialog } from './pay-dialog.tsx';
import { RunningList } from './running-list.tsx';
import { articleByCode, articlesOf, plainCode, type Article } from './scan.ts';
import { useTill } from './use-till.ts';
import { useKeyScanner } from './use-key-scanner.ts';
import './sell-part.css';

/** Choosing, counting, taking the money. With a line it begins with an open drawer. */
export const SellPart = ({ basket }: { readonly basket: Signal<Basket>; readonly onDrawer: () => void }) => {
  const { catalogue, line, view, money } = useTill();
  const search = useSignal('');
  const isScanning = useSignal(false);
  const isListOpen = useSignal(false);
  const paying = useSignal<'cash' | 'terminal' | null>(null);
  const articles = articlesOf(catalogue.value);
  const add = (article: Article) => {
    const before = quantityIn(basket.value, article.sku.skuId);
    basket.value = withQuantity(basket.value, article, before + stepOf(article));
  };
  const scanned = (text: string) => {
    const code = plainCode(text);
    const article = articleByCode(articlesOf(catalogue.peek()), code);
    if (article === undefined) toast(t('till.scanUnknown', { code }), { icon: 'careful' });
    else add(article);
    return article !== undefined;
  };
  useKeyScanner(scanned, paying.value === null);
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
        <div class="sell-bar">
          <SearchField label={t('till.searchArticles')} text={search} />
          <Button icon="qr" onClick={() => (isScanning.value = true)}>
            {t('till.scan')}
          </Button>
        </div>
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
