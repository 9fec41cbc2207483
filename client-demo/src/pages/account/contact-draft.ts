import type { ContactChange, ContactView } from '#protocol/buyer-views.ts';

/** What stands in the fields of the form: texts only, empty where there is nothing. */
export interface ContactDraft {
  readonly name: string;
  readonly email: string;
  readonly phone: string;
  readonly street: string;
  readonly extra: string;
  readonly postalCode: string;
  readonly town: string;
  readonly country: string;
}

/** The form for what is known. Pure. */
export const draftOf = ({ name, email, phone, address }: ContactView, country: string): ContactDraft => {
  const [street = '', ...more] = address?.lines ?? [];
  return {
    name: name ?? '',
    email: email ?? '',
    phone: phone ?? '',
    street,
    extra: more.join(', '),
    postalCode: address?.postalCode ?? '',
    town: address?.town ?? '',
    country: address?.country ?? country,
  };
};

const textOrNull = (text: string): string | null => (text.trim() === '' ? null : text.trim());

/** What the form asks to keep; an address of which only the country is filled is none. Pure. */
export const changeOf = (
  draft: ContactDraft,
  rest: Pick<ContactChange, 'language' | 'wantsMail'>,
): ContactChange => {
  const { street, extra, postalCode, town, country } = draft;
  const lines = [street, extra].map((line) => line.trim()).filter((line) => line !== '');
  const hasAddress = lines.length > 0 || postalCode.trim() !== '' || town.trim() !== '';
  return {
    name: textOrNull(draft.name),
    email: textOrNull(draft.email),
    phone: textOrNull(draft.phone),
    address: hasAddress ? { lines, postalCode: postalCode.trim(), town: town.trim(), country } : null,
    ...rest,
  };
};
