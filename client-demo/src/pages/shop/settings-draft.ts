import type { CatalogueView } from '#protocol/catalogue-views.ts';
import type { MethodParams } from '../../live/methods.ts';
import { plainMoney } from '../../messages/money.ts';

export type Settings = CatalogueView['settings'];
type Changes = MethodParams<'catalogue.set-shop'>['changes'];

/** Fields that are times, in minutes. */
export const timeFields = ['holdSignedIn', 'holdAnonymous', 'paymentDue', 'secondChance'] as const;

/** Settings as they are typed; times in minutes. */
export interface SettingsForm {
  readonly name: string;
  readonly currency: string;
  readonly reserve: string;
  readonly holdSignedIn: string;
  readonly holdAnonymous: string;
  readonly paymentDue: string;
  readonly secondChance: string;
  readonly bidRequires: Settings['bidRequires'];
  readonly shipsParcels: boolean;
  readonly shipping: string;
  readonly pickUpText: string;
  readonly keepsReplays: boolean;
}

const minutes = (durationMs: number): string => String(Math.round(durationMs / 60_000));

export const settingsFormOf = (settings: Settings): SettingsForm => ({
  name: settings.name,
  currency: settings.currency,
  reserve: String(settings.onSiteReservePercent),
  holdSignedIn: minutes(settings.holdMsSignedIn),
  holdAnonymous: minutes(settings.holdMsAnonymous),
  paymentDue: minutes(settings.paymentDueMs),
  secondChance: minutes(settings.secondChanceMs),
  bidRequires: settings.bidRequires,
  shipsParcels: settings.shipsParcels,
  shipping: plainMoney(settings.shippingMinor, settings.currency),
  pickUpText: settings.pickUpText,
  keepsReplays: settings.keepsReplays,
});

/** A whole number within bounds; `undefined` where the text is none. */
const whole = (text: string, least: number, most: number): number | undefined => {
  const value = /^\d{1,6}$/.test(text.trim()) ? Number(text.trim()) : Number.NaN;
  return value >= least && value <= most ? value : undefined;
};

/** What needs no reading. */
const asTyped = ({ name, currency, bidRequires, shipsParcels, pickUpText, keepsReplays }: SettingsForm) => ({
  name: name.trim(),
  currency: currency.trim(),
  bidRequires,
  shipsParcels,
  pickUpText: pickUpText.trim(),
  keepsReplays,
});

/** Only what differs from what stands, or the field that is wrong. Pure. */
export const readSettings = (
  form: SettingsForm,
  settings: Settings,
  readMoney: (text: string) => number | null,
): { readonly changes: Changes } | { readonly fault: keyof SettingsForm } => {
  const reserve = whole(form.reserve, 0, 100);
  if (reserve === undefined) return { fault: 'reserve' };
  const times: Record<(typeof timeFields)[number], number> = {
    holdSignedIn: 0,
    holdAnonymous: 0,
    paymentDue: 0,
    secondChance: 0,
  };
  for (const field of timeFields) {
    const value = whole(form[field], 1, field.startsWith('hold') ? 1_440 : 10_080);
    if (value === undefined) return { fault: field };
    times[field] = value * 60_000;
  }
  const shipping = readMoney(form.shipping);
  if (shipping === null) return { fault: 'shipping' };
  if (!/^[A-Z]{3}$/.test(form.currency.trim())) return { fault: 'currency' };
  if (form.name.trim() === '') return { fault: 'name' };
  const wanted: Changes = {
    ...asTyped(form),
    onSiteReservePercent: reserve,
    holdMsSignedIn: times.holdSignedIn,
    holdMsAnonymous: times.holdAnonymous,
    paymentDueMs: times.paymentDue,
    secondChanceMs: times.secondChance,
    shippingMinor: shipping,
  };
  const differing = Object.entries(wanted).filter(
    // Sound: every key of the changes is one of the settings.
    ([key, value]) => settings[key as keyof Settings] !== value,
  );
  return { changes: Object.fromEntries(differing) };
};
