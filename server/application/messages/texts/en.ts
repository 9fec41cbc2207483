import type { MessageTexts } from './message-texts.ts';

/** What people are written, in English. */
export const en: MessageTexts = {
  kinds: {
    'sign-in': {
      subject: 'Your link to sign in',
      lines: [
        'Open this link to sign in. It works once and until {until}.',
        'If you did not ask for it, nothing needs to be done: without the link nobody gets in.',
      ],
      action: 'Sign in',
    },
    outbid: {
      subject: 'You were outbid: {lot}',
      lines: ['Somebody bid more for {lot}. The next bid is {price}.'],
      action: 'Back to the auction',
    },
    won: {
      subject: 'You won: {lot}',
      lines: ['{lot} is yours for {price}.', 'Please pay by {until}.'],
      action: 'To your order',
    },
    'payment-due': {
      subject: 'Please pay {total}',
      lines: ['Your order of {total} is waiting for your payment, until {until}.'],
      action: 'Pay now',
    },
    'payment-failed': {
      subject: 'Your payment did not go through',
      lines: [
        'The payment of {total} was refused. Nothing was charged.',
        'You can pay another way until {until}.',
      ],
      action: 'Try again',
    },
    'second-chance': {
      subject: 'A second chance: {lot}',
      lines: ['{lot} is free again, and you may have it for your bid of {price} until {until}.'],
      action: 'Look at the offer',
    },
    'order-placed': {
      subject: 'Your order {order}',
      lines: ['Thank you for your order {order} of {total}.', '{items}', 'Total: {total}'],
      action: 'To your order',
    },
    'pick-up-ready': {
      subject: 'Your order {order} is ready',
      lines: ['Your order {order} is ready for you: {place}.', 'Show this code there: {code}'],
      action: 'Show the code',
    },
  },
  footer: 'Popstage. You get this because of something you did in the shop.',
};
