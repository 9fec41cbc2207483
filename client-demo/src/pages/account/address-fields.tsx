import { useMemo } from 'preact/hooks';
import { Select, TextField } from '../../design/field.tsx';
import { spoken } from '../../messages/language.ts';
import { t } from '../../messages/t.ts';
import type { ContactDraft } from './contact-draft.ts';
import { countriesIn } from './countries.ts';

/** The fields that are written into; the country is chosen. */
export type FieldName = Exclude<keyof ContactDraft, 'country'>;

interface AddressFieldsProps {
  readonly draft: ContactDraft;
  readonly control: (name: FieldName) => {
    readonly value: string;
    readonly onText: (text: string) => void;
    readonly fault: string | undefined;
  };
  readonly onCountry: (country: string) => void;
}

/** Where a parcel goes. */
export const AddressFields = ({ draft, control, onCountry }: AddressFieldsProps) => {
  const { language } = spoken.value;
  const countries = useMemo(() => countriesIn(language), [language]);
  return (
    <fieldset class="account-address">
      <legend>{t('account.address')}</legend>
      <TextField
        label={t('account.street')}
        autoComplete="address-line1"
        maxLength={120}
        {...control('street')}
      />
      <TextField
        label={t('account.extra')}
        isOptional
        autoComplete="address-line2"
        maxLength={120}
        {...control('extra')}
      />
      <div class="account-town">
        <TextField
          label={t('account.postalCode')}
          autoComplete="postal-code"
          maxLength={16}
          {...control('postalCode')}
        />
        <TextField
          label={t('account.town')}
          autoComplete="address-level2"
          maxLength={80}
          {...control('town')}
        />
      </div>
      <Select label={t('account.country')} value={draft.country} options={countries} onSelect={onCountry} />
    </fieldset>
  );
};
