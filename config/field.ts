/** One setting: where it comes from, what it means and what it is when nobody says anything. */
export interface Field<Value> {
  readonly env: string;
  readonly default: Value;
  /** `ms`, `bytes`, `bps`, `port`, `count`, `path`, `url`, `text` or `flag`. */
  readonly unit: string;
  readonly description: string;
  /** Never printed. */
  readonly secret: boolean;
  /** Throws a `TypeError` whose message says what is expected. */
  readonly parse: (text: string) => Value;
}

interface Said {
  readonly env: string;
  readonly description: string;
}

export const integer = (
  said: Said & { default: number; unit: string; minimum: number; maximum: number },
): Field<number> => ({
  ...said,
  secret: false,
  parse: (text) => {
    const value = Number(text);
    if (!/^-?\d+$/.test(text) || value < said.minimum || value > said.maximum) {
      throw new TypeError(`a whole number from ${said.minimum} to ${said.maximum} (${said.unit})`);
    }
    return value;
  },
});

export const flag = (said: Said & { default: boolean }): Field<boolean> => ({
  ...said,
  unit: 'flag',
  secret: false,
  parse: (text) => {
    if (['1', 'true', 'yes'].includes(text)) return true;
    if (['0', 'false', 'no'].includes(text)) return false;
    throw new TypeError('one of 1, true, yes, 0, false, no');
  },
});

export const text = (
  said: Said & { default: string; unit?: string; pattern?: RegExp; expected?: string; secret?: boolean },
): Field<string> => ({
  env: said.env,
  description: said.description,
  default: said.default,
  unit: said.unit ?? 'text',
  secret: said.secret ?? false,
  parse: (value) => {
    if (said.pattern && !said.pattern.test(value)) throw new TypeError(said.expected ?? `${said.pattern}`);
    return value;
  },
});

export const oneOf = <const Choice extends string>(
  said: Said & { default: NoInfer<Choice>; choices: readonly Choice[] },
): Field<Choice> => ({
  ...said,
  unit: 'text',
  secret: false,
  parse: (value) => {
    const choice = said.choices.find((candidate) => candidate === value);
    if (choice === undefined) throw new TypeError(`one of ${said.choices.join(', ')}`);
    return choice;
  },
});

/** A comma-separated list; spaces around items are dropped. */
export const list = (
  said: Said & {
    default: readonly string[];
    unit?: string;
    /** Of each item. */
    pattern?: RegExp;
    expected?: string;
    secret?: boolean;
  },
): Field<readonly string[]> => ({
  env: said.env,
  description: said.description,
  default: said.default,
  unit: said.unit ?? 'text',
  secret: said.secret ?? false,
  parse: (value) => {
    const items = value
      .split(',')
      .map((item) => item.trim())
      .filter((item) => item !== '');
    const { pattern } = said;
    if (pattern && !items.every((item) => pattern.test(item))) {
      throw new TypeError(said.expected ?? `items like ${pattern}`);
    }
    return items;
  },
});
