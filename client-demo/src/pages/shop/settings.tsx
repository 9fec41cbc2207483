import { useSignal } from '@preact/signals';
import { useId } from 'preact/hooks';
import type { CatalogueView } from '#protocol/catalogue-views.ts';
import { Button } from '../../design/button.tsx';
import { Select, TextArea, TextField } from '../../design/field.tsx';
import { Refused } from '../../design/refused.tsx';
import { toast } from '../../design/toast.tsx';
import type { CallError } from '../../live/outcome.ts';
import { t } from '../../messages/t.ts';
import { keepsCards } from '../../order/consent.ts';
import { readSettings, settingsFormOf, timeFields, type SettingsForm } from './settings-draft.ts';
import { useShop } from './use-shop.ts';

interface KeepsReplaysProps {
  readonly checked: boolean;
  readonly onChange: (checked: boolean) => void;
}

/** People are on these pictures, so the switch says what is kept, where and until when. */
const KeepsReplays = ({ checked, onChange }: KeepsReplaysProps) => {
  const hintId = useId();
  return (
    <div class="field">
      <label class="check">
        <input
          type="checkbox"
          aria-describedby={hintId}
          checked={checked}
          onChange={(event) => onChange(event.currentTarget.checked)}
        />
        {t('shop.keepsReplays')}
      </label>
      <span class="field-hint" id={hintId}>
        {t('shop.keepsReplaysHint')}
      </span>
    </div>
  );
};

interface FieldsProps {
  /** Cards can be kept; without that, nobody at home could meet the demand for one. */
  readonly mayAskForCard: boolean;
  readonly form: SettingsForm;
  readonly set: (change: Partial<SettingsForm>) => void;
  readonly faultOf: (field: keyof SettingsForm) => string | undefined;
}

const Fields = ({ form, set, faultOf, mayAskForCard }: FieldsProps) => (
  <>
    <TextField
      label={t('shop.shopName')}
      fault={faultOf('name')}
      value={form.name}
      maxLength={40}
      onText={(name) => set({ name })}
    />
    <TextField
      label={t('shop.currency')}
      hint={t('shop.currencyHint')}
      fault={faultOf('currency')}
      value={form.currency}
      maxLength={3}
      onText={(text) => set({ currency: text.toUpperCase() })}
    />
    <TextField
      label={t('shop.reservePercent')}
      hint={t('shop.reservePercentHint')}
      fault={faultOf('reserve')}
      value={form.reserve}
      maxLength={3}
      onText={(reserve) => set({ reserve })}
    />
    <div class="field-row">
      {timeFields.map((field) => (
        <TextField
          key={field}
          label={t(`shop.${field}`)}
          fault={faultOf(field)}
          value={form[field]}
          maxLength={5}
          onText={(text) => set({ [field]: text })}
        />
      ))}
    </div>
    <Select
      label={t('shop.bidRequires')}
      value={form.bidRequires}
      options={[
        { value: 'nothing', label: t('shop.requiresNothing') },
        { value: 'sign-in', label: t('shop.requiresSignIn') },
        ...(mayAskForCard || form.bidRequires === 'payment-method'
          ? [{ value: 'payment-method' as const, label: t('shop.requiresPayment') }]
          : []),
      ]}
      hint={mayAskForCard ? undefined : t('shop.requiresPaymentHint')}
      onSelect={(bidRequires) => set({ bidRequires })}
    />
    <label class="check">
      <input
        type="checkbox"
        checked={form.shipsParcels}
        onChange={(event) => set({ shipsParcels: event.currentTarget.checked })}
      />
      {t('shop.shipsParcels')}
    </label>
    {form.shipsParcels && (
      <TextField
        label={t('shop.shipping')}
        fault={faultOf('shipping')}
        value={form.shipping}
        onText={(shipping) => set({ shipping })}
      />
    )}
    <TextArea
      label={t('shop.pickUpText')}
      isOptional
      hint={t('shop.pickUpTextHint')}
      value={form.pickUpText}
      maxLength={500}
      onText={(pickUpText) => set({ pickUpText })}
    />
    <KeepsReplays checked={form.keepsReplays} onChange={(keepsReplays) => set({ keepsReplays })} />
  </>
);

/** What holds for the whole shop. */
export const ShopSettingsForm = ({ settings, paymentMethods }: CatalogueView) => {
  const shop = useShop();
  const form = useSignal(settingsFormOf(settings));
  const fault = useSignal<keyof SettingsForm | null>(null);
  const isBusy = useSignal(false);
  const refusal = useSignal<CallError | null>(null);
  const set = (change: Partial<SettingsForm>) => (form.value = { ...form.value, ...change });
  const faultOf = (field: keyof SettingsForm) => (fault.value === field ? t('shop.settingFault') : undefined);
  const save = async () => {
    const read = readSettings(form.value, settings, shop.readMoney);
    fault.value = 'fault' in read ? read.fault : null;
    if ('fault' in read || isBusy.value) return;
    if (Object.keys(read.changes).length === 0) return void toast(t('shop.settingsSaved'), { icon: 'check' });
    isBusy.value = true;
    const outcome = await shop.ask('catalogue.set-shop', { changes: read.changes });
    isBusy.value = false;
    refusal.value = outcome.ok ? null : outcome.error;
    if (outcome.ok) toast(t('shop.settingsSaved'), { icon: 'check' });
  };
  return (
    <form
      class="stack settings-form"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        void save();
      }}
    >
      <Fields form={form.value} set={set} faultOf={faultOf} mayAskForCard={keepsCards(paymentMethods)} />
      <Refused error={refusal.value} />
      <Button tone="act" type="submit" busy={isBusy.value}>
        {t('everywhere.save')}
      </Button>
    </form>
  );
};
