import fc from 'fast-check';
import { createHash } from 'node:crypto';
import type { CommerceDeps } from '#application/commerce/commerce-deps.ts';
import {
  catalogueStream,
  ledgerStream,
  orderStream,
  shelfStream,
} from '#application/commerce/commerce-streams.ts';
import { orderCommands } from '#application/commerce/order-commands.ts';
import { orderIdOf, winLineIdOf } from '#application/commerce/order-id.ts';
import type { StreamRef } from '#application/command-handler.ts';
import { Executor } from '#application/execute.ts';
import { HotStreams } from '#application/hot-streams.ts';
import type { Principal } from '#application/principal.ts';
import { showStream } from '#application/show-commands.ts';
import { mainShopId, showStreamId, shelfStreamId, shopStreamId } from '#application/streams.ts';
import { systemPrincipal } from '#application/system-principal.ts';
import { InProcessBus } from '#bus/in-process/in-process-bus.ts';
import type { HoldId, LotId, OrderId } from '#domain/ids.ts';
import { decideStock } from '#domain/ledger/ledger.ts';
import {
  parcelPaidMinor,
  type OrderCommand,
  type OrderLine,
  type PresentOrder,
  type Refund,
} from '#domain/order/order.ts';
import { commandIdOf, principalOf, StandLog } from '../core-stand.ts';
import type { Books } from './order-laws.ts';
import { append, lineIdOf, offerIdOf, showId, skuIdOf, stockUp, termsOf } from './order-stand.ts';

/** What may happen next, as numbers: what they mean depends on what there is by then. */
export interface Step {
  readonly kind: (typeof kinds)[number];
  readonly who: number;
  readonly pick: number;
  readonly amount: number;
}

const kinds = [
  'take',
  'take',
  'change',
  'check-out',
  'check-out',
  'pay',
  'cancel',
  'note',
  'note',
  'lapse',
  'settle',
  'refund',
  'note-refund',
  'retry',
  'hand-out',
  'ship',
  'undo',
  'win',
  'withdraw',
  'limit',
] as const;

export const stepArbitrary: fc.Arbitrary<Step> = fc.record({
  kind: fc.constantFrom(...kinds),
  who: fc.nat(2),
  pick: fc.nat(1000),
  amount: fc.nat(6),
});

/** Mostly money that comes, goes back and is refused, of one buyer with several payments. */
export const moneyStepArbitrary: fc.Arbitrary<Step> = fc.record({
  kind: fc.oneof(
    { arbitrary: fc.constantFrom<Step['kind'][]>('take', 'check-out', 'win', 'ship', ...kinds), weight: 3 },
    { arbitrary: fc.constantFrom<Step['kind'][]>('note', 'refund', 'note-refund', 'retry'), weight: 4 },
  ),
  who: fc.constant(0),
  pick: fc.nat(1000),
  amount: fc.nat(6),
});

const buyers = ['ada', 'bob', 'eve'].map((name) => principalOf('viewer', name));
const offers = ['held', 'first', 'few'] as const;
const statuses = ['action-required', 'pending', 'failed', 'succeeded', 'succeeded', 'succeeded'] as const;

/** The handlers of orders over a log in memory, without timers and policies: the test itself is all that happens. */
export class OrderModel {
  readonly log = new StandLog({ nowMs: 1_000_000 });
  readonly #bus = new InProcessBus({ onListenerError: () => undefined });
  readonly #streams = this.#freshStreams();
  readonly #executor: Executor<OrderCommand>;
  readonly accepted = new Map<string, number>();
  #count = 0;

  constructor() {
    const { log } = this;
    const deps = {
      shopId: mainShopId,
      ids: { next: () => `seed-${++this.#count}` },
      payment: { name: 'stripe' },
      showIdOfOrder: () => showId,
      // The handlers of orders use nothing else of it.
    } as unknown as CommerceDeps;
    const handler = orderCommands(deps);
    const streams = this.#streams;
    this.#executor = new Executor<OrderCommand>({
      shopId: mainShopId,
      log,
      bus: this.#bus,
      streams,
      // A handler of its commands is one of any, as far as the executor sees.
      handlerOf: () => handler,
    });
  }

  #freshStreams(): HotStreams {
    return new HotStreams({
      log: this.log,
      maximumStreams: 100,
      snapshotEvery: 1_000_000,
      onSnapshotError: () => undefined,
    });
  }

  async open(): Promise<void> {
    const { log } = this;
    const show = { type: 'show-created', showId, title: 'one', description: '', hostId: 'person-host' };
    await append(log, showStreamId(mainShopId, showId), show, { type: 'show-went-live' });
    for (const name of [...offers, 'vase']) await stockUp(log, name, 12);
    await append(log, shopStreamId(mainShopId, 'catalogue'), {
      type: 'shop-set',
      changes: { shipsParcels: true, shippingMinor: 90 },
    });
    const terms = {
      held: termsOf('held'),
      first: termsOf('first', { claim: 'on-payment' }),
      few: termsOf('few', { limitTotal: 8, limitPerBuyer: 4 }),
    };
    const shelf = shelfStreamId(mainShopId, showId);
    for (const name of offers) {
      const offerId = offerIdOf(name);
      await append(log, shelf, { type: 'offer-added', showId, offerId, terms: terms[name] });
      await append(log, shelf, { type: 'offer-opened', offerId, endsAtMs: null });
    }
  }

  async close(): Promise<void> {
    await this.#bus.close();
  }

  /** As memory has it after all that happened, or folded anew from the log. */
  async books(how: 'live' | 'replayed' = 'live'): Promise<Books> {
    const streams = how === 'live' ? this.#streams : this.#freshStreams();
    const load = async <State>(ref: StreamRef<State>): Promise<State> => (await streams.load(ref)).state;
    const orders: PresentOrder[] = [];
    for (const { personId } of buyers) {
      const order = await load(orderStream(mainShopId, orderIdOf(showId, personId)));
      if (order.status === 'present') orders.push(order);
    }
    await load(catalogueStream(mainShopId));
    await load(showStream(mainShopId, showId));
    return {
      orders,
      ledger: await load(ledgerStream(mainShopId)),
      shelf: await load(shelfStream(mainShopId, showId)),
    };
  }

  async take(step: Step): Promise<void> {
    this.log.clock.nowMs += 1_000;
    const before = await this.books();
    const buyer = buyers[step.who] ?? systemPrincipal;
    const order = before.orders.find(({ buyerId }) => buyerId === buyer.personId);
    const planned = await this.#plan(step, buyer, order, before);
    if (!planned) return;
    const [command, principal] = planned;
    const outcome = await this.#executor.execute(command, commandIdOf(`step-${++this.#count}`), principal);
    if (outcome.outcome === 'rejected') return;
    this.accepted.set(step.kind, (this.accepted.get(step.kind) ?? 0) + 1);
  }

  async #plan(
    { kind, pick, amount }: Step,
    buyer: Principal,
    order: PresentOrder | undefined,
    books: Books,
  ): Promise<readonly [OrderCommand, Principal] | undefined> {
    const shop = principalOf('admin');
    const line = order && likelyLine(order, kind, pick);
    if (kind === 'take') return [taking(pick, ++this.#count), buyer];
    if (kind === 'win') return this.#win(buyer, books);
    if (!order || !line) return undefined;
    const { orderId } = order;
    const { lineId } = line;
    const payment =
      pick % 3 === 0 ? order.payments[amount % Math.max(1, order.payments.length)] : order.payments.at(-1);
    const refund = likelyRefund(order, kind, pick);
    switch (kind) {
      case 'change':
        return [{ type: 'change-line', showId, lineId, pieces: amount }, buyer];
      case 'check-out':
        return [checkingOut(order, pick), buyer];
      case 'pay':
        return [{ type: 'pay-order', showId, method: pick % 2 === 0 ? 'stripe' : 'stall' }, buyer];
      case 'cancel':
        return [{ type: 'cancel-lines', orderId, lineIds: [lineId] }, pick % 2 === 0 ? buyer : shop];
      case 'note': {
        if (!payment) return undefined;
        const status = statuses[amount % statuses.length] ?? 'failed';
        const word = { providerRef: 'ref', url: null, declineCode: null };
        return [
          { type: 'note-payment', orderId, paymentId: payment.paymentId, status, ...word },
          systemPrincipal,
        ];
      }
      case 'lapse':
        return this.#lapse(order, line);
      case 'settle':
        return [{ type: 'note-stall-payment', orderId, method: 'cash' }, shop];
      case 'refund': {
        const amountMinor = amount > 4 ? null : amount * 100;
        const wish = {
          refundId: `refund-${++this.#count}`,
          amountMinor,
          restocks: pick % 2 === 0,
          reason: '',
        };
        // Of several payments at once, and now and then of lines that nobody paid.
        const among = order.lines.filter(({ paidById }) => paidById !== null || pick % 7 === 0);
        const refunded = amount === 3 || amount > 4 ? among.map((one) => one.lineId) : [lineId];
        return [{ type: 'refund-lines', orderId, lineIds: refunded, ...wish }, shop];
      }
      case 'note-refund':
        return refund && [refundNote(orderId, refund, pick % 2 === 0 ? 'done' : 'failed'), systemPrincipal];
      case 'retry': {
        const amountMinor = amount > 3 ? null : amount * 50;
        const by = pick % 3 === 0 ? 'hand' : 'provider';
        return refund && [retrying(orderId, refund, `refund-${++this.#count}`, amountMinor, by), shop];
      }
      case 'ship':
        return [{ type: 'ship', orderId, lineIds: [lineId], tracking: '' }, shop];
      case 'hand-out':
        return [{ type: 'hand-out', orderId, lineIds: [lineId] }, shop];
      case 'undo':
        return [{ type: 'undo-hand-out', orderId, lineIds: [lineId] }, shop];
      case 'withdraw':
        if (line.source.kind !== 'lot') return undefined;
        return [{ type: 'withdraw-win', orderId, showId, by: 'void', ...line.source }, systemPrincipal];
      case 'limit':
        return [
          { type: 'limit-order', orderId, showId, deadlineMs: this.log.nowMs() + 5_000 },
          systemPrincipal,
        ];
    }
  }

  /** The provider works again, and the shop tries all it owes once more. Answers how many debts there were. */
  async repay(): Promise<number> {
    const run = async (command: OrderCommand, principal: Principal): Promise<void> => {
      const outcome = await this.#executor.execute(command, commandIdOf(`repay-${++this.#count}`), principal);
      if (outcome.outcome === 'rejected') throw new Error(`${command.type}: ${outcome.rejection.code}`);
    };
    const finish = async (): Promise<void> => {
      for (const { orderId, refunds } of (await this.books()).orders) {
        for (const refund of refunds.filter(({ status }) => status === 'started'))
          await run(refundNote(orderId, refund, 'done'), systemPrincipal);
      }
    };
    await finish();
    let debts = 0;
    for (const { orderId, refunds } of (await this.books()).orders) {
      for (const failed of refunds.filter(({ owed }) => owed.length > 0)) {
        debts++;
        const refundId = `refund-${++this.#count}`;
        await run(retrying(orderId, failed, refundId, null, 'provider'), principalOf('admin'));
      }
    }
    await finish();
    return debts;
  }

  #lapse(
    order: PresentOrder,
    { lineId, deadlineMs }: OrderLine,
  ): readonly [OrderCommand, Principal] | undefined {
    if (deadlineMs === null) return undefined;
    this.log.clock.nowMs = Math.max(this.log.clock.nowMs, deadlineMs);
    return [{ type: 'lapse-line', orderId: order.orderId, lineId, deadlineMs }, systemPrincipal];
  }

  /** The hammer gave the winner his hold in an append of its own. */
  async #win(
    { personId }: Principal,
    { ledger }: Books,
  ): Promise<readonly [OrderCommand, Principal] | undefined> {
    const lotId = `lot-${++this.#count}` as LotId;
    const orderId = orderIdOf(showId, personId);
    const dueAtMs = this.log.nowMs() + 60_000;
    const holdId = createHash('sha256').update(lotId).digest('base64url').slice(0, 32) as HoldId;
    const owner = { kind: 'order', orderId, lineId: winLineIdOf(lotId, 1) } as const;
    const items = [{ skuId: skuIdOf('vase'), quantity: 1 }];
    const hold = {
      type: 'hold',
      holdId,
      owner,
      audience: 'online',
      lines: items,
      deadlineMs: dueAtMs,
    } as const;
    const asked = { nowMs: this.log.nowMs(), actor: personId };
    const decision = decideStock({ ...hold, preferredPlaceIds: [] }, ledger, asked);
    if (decision.outcome === 'rejected') return undefined;
    await append(this.log, shopStreamId(mainShopId, 'ledger'), ...decision.events);
    const lot = { lotId, run: 1, holdId, title: 'a vase', taxLabel: '', items };
    const sale = { priceMinor: 1_000, dueAtMs, charges: lotId.endsWith('1') };
    return [{ type: 'add-win', orderId, showId, buyerId: personId, ...lot, ...sale }, systemPrincipal];
  }
}

/** Mostly one that waits for the step; now and then any. */
function likelyRefund({ refunds }: PresentOrder, kind: Step['kind'], pick: number): Refund | undefined {
  const fitting = refunds.filter(({ status, owed }) =>
    kind === 'retry' ? owed.length > 0 : status === 'started',
  );
  const among = pick % 5 === 0 || fitting.length === 0 ? refunds : fitting;
  return among[pick % Math.max(1, among.length)];
}

const refundNote = (orderId: OrderId, { refundId }: Refund, status: 'done' | 'failed'): OrderCommand => ({
  type: 'note-refund',
  orderId,
  refundId,
  status,
  declineCode: status === 'failed' ? 'disputed' : null,
});

const retrying = (
  orderId: OrderId,
  failed: Refund,
  refundId: string,
  amountMinor: number | null,
  by: 'provider' | 'hand',
): OrderCommand => ({
  type: 'retry-refund',
  orderId,
  failedRefundId: failed.refundId,
  refundId,
  amountMinor,
  by,
});

/** Mostly one that the step fits, so that it is not refused; now and then any. */
function likelyLine({ lines }: PresentOrder, kind: Step['kind'], pick: number): OrderLine | undefined {
  const fitting = lines.filter(({ status, source, deadlineMs }) => {
    if (kind === 'refund') return ['paid', 'handed-out', 'refunded'].includes(status);
    if (kind === 'hand-out' || kind === 'ship') return status === 'paid';
    if (kind === 'undo') return status === 'handed-out' || status === 'shipped';
    if (kind === 'withdraw') return source.kind === 'lot' && status !== 'withdrawn';
    if (kind === 'lapse') return deadlineMs !== null;
    return ['in-cart', 'lapsed', 'placed', 'overdue'].includes(status);
  });
  const among = pick % 5 === 0 || fitting.length === 0 ? lines : fitting;
  return among[pick % among.length];
}

const taking = (pick: number, count: number): OrderCommand => ({
  type: 'take-offer',
  showId,
  offerId: offerIdOf(offers[pick % offers.length] ?? 'held'),
  lineId: lineIdOf(`${count}`),
  pieces: 1 + (pick % 2),
  skuId: null,
  seenPriceMinor: 500,
});

/** The sum as a careful buyer sees it: the cart, what is due, and the parcel once. */
function checkingOut(order: PresentOrder, pick: number): OrderCommand {
  const delivery = pick % 3 === 0 ? 'parcel' : 'pick-up';
  const open = order.lines.filter(({ status }) =>
    ['in-cart', 'lapsed', 'placed', 'overdue'].includes(status),
  );
  const isPaid = parcelPaidMinor(order) > 0;
  const linesMinor = open.reduce((sum, { amountMinor }) => sum + amountMinor, 0);
  const seenTotalMinor = linesMinor + (delivery === 'parcel' && !isPaid ? 90 : 0);
  const method = pick % 2 === 0 ? 'stripe' : 'stall';
  return { type: 'check-out', showId, delivery, method, seenTotalMinor };
}
