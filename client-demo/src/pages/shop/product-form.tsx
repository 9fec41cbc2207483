import { useSignal } from '@preact/signals';
import { useId } from 'preact/hooks';
import { uploadProductPicture } from '../../api/routes.ts';
import { Button, IconButton } from '../../design/button.tsx';
import { Dialog } from '../../design/dialog.tsx';
import { TextArea, TextField } from '../../design/field.tsx';
import { Icon } from '../../design/icon.tsx';
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
import { useShop } from './use-shop.ts';
import './product-form.css';

/** More would not fit into the catalogue (protocol/methods/catalogue.ts). */
const maximumPictures = 8;

interface FieldsProps {
  readonly form: ProductForm;
  readonly faults: ProductFaults;
  readonly onChange: (form: ProductForm) => void;
}

const Pictures = ({ form, onChange }: FieldsProps) => {
  const { session } = useShop();
  const isBusy = useSignal(false);
  const refusal = useSignal<CallError | null>(null);
  const inputId = useId();
  const add = async (file: File | undefined) => {
    if (file === undefined || isBusy.peek()) return;
    isBusy.value = true;
    const saved = await uploadProductPicture(session, file);
    isBusy.value = false;
    refusal.value = saved.ok ? null : saved.error;
    if (!saved.ok) return;
    const { mediaId, thumbnailId } = saved.value;
    onChange({ ...form, pictures: [...form.pictures, { mediaId, thumbnailId }] });
  };
  return (
    <div class="field">
      <span class="field-label">{t('shop.pictures')}</span>
      <div class="picture-row">
        {form.pictures.map(({ mediaId, thumbnailId }, index) => (
          <span class="picture-tile" key={mediaId}>
            <img src={`/media/${thumbnailId}`} alt={t('shop.pictureNumber', { number: index + 1 })} />
            <IconButton
              icon="close"
              label={t('shop.removePicture', { number: index + 1 })}
              onClick={() =>
                onChange({ ...form, pictures: form.pictures.filter((one) => one.mediaId !== mediaId) })
              }
            />
          </span>
        ))}
        {form.pictures.length < maximumPictures && (
          <label class="picture-add" for={inputId} aria-busy={isBusy.value}>
            <Icon name="plus" />
            <span>{t(isBusy.value ? 'shop.uploading' : 'shop.addPicture')}</span>
            <input
              id={inputId}
              class="unseen"
              type="file"
              accept="image/*"
              onChange={(event) => {
                void add(event.currentTarget.files?.[0]);
                event.currentTarget.value = '';
              }}
            />
          </label>
        )}
      </div>
      <Refused error={refusal.value} />
    </div>
  );
};

interface SkuProps {
  readonly sku: SkuForm;
  readonly faults: ProductFaults;
  readonly onChange: (sku: SkuForm) => void;
  /** Absent for the only one. */
  readonly onRemove: (() => void) | null;
}

const SkuFields = ({ sku, faults, onChange, onRemove }: SkuProps) => {
  const fault = (field: string, text: string) => (faults.has(`${sku.skuId} ${field}`) ? text : undefined);
  return (
    <fieldset class="sku-fields">
      <legend class="unseen">{sku.label === '' ? t('shop.variant') : sku.label}</legend>
      <TextField
        label={t('shop.variant')}
        isOptional
        value={sku.label}
        maxLength={60}
        onText={(label) => onChange({ ...sku, label })}
      />
      <TextField
        label={t('shop.price')}
        fault={fault('price', t('shop.priceFault'))}
        value={sku.price}
        onText={(price) => onChange({ ...sku, price })}
      />
      <TextField
        label={t('shop.barcode')}
        isOptional
        fault={fault('barcode', t('shop.barcodeFault'))}
        value={sku.barcode}
        maxLength={64}
        onText={(barcode) => onChange({ ...sku, barcode })}
      />
      {!sku.isUnitFixed && (
        <>
          <TextField
            label={t('shop.unit')}
            fault={fault('unit', t('shop.unitFault'))}
            value={sku.unitName}
            maxLength={40}
            onText={(unitName) => onChange({ ...sku, unitName })}
          />
          <TextField
            label={t('shop.divisions')}
            hint={t('shop.divisionsHint')}
            fault={fault('divisions', t('shop.divisionsFault'))}
            value={sku.divisions}
            maxLength={7}
            onText={(divisions) => onChange({ ...sku, divisions })}
          />
          {sku.divisions.trim() !== '1' && (
            <TextField
              label={t('shop.divisionName')}
              value={sku.divisionName}
              maxLength={40}
              onText={(divisionName) => onChange({ ...sku, divisionName })}
            />
          )}
        </>
      )}
      {onRemove !== null && (
        <Button tone="quiet" size="small" icon="remove" onClick={onRemove}>
          {t('shop.removeVariant')}
        </Button>
      )}
    </fieldset>
  );
};

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
      <Pictures {...props} />
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
