import { useSignal } from '@preact/signals';
import { useId } from 'preact/hooks';
import { Button } from '../../design/button.tsx';
import { Dialog } from '../../design/dialog.tsx';
import { TextArea, TextField } from '../../design/field.tsx';
import { Refused } from '../../design/refused.tsx';
import type { CallError } from '../../live/outcome.ts';
import { plainMoney } from '../../messages/money.ts';
import { t } from '../../messages/t.ts';
import {
  emptyProductForm,
  emptySku,
  productFormOf,
  readProductForm,
  type ProductFaults,
  type ProductForm,
  type ProductOnSale,
  type SkuForm,
} from './product-draft.ts';
import { Pictures } from './product-pictures.tsx';
import { SkuFields } from './sku-fields.tsx';
import { useShop } from './use-shop.ts';
import './product-form.css';

interface FieldsProps {
  readonly form: ProductForm;
  readonly faults: ProductFaults;
  readonly onChange: (form: ProductForm) => void;
}

const Fields = (props: FieldsProps) => {
  const { form, faults, onChange } = props;
  const change = (next: SkuForm) =>
    onChange({ ...form, skus: form.skus.map((sku) => (sku.skuId === next.skuId ? next : sku)) });
  return (
    <>
      <TextField
        label={t('shop.productTitle')}
        fault={faults.has('title') ? t('shop.titleFault') : undefined}
        value={form.title}
        maxLength={120}
        autoFocus
        onText={(title) => onChange({ ...form, title })}
      />
      <TextArea
        label={t('shop.description')}
        isOptional
        value={form.description}
        maxLength={4000}
        onText={(description) => onChange({ ...form, description })}
      />
      <Pictures form={form} onChange={onChange} />
      <TextField
        label={t('shop.taxLabel')}
        isOptional
        hint={t('shop.taxLabelHint')}
        value={form.taxLabel}
        maxLength={60}
        onText={(taxLabel) => onChange({ ...form, taxLabel })}
      />
      <h3>{t('shop.variants')}</h3>
      {form.skus.map((sku) => (
        <SkuFields
          key={sku.skuId}
          sku={sku}
          faults={faults}
          onChange={change}
          onRemove={
            form.skus.length === 1
              ? null
              : () => onChange({ ...form, skus: form.skus.filter(({ skuId }) => skuId !== sku.skuId) })
          }
        />
      ))}
      <Button
        size="small"
        icon="plus"
        onClick={() => onChange({ ...form, skus: [...form.skus, emptySku(t('shop.piece'))] })}
      >
        {t('shop.addVariant')}
      </Button>
    </>
  );
};

interface ProductDialogProps {
  /** null: a new one. */
  readonly product: ProductOnSale | null;
  readonly onClose: () => void;
}

/** Asks for a product with its variants. */
export const ProductDialog = ({ product, onClose }: ProductDialogProps) => {
  const shop = useShop();
  const form = useSignal(
    product === null
      ? emptyProductForm(t('shop.piece'))
      : productFormOf(product, (minor) => plainMoney(minor, shop.currency.value)),
  );
  const faults = useSignal<ProductFaults>(new Set());
  const isBusy = useSignal(false);
  const refusal = useSignal<CallError | null>(null);
  const formId = useId();
  const save = async () => {
    const read = readProductForm(form.value, shop.readMoney);
    faults.value = 'faults' in read ? read.faults : new Set();
    if ('faults' in read || isBusy.value) return;
    isBusy.value = true;
    const outcome = await shop.ask('catalogue.save-product', { product: read.product });
    isBusy.value = false;
    if (outcome.ok) onClose();
    else refusal.value = outcome.error;
  };
  return (
    <Dialog
      title={t(product === null ? 'shop.addProduct' : 'shop.editProduct')}
      isWide
      onClose={onClose}
      actions={
        <>
          <Button tone="quiet" onClick={onClose}>
            {t('everywhere.cancel')}
          </Button>
          <Button tone="act" type="submit" form={formId} busy={isBusy.value}>
            {t('everywhere.save')}
          </Button>
        </>
      }
    >
      <form
        id={formId}
        class="stack"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          void save();
        }}
      >
        <Fields form={form.value} faults={faults.value} onChange={(next) => (form.value = next)} />
        <Refused error={refusal.value} />
      </form>
    </Dialog>
  );
};
