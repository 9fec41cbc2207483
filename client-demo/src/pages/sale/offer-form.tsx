import { useSignal } from '@preact/signals';
import { useId } from 'preact/hooks';
import type { OfferView } from '#protocol/shelf-views.ts';
import { Button } from '../../design/button.tsx';
import { Dialog } from '../../design/dialog.tsx';
import { TextField } from '../../design/field.tsx';
import { Refused } from '../../design/refused.tsx';
import { Segmented } from '../../design/segmented.tsx';
import { freshId } from '../../live/fresh-id.ts';
import type { CallError } from '../../live/outcome.ts';
import { plainMoney } from '../../messages/money.ts';
import { t } from '../../messages/t.ts';
import { emptyOfferForm, offerFormOf, readOfferForm, type OfferFault } from './offer-draft.ts';
import { OfferArticles, type OfferFieldsProps } from './offer-articles.tsx';
import { useSale } from './use-sale.ts';

const Limits = ({ form, faults, onChange }: OfferFieldsProps) => {
  const fault = t('sale.quantityFault');
  return (
    <div class="field-row">
      <TextField
        label={t('sale.limitTotal')}
        isOptional
        fault={faults.has('limitTotal') ? fault : undefined}
        value={form.limitTotal}
        maxLength={6}
        onText={(limitTotal) => onChange({ ...form, limitTotal })}
      />
      <TextField
        label={t('sale.limitPerBuyer')}
        isOptional
        fault={faults.has('limitPerBuyer') ? fault : undefined}
        value={form.limitPerBuyer}
        maxLength={6}
        onText={(limitPerBuyer) => onChange({ ...form, limitPerBuyer })}
      />
    </div>
  );
};

const Fields = (props: OfferFieldsProps) => {
  const { form, faults, onChange } = props;
  return (
    <>
      <Segmented
        label={t('sale.offerKind')}
        value={form.kind}
        options={[
          { value: 'buy-now', label: t('sale.kindBuyNow') },
          { value: 'bundle', label: t('sale.kindBundle') },
          { value: 'flash', label: t('sale.kindFlash') },
        ]}
        onSelect={(kind) => onChange({ ...form, kind })}
      />
      <OfferArticles {...props} />
      <TextField
        label={t('sale.lotTitle')}
        isOptional={form.articles.length > 0}
        fault={faults.has('title') ? t('sale.titleFault') : undefined}
        value={form.title}
        maxLength={120}
        onText={(title) => onChange({ ...form, title })}
      />
      <div class="field-row">
        <TextField
          label={t('sale.price')}
          fault={faults.has('price') ? t('sale.amountFault') : undefined}
          value={form.price}
          onText={(price) => onChange({ ...form, price })}
        />
        <TextField
          label={t('sale.insteadOf')}
          isOptional
          fault={faults.has('insteadOf') ? t('sale.insteadOfFault') : undefined}
          value={form.insteadOf}
          onText={(insteadOf) => onChange({ ...form, insteadOf })}
        />
      </div>
      <Limits {...props} />
      {form.kind === 'flash' && (
        <TextField
          label={t('sale.minutes')}
          fault={faults.has('minutes') ? t('sale.quantityFault') : undefined}
          value={form.minutes}
          maxLength={4}
          onText={(minutes) => onChange({ ...form, minutes })}
        />
      )}
      <Segmented
        label={t('sale.claim')}
        value={form.claim}
        options={[
          { value: 'on-hold', label: t('sale.claimHold') },
          { value: 'on-payment', label: t('sale.claimPayment') },
        ]}
        onSelect={(claim) => onChange({ ...form, claim })}
      />
    </>
  );
};

interface OfferDialogProps {
  /** Absent: a new one. */
  readonly offer: OfferView | null;
  readonly onClose: () => void;
}

/** Asks for an offer of the show. */
export const OfferDialog = ({ offer, onClose }: OfferDialogProps) => {
  const sale = useSale();
  const currency = sale.catalogue.value?.settings.currency ?? 'EUR';
  const form = useSignal(
    offer === null ? emptyOfferForm : offerFormOf(offer, (minor) => plainMoney(minor, currency)),
  );
  const faults = useSignal<ReadonlySet<OfferFault>>(new Set());
  const isBusy = useSignal(false);
  const refusal = useSignal<CallError | null>(null);
  const formId = useId();
  const save = async () => {
    const read = readOfferForm(form.value, sale.catalogue.value, sale.readMoney);
    faults.value = 'faults' in read ? read.faults : new Set();
    if ('faults' in read || isBusy.value) return;
    isBusy.value = true;
    const outcome =
      offer === null
        ? await sale.ask('shelf.add-offer', { offerId: freshId(), terms: read.terms })
        : await sale.ask('shelf.edit-offer', { offerId: offer.offerId, terms: read.terms });
    isBusy.value = false;
    if (outcome.ok) onClose();
    else refusal.value = outcome.error;
  };
  return (
    <Dialog
      title={t(offer === null ? 'sale.addOffer' : 'sale.editOffer')}
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
