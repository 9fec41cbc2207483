type Method = 'stall' | 'stripe';

/** Whether what is paid with can be kept for wins: by the provider, never at the stall. Pure. */
export const mayKeep = (method: Method): boolean => method === 'stripe';

/** What an order says about it: nothing unless the buyer agreed, and to this way of paying. Pure. */
export const consentOf = (method: Method, hasAgreed: boolean): { readonly savesMethod?: true } =>
  hasAgreed && mayKeep(method) ? { savesMethod: true } : {};
