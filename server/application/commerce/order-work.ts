import type { CatalogueState, ShopSettings } from '#domain/catalogue/catalogue.ts';
import type { Decision, Rejection } from '#domain/decision.ts';
import type { StreamId } from '#domain/ids.ts';
import {
  decideStock,
  evolveLedger,
  type Hold,
  type LedgerState,
  type StockRequest,
} from '#domain/ledger/ledger.ts';
import { evolveOrder, type OrderEvent, type OrderLine, type OrderState } from '#domain/order/order.ts';
import { decideTaking, evolveShelf, type ShelfRequest, type ShelfState } from '#domain/shelf/shelf.ts';
import type { ShowState } from '#domain/show/show.ts';
import type { ErrorCode } from '#protocol/errors.ts';
import type { CommandContext, StreamEvent, StreamRef } from '../command-handler.ts';
import type { OrderFacts } from './order-facts.ts';

/** What an order is decided on. Shelf and show are those of its show; a till's order has none. */
export type OrderStates = [OrderState, LedgerState, CatalogueState, ShelfState?, ShowState?];
export type OrderRefs = readonly [
  StreamRef<OrderState>,
  StreamRef<LedgerState>,
  StreamRef<CatalogueState>,
  StreamRef<ShelfState>?,
  StreamRef<ShowState>?,
];

/** The same by name. */
export interface WorkStates {
  readonly order: OrderState;
  readonly ledger: LedgerState;
  readonly catalogue: CatalogueState;
  readonly shelf: ShelfState | undefined;
  readonly show: ShowState | undefined;
}

/** Why something cannot be done; `undefined`: it can, and is decided. */
export type Refusal = Rejection<ErrorCode> | undefined;

interface Stage {
  readonly order: OrderState;
  readonly ledger: LedgerState;
  readonly shelf: ShelfState | undefined;
  readonly events: readonly StreamEvent[];
}

/**
 * One decision over an order, its stock and its offers: each step sees what those before it did, and either all of it
 * happens or nothing. Lives as long as one `decide`.
 */
export class OrderWork {
  readonly context: CommandContext<OrderFacts>;
  readonly catalogue: CatalogueState;
  readonly show: ShowState | undefined;
  readonly #streamIds: {
    readonly order: StreamId;
    readonly ledger: StreamId;
    readonly shelf: StreamId | undefined;
  };
  #stage: Stage;

  constructor(refs: OrderRefs, states: WorkStates, context: CommandContext<OrderFacts>) {
    const { order, ledger, catalogue, shelf, show } = states;
    this.context = context;
    this.catalogue = catalogue;
    this.show = show;
    this.#streamIds = {
      order: refs[0].streamId,
      ledger: refs[1].streamId,
      shelf: refs[3]?.streamId,
    };
    this.#stage = { order, ledger, shelf, events: [] };
  }

  get order(): OrderState {
    return this.#stage.order;
  }

  get shelf(): ShelfState | undefined {
    return this.#stage.shelf;
  }

  get settings(): ShopSettings {
    return this.catalogue.settings;
  }

  get nowMs(): number {
    return this.context.nowMs;
  }

  /** All that was decided, in its order. */
  get events(): readonly StreamEvent[] {
    return this.#stage.events;
  }

  /** Takes a decision on the order over. */
  decide(decision: Decision<OrderEvent, ErrorCode> | undefined): Refusal {
    if (decision === undefined) return undefined;
    if (decision.outcome === 'rejected') return decision.rejection;
    const { order } = this.#streamIds;
    this.#take(decision.events, order, (stage, event) => ({
      ...stage,
      order: evolveOrder(stage.order, this.#occurred(event)),
    }));
    return undefined;
  }

  /** Asks the ledger. */
  stock(request: StockRequest): Refusal {
    const decision = decideStock(request, this.#stage.ledger, this.#asked());
    if (decision.outcome === 'rejected') return decision.rejection;
    this.#take(decision.events, this.#streamIds.ledger, (stage, event) => ({
      ...stage,
      ledger: evolveLedger(stage.ledger, this.#occurred(event)),
    }));
    return undefined;
  }

  /** Asks the shelf. */
  taking(request: ShelfRequest): Refusal {
    const { shelf } = this.#streamIds;
    if (shelf === undefined || this.#stage.shelf === undefined) return { code: 'offer-not-found' };
    const decision = decideTaking(request, this.#stage.shelf, this.#asked());
    if (decision.outcome === 'rejected') return decision.rejection;
    this.#take(decision.events, shelf, (stage, event) => ({
      ...stage,
      shelf: stage.shelf && evolveShelf(stage.shelf, this.#occurred(event)),
    }));
    return undefined;
  }

  /** Several steps as one: where one is refused, none of them happened. */
  attempt(steps: () => Refusal): Refusal {
    const before = this.#stage;
    const refusal = steps();
    if (refusal) this.#stage = before;
    return refusal;
  }

  /** The hold of a line, as long as it is that line's. */
  holdOf({ holdId, lineId }: Pick<OrderLine, 'holdId' | 'lineId'>): Hold | undefined {
    const { order, ledger } = this.#stage;
    if (holdId === null || order.status === 'absent') return undefined;
    const hold = ledger.holds.find((candidate) => candidate.holdId === holdId);
    const owner = hold?.owner;
    const isOwn = owner?.kind === 'order' && owner.orderId === order.orderId && owner.lineId === lineId;
    return isOwn ? hold : undefined;
  }

  /** What is decided, as the executor takes it. */
  conclude(refusal: Refusal): Decision<StreamEvent, ErrorCode> {
    if (refusal) return { outcome: 'rejected', rejection: refusal };
    return { outcome: 'accepted', events: this.#stage.events };
  }

  #take<Event>(
    events: readonly Event[],
    streamId: StreamId,
    evolve: (stage: Stage, event: Event) => Stage,
  ): void {
    for (const event of events) {
      const next = evolve(this.#stage, event);
      this.#stage = { ...next, events: [...next.events, { streamId, event }] };
    }
  }

  #occurred<Event>(event: Event) {
    return { event, atMs: this.nowMs, actorId: this.context.principal.personId };
  }

  #asked() {
    return { nowMs: this.nowMs, actor: this.context.principal.personId };
  }
}
