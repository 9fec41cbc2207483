type Method = 'stall' | 'stripe';

/** Whether what is paid with can be kept for wins: by the provider, never at the stall. Pure. */
export const mayKeep = (method: Method): boolean => method === 'stripe';

/** Whether a shop that is paid in these ways can keep a card at all. Pure. */
export const keepsCards = (methods: readonly Method[]): boolean => methods.some(mayKeep);

/** What an order says about it: nothing unless the buyer agreed, and to this way of paying. Pure. */
export const consentOf = (method: Method, hasAgreed: boolean): { readonly savesMethod?: true } =>
  hasAgreed && mayKeep(method) ? { savesMethod: true } : {};
