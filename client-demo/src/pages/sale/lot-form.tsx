import { useSignal } from '@preact/signals';
import { useId } from 'preact/hooks';
import type { LotView } from '#protocol/auction-views.ts';
import { Button } from '../../design/button.tsx';
import { Dialog } from '../../design/dialog.tsx';
import { Select, TextField } from '../../design/field.tsx';
import { Refused } from '../../design/refused.tsx';
import { Segmented } from '../../design/segmented.tsx';
import { freshId } from '../../live/fresh-id.ts';
import type { CallError } from '../../live/outcome.ts';
import { plainMoney } from '../../messages/money.ts';
import { t } from '../../messages/t.ts';
import { articlesOf, emptyLotForm, formOf, readLotForm, type LotFault, type LotForm } from './lot-draft.ts';
import { useSale } from './use-sale.ts';

interface FieldsProps {
  readonly form: LotForm;
  readonly faults: ReadonlySet<LotFault>;
  readonly onChange: (form: LotForm) => void;
}

const TimeFields = ({ form, faults, onChange }: FieldsProps) => (
  <div class="field-row">
    <TextField
      label={t('sale.seconds')}
      fault={faults.has('seconds') ? t('sale.secondsFault') : undefined}
      value={form.seconds}
      maxLength={5}
      onText={(seconds) => onChange({ ...form, seconds })}
    />
    <TextField
      label={t('sale.counterBid')}
      hint={t('sale.counterBidHint')}
      fault={faults.has('counterBidSeconds') ? t('sale.counterBidFault') : undefined}
      value={form.counterBidSeconds}
      maxLength={3}
      onText={(counterBidSeconds) => onChange({ ...form, counterBidSeconds })}
    />
  </div>
);

const Fields = ({ form, faults, onChange }: FieldsProps) => {
  const { catalogue } = useSale();
  const amountFault = t('sale.amountFault');
  const articles = [{ value: '', label: t('sale.articleNone') }, ...articlesOf(catalogue.value)];
  return (
    <>
      <Select
        label={t('sale.article')}
        value={form.article}
        options={articles}
        onSelect={(article) => onChange({ ...form, article })}
      />
      <TextField
        label={t('sale.lotTitle')}
        isOptional={form.article !== ''}
        fault={faults.has('title') ? t('sale.titleFault') : undefined}
        value={form.title}
        maxLength={120}
        onText={(title) => onChange({ ...form, title })}
      />
      {form.article !== '' && (
        <TextField
          label={t('sale.quantity')}
          fault={faults.has('quantity') ? t('sale.quantityFault') : undefined}
          value={form.quantity}
          maxLength={9}
          onText={(quantity) => onChange({ ...form, quantity })}
        />
      )}
      <div class="field-row">
        <TextField
          label={t('sale.start')}
          fault={faults.has('start') ? amountFault : undefined}
          value={form.start}
          onText={(start) => onChange({ ...form, start })}
        />
        <TextField
          label={t('sale.reserve')}
          isOptional
          hint={t('sale.reserveHint')}
          fault={faults.has('reserve') ? t('sale.reserveFault') : undefined}
          value={form.reserve}
          onText={(reserve) => onChange({ ...form, reserve })}
        />
      </div>
      <Segmented
        label={t('sale.kind')}
        value={form.kind}
        options={[
          { value: 'hammer', label: t('sale.kindHammer') },
          { value: 'timed', label: t('sale.kindTimed') },
        ]}
        onSelect={(kind) => onChange({ ...form, kind })}
      />
      {form.kind === 'timed' && <TimeFields form={form} faults={faults} onChange={onChange} />}
    </>
  );
};

interface LotDialogProps {
  /** Absent: a new one. */
  readonly lot: LotView | null;
  readonly onClose: () => void;
}

/** Asks for a lot. Faults stand beside their fields once somebody tried to save. */
export const LotDialog = ({ lot, onClose }: LotDialogProps) => {
  const sale = useSale();
  const currency = sale.catalogue.value?.settings.currency ?? 'EUR';
  const form = useSignal(lot === null ? emptyLotForm : formOf(lot, (minor) => plainMoney(minor, currency)));
  const faults = useSignal<ReadonlySet<LotFault>>(new Set());
  const isBusy = useSignal(false);
  const refusal = useSignal<CallError | null>(null);
  const formId = useId();
  const save = async () => {
    const read = readLotForm(form.value, sale.catalogue.value, sale.readMoney);
    faults.value = 'faults' in read ? read.faults : new Set();
    if ('faults' in read || isBusy.value) return;
    isBusy.value = true;
    const outcome =
      lot === null
        ? await sale.ask('auction.add-lot', { lotId: freshId(), lot: read.draft })
        : await sale.ask('auction.edit-lot', { lotId: lot.lotId, lot: read.draft });
    isBusy.value = false;
    if (outcome.ok) onClose();
    else refusal.value = outcome.error;
  };
  return (
    <Dialog
      title={t(lot === null ? 'sale.addLot' : 'sale.editLot')}
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
