import { integer, text, type Field } from './field.ts';

/** The zone's own name, if this Node knows it. */
function parseTimeZone(name: string): string {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone;
  } catch {
    throw new TypeError('an IANA time zone such as Europe/Berlin');
  }
}

/** Settings of what buyers are written and of what is known of them. */
export const mailSchema = {
  smtpUrl: text({
    env: 'SMTP_URL',
    default: '',
    unit: 'url',
    pattern: /^(smtps?:\/\/(?:[^\s@/]+@)?[^\s@/]+)?$/,
    expected: 'smtp://[user:password@]host[:port], or smtps:// for TLS from the start',
    secret: true,
    description:
      'Mail server for sign-in links and notices. Empty: messages stay in the outbox, where the operator reads them.',
  }),
  mailFrom: text({
    env: 'MAIL_FROM',
    default: '',
    pattern: /^([^\s<>@]+@[^\s<>@]+|[^<>@\r\n]{1,60} <[^\s<>@]+@[^\s<>@]+>)?$/,
    expected: 'shop@example.com, or The Shop <shop@example.com>',
    description: 'Sender of mail; needed with SMTP_URL.',
  }),
  mailTimeZone: {
    ...text({
      env: 'MAIL_TIME_ZONE',
      default: '',
      description: 'Zone of the times in messages; empty takes that of the machine.',
    }),
    parse: parseTimeZone,
  },
  outboxMessages: integer({
    env: 'OUTBOX_MESSAGES',
    default: 10_000,
    unit: 'count',
    minimum: 10,
    maximum: 1_000_000,
    description: 'Messages the outbox keeps; the oldest finished ones make room.',
  }),
  outboxKeepMs: integer({
    env: 'OUTBOX_KEEP_MS',
    default: 2_592_000_000,
    unit: 'ms',
    minimum: 3_600_000,
    maximum: 31_536_000_000,
    description:
      'How long messages that were sent, given up or kept stay in the outbox (30 days by default).',
  }),
  signInsPerMinute: integer({
    env: 'SIGN_INS_PER_MINUTE',
    default: 60,
    unit: 'count',
    minimum: 1,
    maximum: 100_000,
    description:
      'Sign-in links asked for per minute and address; each e-mail gets five in a quarter of an hour.',
  }),
  contactKeepMs: integer({
    env: 'CONTACT_KEEP_MS',
    default: 63_072_000_000,
    unit: 'ms',
    minimum: 3_600_000,
    maximum: 315_360_000_000,
    description:
      'Names, addresses and numbers that nobody used for so long are erased (two years by default).',
  }),
} as const satisfies Record<string, Field<unknown>>;
