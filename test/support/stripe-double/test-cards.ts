/** How a card behaves; the numbers are Stripe's own (docs.stripe.com/testing). */
export interface CardBehaviour {
  /** What its bank says at a payment; null: yes. */
  readonly declines: { readonly code: string; readonly decline_code: string } | null;
  /** What it says when the card is saved. */
  readonly declinesSaving: boolean;
  /** When the buyer must prove who he is: at payments he is there for, and at those he is not. */
  readonly asksOnPage: boolean;
  readonly asksOffSession: boolean;
}

const plain: CardBehaviour = {
  declines: null,
  declinesSaving: false,
  asksOnPage: false,
  asksOffSession: false,
};

const declined = (declineCode: string): CardBehaviour => ({
  ...plain,
  declines: { code: 'card_declined', decline_code: declineCode },
  declinesSaving: true,
});

export const cardNumbers = {
  good: '4242424242424242',
  declined: '4000000000000002',
  insufficientFunds: '4000000000009995',
  /** Can be saved; every charge is declined. */
  declinedLater: '4000000000000341',
  /** Asks when it is saved, and never again. */
  asksOnce: '4000002500003155',
  asksAlways: '4000002760003184',
} as const;

const behaviours: Readonly<Record<string, CardBehaviour>> = {
  [cardNumbers.good]: plain,
  [cardNumbers.declined]: declined('generic_decline'),
  [cardNumbers.insufficientFunds]: declined('insufficient_funds'),
  [cardNumbers.declinedLater]: { ...declined('generic_decline'), declinesSaving: false },
  [cardNumbers.asksOnce]: { ...plain, asksOnPage: true },
  [cardNumbers.asksAlways]: { ...plain, asksOnPage: true, asksOffSession: true },
};

export const behaviourOf = (number: string): CardBehaviour =>
  behaviours[number] ?? {
    ...plain,
    declines: { code: 'incorrect_number', decline_code: 'incorrect_number' },
  };
