import { t } from '../../messages/t.ts';
import { articlesOf } from './lot-draft.ts';
import type { OfferFault, OfferForm } from './offer-draft.ts';
import { useSale } from './use-sale.ts';

export interface OfferFieldsProps {
  readonly form: OfferForm;
  readonly faults: ReadonlySet<OfferFault>;
  readonly onChange: (form: OfferForm) => void;
}

/** Which articles the offer is of. */
export const OfferArticles = ({ form, faults, onChange }: OfferFieldsProps) => {
  const { catalogue } = useSale();
  const toggle = (article: string, isOn: boolean) =>
    onChange({
      ...form,
      articles: isOn ? [...form.articles, article] : form.articles.filter((one) => one !== article),
    });
  return (
    <fieldset class="article-choice">
      <legend class="field-label">{t('sale.articles')}</legend>
      {articlesOf(catalogue.value).map(({ value, label }) => (
        <label key={value} class="check">
          <input
            type="checkbox"
            checked={form.articles.includes(value)}
            onChange={(event) => toggle(value, event.currentTarget.checked)}
          />
          <bdi>{label}</bdi>
        </label>
      ))}
      {faults.has('articles') && (
        <p class="field-fault" role="alert">
          {t(form.kind === 'bundle' ? 'sale.bundleFault' : 'sale.articlesFault')}
        </p>
      )}
    </fieldset>
  );
};
