import { IntlMessageFormat } from 'intl-messageformat';
import { test } from 'tap';
import { ar } from '../../../client-demo/src/messages/ar/catalogue.ts';
import { de } from '../../../client-demo/src/messages/de/catalogue.ts';
import { en } from '../../../client-demo/src/messages/en/catalogue.ts';

interface Texts {
  readonly [key: string]: string | Texts;
}

const keysOf = (texts: Texts, prefix = ''): string[] =>
  Object.entries(texts).flatMap(([key, text]) =>
    typeof text === 'string' ? [`${prefix}${key}`] : keysOf(text, `${prefix}${key}.`),
  );

const textAt = (texts: Texts, key: string): string => {
  const text = key
    .split('.')
    .reduce<string | Texts | undefined>(
      (part, name) => (typeof part === 'object' ? part[name] : undefined),
      texts,
    );
  return typeof text === 'string' ? text : '';
};

/** Kinds of elements without an argument: `TYPE.literal` and `TYPE.pound` of the parser inside intl-messageformat. */
const withoutArgument: readonly number[] = [0, 7];

/** What a message is filled with. A text that is no ICU message throws here. */
const argumentsOf = (text: string, language: string): string[] => {
  const names = new Set<string>();
  const visit = (elements: ReturnType<IntlMessageFormat['getAst']>): void => {
    for (const element of elements) {
      if ('value' in element && !withoutArgument.includes(element.type)) names.add(element.value);
      if ('options' in element) Object.values(element.options).forEach((option) => visit(option.value));
      if ('children' in element) visit(element.children);
    }
  };
  visit(new IntlMessageFormat(text, language).getAst());
  return [...names].sort();
};

for (const [language, texts] of Object.entries({ de, ar })) {
  test(`the ${language} catalogue has the keys of the English one, and no others`, async (t) => {
    t.same(keysOf(texts).sort(), keysOf(en).sort());
  });

  test(`every ${language} message is filled with what the English one is filled with`, async (t) => {
    const faults = keysOf(en).filter(
      (key) => argumentsOf(textAt(texts, key), language).join() !== argumentsOf(textAt(en, key), 'en').join(),
    );
    t.same(faults, []);
  });

  test(`no ${language} message is empty`, async (t) => {
    t.same(
      keysOf(texts).filter((key) => textAt(texts, key).trim() === ''),
      [],
    );
  });
}
