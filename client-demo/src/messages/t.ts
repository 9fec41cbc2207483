import { IntlMessageFormat } from 'intl-messageformat';
import { spoken, type Area, type Language, type MessageKey } from './language.ts';

type Values = Readonly<Record<string, string | number>>;

const compiled = new Map<string, IntlMessageFormat>();

const textOf = (key: MessageKey): string => {
  const dot = key.indexOf('.');
  // Sound by the type of MessageKey, which is made from exactly these areas and keys.
  const area = key.slice(0, dot) as Area;
  const texts: Readonly<Record<string, string>> = spoken.value.catalogue[area];
  return texts[key.slice(dot + 1)] ?? key;
};

const formatOf = (language: Language, key: MessageKey, text: string): IntlMessageFormat => {
  // Bounded by the number of messages times the number of languages.
  const id = `${language}:${key}`;
  const known = compiled.get(id);
  if (known !== undefined) return known;
  const made = new IntlMessageFormat(text, language, undefined, { ignoreTag: true });
  compiled.set(id, made);
  return made;
};

/**
 * The text of `key` in the language on screen, with ICU plurals and selects filled from `values`.
 * Read inside a component it subscribes it: a change of language redraws.
 */
export const t = (key: MessageKey, values?: Values): string => {
  const text = textOf(key);
  if (values === undefined && !text.includes('{')) return text;
  return String(formatOf(spoken.value.language, key, text).format({ ...values }));
};
