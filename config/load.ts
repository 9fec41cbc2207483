import { schema } from './schema.ts';

type Schema = typeof schema;
type ValueOf<F> = F extends { parse: (text: string) => infer Value } ? Value : never;

/** The settings in force, frozen. */
export type Config = { readonly [Name in keyof Schema]: ValueOf<Schema[Name]> };

/** Every fault of the environment at once. */
export class ConfigError extends Error {
  readonly faults: readonly string[];

  constructor(faults: readonly string[]) {
    super(
      `The configuration has ${faults.length} fault(s):\n${faults.map((fault) => `  ${fault}`).join('\n')}`,
    );
    this.name = 'ConfigError';
    this.faults = faults;
  }
}

/** The settings that `env` names, whatever it says: a port somebody chose is not exchanged for a free one. */
export function settingsNamed(env: Readonly<Record<string, string | undefined>>): ReadonlySet<keyof Config> {
  const names = Object.keys(schema) as (keyof Config)[]; // Object.keys forgets that these are the schema's names.
  return new Set(names.filter((name) => (env[schema[name].env] ?? '') !== ''));
}

/**
 * Reads the settings from `env`; what is absent or empty takes its default. `overrides` win (tests, command line).
 * Throws one `ConfigError` that lists every fault; values of secrets are not repeated in it.
 */
export function loadConfig(
  env: Readonly<Record<string, string | undefined>>,
  overrides: Partial<Config> = {},
): Config {
  const faults: string[] = [];
  const entries = Object.entries(schema).map(([name, field]) => {
    const text = env[field.env];
    if (text === undefined || text === '') return [name, field.default];
    try {
      return [name, field.parse(text)];
    } catch (error) {
      const expected = error instanceof Error ? error.message : String(error);
      faults.push(
        `${field.env}${field.secret ? '' : `=${text}`}: expected ${expected}. ${field.description}`,
      );
      return [name, field.default];
    }
  });
  // The table gives every name its own type; Object.fromEntries cannot express that.
  const config = { ...Object.fromEntries(entries), ...overrides } as Config;
  faults.push(...faultsBetween(config));
  if (faults.length > 0) throw new ConfigError(faults);
  return Object.freeze(config);
}

/** Settings that are fine each by itself and not together. */
function faultsBetween(config: Config): readonly string[] {
  const { mediaRpcListen, mediaWorkers, mediaSecret, stripeSecretKey, stripeWebhookSecrets } = config;
  const faults: string[] = [];
  const crossesMachines = mediaRpcListen !== '' || mediaWorkers.length > 0;
  if (crossesMachines && mediaSecret === '') {
    faults.push(
      `${schema.mediaSecret.env}: needed with MEDIA_RPC_LISTEN or MEDIA_WORKERS, or anyone could give orders to the worker.`,
    );
  }
  if (stripeSecretKey !== '' && stripeWebhookSecrets.length === 0) {
    faults.push(
      `${schema.stripeWebhookSecrets.env}: needed with STRIPE_SECRET_KEY, or nobody could tell Stripe's notices from forged ones.`,
    );
  }
  if (config.smtpUrl !== '' && config.mailFrom === '') {
    faults.push(`${schema.mailFrom.env}: needed with SMTP_URL, mail has to come from somebody.`);
  }
  return faults;
}
