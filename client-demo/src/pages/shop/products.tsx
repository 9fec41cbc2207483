import { useSignal } from '@preact/signals';
import { Badge } from '../../design/badge.tsx';
import { Button } from '../../design/button.tsx';
import { Menu } from '../../design/menu.tsx';
import { Empty } from '../../design/notice.tsx';
import { ProductPicture } from '../../design/product-picture.tsx';
import { t } from '../../messages/t.ts';
import type { ProductOnSale } from './product-draft.ts';
import { ProductDialog } from './product-form.tsx';
import { SearchField } from './search-field.tsx';
import { useShop } from './use-shop.ts';
import './products.css';

const matches = ({ title, skus }: ProductOnSale, wanted: string): boolean =>
  title.toLocaleLowerCase().includes(wanted) ||
  skus.some(({ label, barcode }) => label.toLocaleLowerCase().includes(wanted) || barcode === wanted);

/** From the cheapest variant to the dearest. */
const PriceRange = ({ product }: { readonly product: ProductOnSale }) => {
  const { money } = useShop();
  const prices = product.skus.filter(({ isArchived }) => !isArchived).map(({ priceMinor }) => priceMinor);
  const [least, most] = [Math.min(...prices), Math.max(...prices)];
  if (prices.length === 0) return null;
  return <span class="digits">{least === most ? money(least) : `${money(least)} – ${money(most)}`}</span>;
};

const Card = ({ product, edit }: { readonly product: ProductOnSale; readonly edit: () => void }) => {
  const { send, mayKeep } = useShop();
  const { productId, title, skus, pictures, isArchived } = product;
  const [first] = pictures;
  const variants = skus.filter((sku) => !sku.isArchived).length;
  return (
    <li class="product-card" data-archived={isArchived}>
      <ProductPicture mediaId={first?.thumbnailId ?? null} />
      <div class="product-words">
        <h2 dir="auto">{title}</h2>
        <p class="soft">
          <PriceRange product={product} /> · {t('shop.variantCount', { count: variants })}
        </p>
        {isArchived && <Badge>{t('shop.archived')}</Badge>}
      </div>
      {mayKeep && (
        <Menu
          label={t('shop.moreOn', { title })}
          items={[
            { label: t('shop.editProduct'), icon: 'pencil', run: edit },
            isArchived
              ? {
                  label: t('shop.restore'),
                  icon: 'undo',
                  run: () => void send('catalogue.restore-product', { productId }),
                }
              : {
                  label: t('shop.archive'),
                  icon: 'remove',
                  isCareful: true,
                  run: () => void send('catalogue.archive-product', { productId }),
                },
          ]}
        />
      )}
    </li>
  );
};

/** What the shop has; archived products at the end. */
export const Products = () => {
  const { catalogue, mayKeep } = useShop();
  const editing = useSignal<ProductOnSale | 'new' | null>(null);
  const search = useSignal('');
  const wanted = search.value.trim().toLocaleLowerCase();
  const all = catalogue.value?.products ?? [];
  const found = all
    .filter((product) => wanted === '' || matches(product, wanted))
    .toSorted((one, other) => Number(one.isArchived) - Number(other.isArchived));
  const edited = editing.value;
  return (
    <section aria-label={t('shop.products')} class="stack">
      <div class="shop-bar">
        <SearchField label={t('shop.searchProducts')} text={search} />
        {mayKeep && (
          <Button tone="act" icon="plus" onClick={() => (editing.value = 'new')}>
            {t('shop.addProduct')}
          </Button>
        )}
      </div>
      {all.length === 0 && (
        <Empty icon="pin" title={t('shop.noProducts')} advice={t('shop.noProductsAdvice')} />
      )}
      {all.length > 0 && found.length === 0 && <p class="soft">{t('shop.nothingFound')}</p>}
      <ul class="product-list">
        {found.map((product) => (
          <Card key={product.productId} product={product} edit={() => (editing.value = product)} />
        ))}
      </ul>
      {edited !== null && (
        <ProductDialog product={edited === 'new' ? null : edited} onClose={() => (editing.value = null)} />
      )}
    </section>
  );
};
