import { missing } from './api-error.ts';

export type Metadata = Record<string, string>;

export interface Customer {
  readonly id: string;
  readonly object: 'customer';
  readonly created: number;
  readonly metadata: Metadata;
}

export interface Method {
  readonly id: string;
  readonly object: 'payment_method';
  readonly type: 'card';
  readonly created: number;
  readonly card: { readonly brand: string; readonly last4: string };
  customer: string | null;
}

export interface Intent {
  readonly id: string;
  readonly object: 'payment_intent';
  readonly created: number;
  readonly amount: number;
  readonly currency: string;
  readonly customer: string | null;
  readonly metadata: Metadata;
  readonly setup_future_usage: string | null;
  readonly client_secret: string;
  payment_method: string | null;
  status: string;
  amount_received: number;
  latest_charge: string | null;
  cancellation_reason: string | null;
  last_payment_error: { code: string; decline_code?: string; message: string; type: string } | null;
}

export interface Charge {
  readonly id: string;
  readonly object: 'charge';
  readonly created: number;
  readonly amount: number;
  readonly currency: string;
  readonly payment_intent: string;
  readonly metadata: Metadata;
  readonly status: 'succeeded' | 'failed';
  amount_refunded: number;
  refunded: boolean;
  /** The buyer asked his bank for it: Stripe gives nothing back until that is settled. */
  disputed?: boolean;
}

export interface Session {
  readonly id: string;
  readonly object: 'checkout.session';
  readonly created: number;
  readonly mode: 'payment' | 'setup';
  readonly customer: string | null;
  readonly client_reference_id: string | null;
  readonly amount_total: number | null;
  readonly currency: string | null;
  readonly success_url: string;
  readonly cancel_url: string | null;
  readonly metadata: Metadata;
  url: string | null;
  status: 'open' | 'complete' | 'expired';
  payment_status: 'paid' | 'unpaid' | 'no_payment_required';
  payment_intent: string | null;
  setup_intent: string | null;
}

export interface Refund {
  readonly id: string;
  readonly object: 'refund';
  readonly created: number;
  readonly amount: number;
  readonly currency: string;
  readonly charge: string;
  readonly payment_intent: string;
  readonly metadata: Metadata;
  readonly status: 'succeeded';
}

/** What a page's intent will be made of, which Stripe shows nobody. */
export interface PageTerms {
  readonly metadata: Metadata;
  readonly setupFutureUsage: string | null;
  readonly titles: readonly string[];
}

/** Everything that this Stripe knows, in the order in which it came to be. */
export class Books {
  readonly customers = new Map<string, Customer>();
  readonly methods = new Map<string, Method>();
  readonly intents = new Map<string, Intent>();
  readonly charges = new Map<string, Charge>();
  readonly sessions = new Map<string, Session>();
  readonly refunds = new Map<string, Refund>();
  readonly cardNumbers = new Map<string, string>();
  readonly pageTerms = new Map<string, PageTerms>();
  readonly #nowMs: () => number;
  readonly #publish: (type: string, object: object) => void;
  #made = 0;

  constructor(nowMs: () => number, publish: (type: string, object: object) => void) {
    this.#nowMs = nowMs;
    this.#publish = publish;
  }

  id(prefix: string): string {
    this.#made += 1;
    return `${prefix}_${String(this.#made).padStart(6, '0')}`;
  }

  nowSeconds(): number {
    return Math.floor(this.#nowMs() / 1000);
  }

  /** Writes something down under its id. */
  add<Kept extends { readonly id: string }>(kept: Map<string, Kept>, object: Kept): Kept {
    kept.set(object.id, object);
    return object;
  }

  tell(type: string, object: object): void {
    this.#publish(type, object);
  }

  /** Newest first, as every list of Stripe's. */
  newest<Kept>(kept: ReadonlyMap<string, Kept>): readonly Kept[] {
    return [...kept.values()].reverse();
  }

  find<Kept>(kept: ReadonlyMap<string, Kept>, what: string, id: string, param = 'id'): Kept {
    const found = kept.get(id);
    if (found === undefined) throw missing(what, id, param);
    return found;
  }

  /** A customer named in a parameter, not in the path. */
  knownCustomer(id: string | undefined): string | null {
    if (id === undefined) return null;
    if (!this.customers.has(id)) throw missing('customer', id, 'customer', 400);
    return id;
  }
}
