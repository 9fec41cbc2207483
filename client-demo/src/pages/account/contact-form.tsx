import { useSignal } from '@preact/signals';
import type { ContactView } from '#protocol/buyer-views.ts';
import { Button } from '../../design/button.tsx';
import { TextField } from '../../design/field.tsx';
import { Icon } from '../../design/icon.tsx';
import { Refused } from '../../design/refused.tsx';
import type { CallError } from '../../live/outcome.ts';
import { errorText } from '../../messages/error-text.ts';
import { spoken } from '../../messages/language.ts';
import { t } from '../../messages/t.ts';
import { AddressFields, type FieldName } from './address-fields.tsx';
import { changeOf, draftOf, type ContactDraft } from './contact-draft.ts';
import { likelyCountry } from './countries.ts';
import type { Account } from './use-account.ts';

/** Faults that belong to one field stand there; others under the form. */
const fieldOf: Partial<Record<CallError['code'], FieldName>> = {
  'email-invalid': 'email',
  'phone-invalid': 'phone',
};

/** How a parcel, a receipt or a call reaches the buyer. */
export const ContactForm = ({
  account,
  known,
}: {
  readonly account: Account;
  readonly known: ContactView;
}) => {
  const { language } = spoken.value;
  const draft = useSignal<ContactDraft>(draftOf(known, likelyCountry(navigator.languages)));
  const refusal = useSignal<CallError | null>(null);
  const isBusy = useSignal(false);
  const isSaved = useSignal(false);
  const faultyField = refusal.value === null ? undefined : fieldOf[refusal.value.code];
  const set = (change: Partial<ContactDraft>) => {
    isSaved.value = false;
    draft.value = { ...draft.value, ...change };
  };
  const control = (name: FieldName) => ({
    value: draft.value[name],
    onText: (text: string) => set({ [name]: text }),
    fault: refusal.value !== null && faultyField === name ? errorText(refusal.value) : undefined,
  });
  const save = async () => {
    isBusy.value = true;
    const { wantsMail } = account.latest.peek() ?? known;
    const saved = await account.save(changeOf(draft.value, { language, wantsMail }));
    isBusy.value = false;
    isSaved.value = saved.ok;
    refusal.value = saved.ok ? null : saved.error;
    if (saved.ok) draft.value = draftOf(saved.value, draft.value.country);
  };
  return (
    <form
      class="stack"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        void save();
      }}
    >
      <TextField label={t('account.fullName')} autoComplete="name" maxLength={120} {...control('name')} />
      <TextField
        label={t('account.email')}
        hint={t('account.emailHint')}
        autoComplete="email"
        inputMode="email"
        maxLength={254}
        {...control('email')}
      />
      <TextField
        label={t('account.phone')}
        hint={t('account.phoneHint')}
        autoComplete="tel"
        inputMode="tel"
        maxLength={40}
        {...control('phone')}
      />
      <AddressFields draft={draft.value} control={control} onCountry={(country) => set({ country })} />
      {faultyField === undefined && <Refused error={refusal.value} />}
      <div class="row">
        <Button type="submit" tone="act" busy={isBusy.value}>
          {t('everywhere.save')}
        </Button>
        <span class="account-good" role="status">
          {isSaved.value && (
            <>
              <Icon name="check" /> {t('account.saved')}
            </>
          )}
        </span>
      </div>
    </form>
  );
};
