import { Button } from '../../design/button.tsx';
import { TextField } from '../../design/field.tsx';
import { t } from '../../messages/t.ts';
import type { ProductFaults, SkuForm } from './product-draft.ts';

interface SkuProps {
  readonly sku: SkuForm;
  readonly faults: ProductFaults;
  readonly onChange: (sku: SkuForm) => void;
  /** Absent for the only one. */
  readonly onRemove: (() => void) | null;
}

/** One variant: its name, price, barcode and unit. */
export const SkuFields = ({ sku, faults, onChange, onRemove }: SkuProps) => {
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
