import type { StockLine } from '../../../client-demo/src/pages/till/quota.ts';
import type { Telling } from '../../../client-demo/src/pages/till/till-book.ts';

type Answer =
  | 'done'
  | 'line-exists'
  | 'lease-exceeded'
  | 'lease-not-found'
  | 'stock-insufficient'
  | 'sale-not-found'
  | 'till-unchanged';

/** A server as strict as the ledger and the tills are, for one SKU, with the log's memory of command ids. */
export class ModelServer {
  free: number;
  readonly leases = new Map<string, number>();
  /** Every sale that was accepted, by its order. */
  readonly sold = new Map<string, { quantity: number; isUndone: boolean; times: number }>();
  /** Out of which lease it went, ever, and how much was put into it. */
  readonly taken = new Map<string, number>();
  /** The most that was ever sold out of a lease beyond what it had; stays 0. */
  overdrawn = 0;
  readonly #answers = new Map<string, Answer>();

  constructor(free: number) {
    this.free = free;
  }

  hear(telling: Telling): Answer {
    const known = this.#answers.get(telling.commandId);
    if (known !== undefined) return known;
    const answer = this.#decide(telling);
    // Only what was accepted is remembered: a refused command may be decided anew.
    if (answer === 'done') this.#answers.set(telling.commandId, answer);
    return answer;
  }

  #decide(telling: Telling): Answer {
    switch (telling.kind) {
      case 'sale':
        return this.#sell(telling.sale.orderId, amount(telling.sale.lines), telling.leaseId);
      case 'undo':
        return this.#undo(telling.orderId, telling.leaseId);
      case 'take':
        return this.#take(telling.leaseId, amount(telling.lines));
      case 'give-back': {
        const left = this.leases.get(telling.leaseId);
        if (left === undefined) return 'till-unchanged';
        this.leases.delete(telling.leaseId);
        this.free += left;
        return 'done';
      }
    }
  }

  #sell(orderId: string, quantity: number, leaseId: string | null): Answer {
    if (this.sold.has(orderId)) return 'line-exists';
    if (leaseId === null) {
      if (this.free < quantity) return 'stock-insufficient';
      this.free -= quantity;
    } else {
      const left = this.leases.get(leaseId);
      if (left === undefined) return 'lease-not-found';
      if (left < quantity) {
        this.overdrawn = Math.max(this.overdrawn, quantity - left);
        return 'lease-exceeded';
      }
      this.leases.set(leaseId, left - quantity);
    }
    this.sold.set(orderId, { quantity, isUndone: false, times: 1 });
    return 'done';
  }

  #undo(orderId: string, leaseId: string | null): Answer {
    const sale = this.sold.get(orderId);
    if (sale === undefined || sale.isUndone) return 'sale-not-found';
    this.sold.set(orderId, { ...sale, isUndone: true });
    const left = leaseId === null ? undefined : this.leases.get(leaseId);
    if (leaseId !== null && left !== undefined) this.leases.set(leaseId, left + sale.quantity);
    else this.free += sale.quantity;
    return 'done';
  }

  #take(leaseId: string, quantity: number): Answer {
    if (this.free < quantity) return 'stock-insufficient';
    this.free -= quantity;
    this.leases.set(leaseId, quantity);
    return 'done';
  }
}

const amount = (lines: readonly StockLine[]): number =>
  lines.reduce((sum, { quantity }) => sum + quantity, 0);
