import { useSignal } from '@preact/signals';
import { useId } from 'preact/hooks';
import { Button } from '../../design/button.tsx';
import { Dialog } from '../../design/dialog.tsx';
import { Select, TextField } from '../../design/field.tsx';
import { Refused } from '../../design/refused.tsx';
import type { CallError, Outcome } from '../../live/outcome.ts';
import type { MessageKey } from '../../messages/language.ts';
import { t } from '../../messages/t.ts';
import type { StockLine } from './stock-rows.ts';
import { useShop, type Shop } from './use-shop.ts';

/** What can be done with the stock of a variant. */
export type StockAct = 'receive' | 'count' | 'move' | 'block' | 'unblock' | 'reserve' | 'release';

interface ActFields {
  readonly quantity: number;
  readonly placeId: string;
  readonly toPlaceId: string;
  readonly note: string;
}

interface ActLook {
  readonly title: MessageKey;
  readonly quantity: MessageKey;
  readonly hasPlace: boolean;
  readonly hasNote: boolean;
  readonly mayBeNone: boolean;
  run(shop: Shop, skuId: string, fields: ActFields): Promise<Outcome<unknown>>;
}

export const stockActs: Readonly<Record<StockAct, ActLook>> = {
  receive: {
    title: 'shop.receive',
    quantity: 'shop.received',
    hasPlace: true,
    hasNote: true,
    mayBeNone: false,
    run: (shop, skuId, { placeId, quantity, note }) =>
      shop.ask('ledger.receive-stock', { skuId, placeId, quantity, note }),
  },
  count: {
    title: 'shop.count',
    quantity: 'shop.counted',
    hasPlace: true,
    hasNote: true,
    mayBeNone: true,
    run: (shop, skuId, { placeId, quantity, note }) =>
      shop.ask('ledger.correct-stock', { skuId, placeId, counted: quantity, reason: note }),
  },
  move: {
    title: 'shop.moveStock',
    quantity: 'shop.quantity',
    hasPlace: true,
    hasNote: false,
    mayBeNone: false,
    run: (shop, skuId, { placeId, toPlaceId, quantity }) =>
      shop.ask('ledger.move-stock', { skuId, fromPlaceId: placeId, toPlaceId, quantity }),
  },
  block: {
    title: 'shop.block',
    quantity: 'shop.quantity',
    hasPlace: true,
    hasNote: true,
    mayBeNone: false,
    run: (shop, skuId, { placeId, quantity, note }) =>
      shop.ask('ledger.block-stock', { skuId, placeId, quantity, reason: note }),
  },
  unblock: {
    title: 'shop.unblock',
    quantity: 'shop.quantity',
    hasPlace: true,
    hasNote: false,
    mayBeNone: false,
    run: (shop, skuId, { placeId, quantity }) =>
      shop.ask('ledger.unblock-stock', { skuId, placeId, quantity }),
  },
  reserve: {
    title: 'shop.setReserve',
    quantity: 'shop.reserveQuantity',
    hasPlace: false,
    hasNote: false,
    mayBeNone: true,
    run: (shop, skuId, { quantity }) => shop.ask('ledger.set-reserve', { skuId, remaining: quantity }),
  },
  release: {
    title: 'shop.releaseReserve',
    quantity: 'shop.quantity',
    hasPlace: false,
    hasNote: false,
    mayBeNone: false,
    run: (shop, skuId, { quantity }) => shop.ask('ledger.release-reserve', { skuId, quantity }),
  },
};

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
