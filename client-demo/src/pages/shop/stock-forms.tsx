import { useSignal } from '@preact/signals';
import { useId } from 'preact/hooks';
import { Button } from '../../design/button.tsx';
import { Dialog } from '../../design/dialog.tsx';
import { Select, TextField } from '../../design/field.tsx';
import { Refused } from '../../design/refused.tsx';
import type { CallError } from '../../live/outcome.ts';
import { t } from '../../messages/t.ts';
import { stockActs, type StockAct } from './stock-acts.ts';
import type { StockLine } from './stock-rows.ts';
import { useShop } from './use-shop.ts';

/** Whole number of the smallest division; null where the text is none. */
const readQuantity = (text: string, mayBeNone: boolean): number | null => {
  const value = /^\d{1,10}$/.test(text.trim()) ? Number(text.trim()) : Number.NaN;
  return value >= (mayBeNone ? 0 : 1) && value <= 1_000_000_000 ? value : null;
};

interface StockDialogProps {
  readonly line: StockLine;
  readonly act: StockAct;
  readonly onClose: () => void;
}

/** Asks how much, where and why. */
export const StockDialog = ({ line, act, onClose }: StockDialogProps) => {
  const shop = useShop();
  const look = stockActs[act];
  const places = (shop.catalogue.value?.settings.places ?? []).map(({ placeId, name }) => ({
    value: placeId,
    label: name,
  }));
  const placeId = useSignal(places[0]?.value ?? '');
  const toPlaceId = useSignal(places[1]?.value ?? '');
  const quantity = useSignal('');
  const note = useSignal('');
  const tried = useSignal(false);
  const isBusy = useSignal(false);
  const refusal = useSignal<CallError | null>(null);
  const formId = useId();
  const amount = readQuantity(quantity.value, look.mayBeNone);
  const save = async () => {
    tried.value = true;
    if (amount === null || isBusy.value) return;
    isBusy.value = true;
    const fields = {
      quantity: amount,
      placeId: placeId.value,
      toPlaceId: toPlaceId.value,
      note: note.value.trim(),
    };
    const outcome = await look.run(shop, line.skuId, fields);
    isBusy.value = false;
    if (outcome.ok) onClose();
    else refusal.value = outcome.error;
  };
  return (
    <Dialog
      title={`${t(look.title)} · ${line.name}`}
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
        <TextField
          label={t(look.quantity)}
          hint={
            line.unit.divisions === 1 ? undefined : t('shop.inDivisions', { name: line.unit.divisionName })
          }
          fault={tried.value && amount === null ? t('shop.quantityFault') : undefined}
          value={quantity.value}
          maxLength={10}
          autoFocus
          onText={(text) => (quantity.value = text)}
        />
        {look.hasPlace && (
          <Select
            label={t(act === 'move' ? 'shop.fromPlace' : 'shop.place')}
            value={placeId.value}
            options={places}
            onSelect={(value) => (placeId.value = value)}
          />
        )}
        {act === 'move' && (
          <Select
            label={t('shop.toPlace')}
            value={toPlaceId.value}
            options={places}
            onSelect={(value) => (toPlaceId.value = value)}
          />
        )}
        {look.hasNote && (
          <TextField
            label={t('shop.note')}
            isOptional
            value={note.value}
            maxLength={200}
            onText={(text) => (note.value = text)}
          />
        )}
        <Refused error={refusal.value} />
      </form>
    </Dialog>
  );
};
