import type { Facts } from './facts.ts';
import { factsOf, type FactFormat, type MessageContent } from './facts.ts';
import type { Language } from './language.ts';
import { ar } from './texts/ar.ts';
import { de } from './texts/de.ts';
import { en } from './texts/en.ts';
import type { MessageTexts } from './texts/message-texts.ts';

const textsOf: Readonly<Record<Language, MessageTexts>> = { en, de, ar };

/** A message written out for one reader. */
export interface Composed {
  readonly subject: string;
  /** For a push: what there is room for. */
  readonly short: string;
  readonly text: string;
  readonly html: string;
}

const placeholder = /\{(\w+)\}/g;
const controls = /[\p{Cc}\u2028\u2029]+/gu;

/** Writes a message in the reader's language. `link` is an absolute address; what people wrote is escaped. */
export function compose(content: MessageContent, link: string, format: FactFormat): Composed {
  const { language } = format;
  const { kinds, footer } = textsOf[language];
  const { subject, lines, action } = kinds[content.kind];
  const facts = factsOf(content, format);
  const fill = (text: string): string =>
    text.replace(placeholder, (_, name: string) => isolated(facts[name] ?? '', language));
  const body = lines.filter((line) => hasFacts(line, facts)).map(fill);
  const [short = ''] = body;
  return {
    // A subject is one line of a header.
    subject: fill(subject).replace(controls, ' ').trim(),
    short,
    text: [...body, `${action}: ${link}`, `-- \n${footer}`].join('\n\n').concat('\n'),
    html: htmlOf({ body, action, link, footer, language }),
  };
}

const hasFacts = (line: string, facts: Facts): boolean =>
  [...line.matchAll(placeholder)].every(([, name = '']) => (facts[name] ?? null) !== null);

/** Between isolates a title in Latin letters does not turn an Arabic sentence around (Unicode TR9, section 2.4). */
const isolated = (text: string, language: Language): string =>
  language === 'ar' ? `\u2068${text}\u2069` : text;

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};
const escapeHtml = (text: string): string =>
  text.replace(/[&<>"']/g, (character) => entities[character] ?? '');

function htmlOf(parts: {
  readonly body: readonly string[];
  readonly action: string;
  readonly link: string;
  readonly footer: string;
  readonly language: Language;
}): string {
  const { body, action, link, footer, language } = parts;
  const paragraphs = body.map((line) => `<p>${escapeHtml(line).replaceAll('\n', '<br>')}</p>`);
  const direction = language === 'ar' ? 'rtl' : 'ltr';
  return [
    `<!doctype html><html lang="${language}" dir="${direction}"><meta charset="utf-8">`,
    '<body style="font:16px/1.5 system-ui,sans-serif;color:#1a1a1a;max-width:36em;margin:2em auto;padding:0 1em">',
    ...paragraphs,
    `<p><a href="${escapeHtml(link)}" style="display:inline-block;padding:.7em 1.2em;border-radius:.5em;` +
      `background:#b33a00;color:#fff;text-decoration:none">${escapeHtml(action)}</a></p>`,
    `<p style="font-size:13px;color:#666">${escapeHtml(footer)}</p>`,
    '</body></html>',
  ].join('\n');
}
