import { signal } from '@preact/signals';
import { en } from './en/catalogue.ts';

/** Languages the product ships in; the first one is the source of all keys. */
export const languages = ['en', 'de', 'ar'] as const;
export type Language = (typeof languages)[number];

/** Each language names itself, so that whoever cannot read the current one still finds his own. */
export const languageNames: Record<Language, string> = { en: 'English', de: 'Deutsch', ar: 'العربية' };

type Source = typeof en;
export type Area = keyof Source;
/** The same areas and keys as English, any text: a missing or surplus key in another language is a type error. */
export type Catalogue = { readonly [A in Area]: { readonly [K in keyof Source[A]]: string } };
export type MessageKey = { [A in Area]: `${A}.${keyof Source[A] & string}` }[Area];

const loaders: Record<Exclude<Language, 'en'>, () => Promise<Catalogue>> = {
  de: async () => (await import('./de/catalogue.ts')).de,
  ar: async () => (await import('./ar/catalogue.ts')).ar,
};

const storageKey = 'popstage.language';

/** The language on screen and its texts, changed together so that no half-translated page is ever drawn. */
export const spoken = signal<{ readonly language: Language; readonly catalogue: Catalogue }>({
  language: 'en',
  catalogue: en,
});

/** Whether a language is written from right to left. */
export const isRightToLeft = (language: Language): boolean => language === 'ar';

/** The first of `wanted` (BCP 47 tags, best first) that we ship, else English. Pure. */
export const chooseLanguage = (wanted: readonly (string | null | undefined)[]): Language => {
  for (const tag of wanted) {
    const base = tag?.toLowerCase().split('-')[0];
    const found = languages.find((language) => language === base);
    if (found !== undefined) return found;
  }
  return 'en';
};

/** Shows the page in `language`; resolves when its texts are loaded. Keeps the language before when they cannot be. */
export const speak = async (language: Language): Promise<void> => {
  const catalogue = language === 'en' ? en : await loaders[language]();
  spoken.value = { language, catalogue };
  document.documentElement.lang = language;
  document.documentElement.dir = isRightToLeft(language) ? 'rtl' : 'ltr';
};

/** `speak` for a language the user chose: also remembered on this device. */
export const chooseToSpeak = async (language: Language): Promise<void> => {
  await speak(language);
  localStorage.setItem(storageKey, language);
};

/** The remembered language, else the device's. */
export const speakAsDevice = async (): Promise<void> => {
  const language = chooseLanguage([localStorage.getItem(storageKey), ...navigator.languages]);
  // English is in the bundle: a failed download of another language must not keep the page from starting.
  await speak(language).catch(() => speak('en'));
};
