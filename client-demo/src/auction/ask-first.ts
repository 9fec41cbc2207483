import { signal } from '@preact/signals';

const storageKey = 'popstage.ask-before-bids';

/** Whether each bid is asked about before it goes out; a person's own choice on this device. */
export const asksFirst = signal(localStorage.getItem(storageKey) !== null);

export const askFirst = (asks: boolean): void => {
  asksFirst.value = asks;
  if (asks) localStorage.setItem(storageKey, '1');
  else localStorage.removeItem(storageKey);
};
