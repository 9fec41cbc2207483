import { flag, text, type Field } from './field.ts';

/** Settings of notifications that reach a browser while no page is open (Web Push). */
export const pushSchema = {
  pushContact: text({
    env: 'PUSH_CONTACT',
    default: '',
    pattern: /^((mailto:[^\s@]+@[^\s@]+|https:\/\/\S+))?$/,
    expected: 'mailto:shop@example.com or an https address',
    description:
      'Whom push services may write to. Empty: the address of MAIL_FROM, or the first public origin.',
  }),
  pushPrivate: flag({
    env: 'PUSH_PRIVATE',
    default: false,
    description:
      'Whether push services may stand in a private network. For tests and closed networks: whoever signs in then decides where this server sends requests.',
  }),
} as const satisfies Record<string, Field<unknown>>;
