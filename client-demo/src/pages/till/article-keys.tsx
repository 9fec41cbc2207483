import { useSignal } from '@preact/signals';
import { Button } from '../../design/button.tsx';
import { Empty } from '../../design/notice.tsx';
import { ProductPicture } from '../../design/product-picture.tsx';
import { formatCount } from '../../messages/time.ts';
import { t } from '../../messages/t.ts';
import { quantityIn, titleOf, type Basket } from './basket.ts';
import type { Article } from './scan.ts';
import { useTill } from './use-till.ts';

interface KeysProps {
  readonly articles: readonly Article[];
  readonly search: string;
  readonly basket: Basket;
  readonly onAdd: (article: Article) => void;
}

/** A unit as people count it: `1.5` cases, whole pieces without a point. */
const inUnits = (quantity: number, { sku: { unit } }: Article): string =>
  formatCount(quantity / unit.divisions, { maximumFractionDigits: 2 });

const StockNote = ({ article, basket }: { readonly article: Article; readonly basket: Basket }) => {
  const { available } = useTill();
  const inStock = available(article.sku.skuId);
  if (inStock === null) return null;
  const left = Math.max(0, inStock - quantityIn(basket, article.sku.skuId));
  return (
    <span class="key-left" data-none={left === 0}>
      {left === 0 ? t('till.leftNone') : t('till.left', { count: inUnits(left, article) })}
    </span>
  );
};

/** What has no picture leaves the place to its name. */
const KeyPicture = ({ product: { pictures } }: Pick<Article, 'product'>) => {
  const [first] = pictures;
  return first === undefined ? null : <ProductPicture mediaId={first.thumbnailId} size="small" />;
};

const ArticleKey = ({
  article,
  basket,
  label,
  onAdd,
}: Omit<KeysProps, 'articles' | 'search'> & { readonly article: Article; readonly label: string }) => {
  const { money } = useTill();
  const count = quantityIn(basket, article.sku.skuId);
  return (
    <button type="button" class="till-key article-key" onClick={() => onAdd(article)}>
      <KeyPicture product={article.product} />
      <span class="key-title">
        <bdi>{label}</bdi>
      </span>
      <b class="digits">{money(article.sku.priceMinor)}</b>
      <StockNote article={article} basket={basket} />
      {count > 0 && <span class="key-count digits">{inUnits(count, article)}</span>}
    </button>
  );
};

const groupsOf = (articles: readonly Article[]): readonly (readonly Article[])[] => [
  ...Map.groupBy(articles, ({ product }) => product.productId).values(),
];

const matches = (article: Article, search: string): boolean =>
  `${titleOf(article)} ${article.sku.barcode ?? ''}`
    .toLocaleLowerCase()
    .includes(search.trim().toLocaleLowerCase());

/** Everything that is sold as big keys; a product with variants opens them. */
export const ArticleKeys = ({ articles, search, basket, onAdd }: KeysProps) => {
  const openId = useSignal<string | null>(null);
  if (articles.length === 0)
    return <Empty icon="bag" title={t('till.noArticles')} advice={t('till.noArticlesAdvice')} />;
  const isSearching = search.trim() !== '';
  const shown = isSearching ? articles.filter((article) => matches(article, search)) : articles;
  const opened = isSearching ? [] : shown.filter(({ product }) => product.productId === openId.value);
  if (shown.length === 0) return <p class="soft">{t('till.nothingFound')}</p>;
  if (isSearching || opened.length > 0) {
    return (
      <div class="stack">
        {!isSearching && (
          <Button icon="undo" onClick={() => (openId.value = null)}>
            {t('till.back')}
          </Button>
        )}
        <div class="article-keys">
          {(isSearching ? shown : opened).map((article) => (
            <ArticleKey
              key={article.sku.skuId}
              article={article}
              label={isSearching ? titleOf(article) : article.sku.label || article.product.title}
              basket={basket}
              onAdd={onAdd}
            />
          ))}
        </div>
      </div>
    );
  }
  return (
    <div class="article-keys">
      {groupsOf(shown).map((group) => {
        const [first] = group;
        if (first === undefined) return null;
        const { product } = first;
        if (group.length === 1)
          return (
            <ArticleKey
              key={product.productId}
              article={first}
              label={titleOf(first)}
              basket={basket}
              onAdd={onAdd}
            />
          );
        return (
          <button
            key={product.productId}
            type="button"
            class="till-key article-key"
            onClick={() => (openId.value = product.productId)}
          >
            <KeyPicture product={product} />
            <span class="key-title">
              <bdi>{product.title}</bdi>
            </span>
            <span class="soft small">{t('till.variants', { count: group.length })}</span>
          </button>
        );
      })}
    </div>
  );
};
