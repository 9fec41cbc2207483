import fc from 'fast-check';
import type { PersonId } from '#domain/ids.ts';
import {
  offerById,
  type Offer,
  type OfferTerms,
  type ShelfCommand,
  type ShelfEvent,
  type ShelfRequest,
  type ShelfState,
} from '#domain/shelf/shelf.ts';
import { added, cup, giveBack, on, personIdOf, shelf, take, termsOf } from './shelf-examples.ts';

/** What may happen next; whether it may is what the law asks. */
export type Step =
  | { readonly do: 'take' | 'give-back'; readonly who: number; readonly pieces: number }
  | { readonly do: 'open' | 'end' | 'clock' }
  | { readonly do: 'wait'; readonly ms: number }
  | { readonly do: 'edit'; readonly limitTotal: number | null; readonly limitPerBuyer: number | null };

const limit = (max: number) => fc.option(fc.integer({ min: 1, max }), { nil: null });
export const someTerms: fc.Arbitrary<OfferTerms> = fc
  .record({
    limitTotal: limit(8),
    limitPerBuyer: limit(3),
    durationMs: fc.option(fc.integer({ min: 1, max: 40 }), { nil: null }),
  })
  .filter(areSound)
  .map(termsOf);
const pieces = fc.integer({ min: 1, max: 4 });
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 6, arbitrary: fc.record({ do: fc.constant('take' as const), who: fc.nat(3), pieces }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('give-back' as const), who: fc.nat(3), pieces }) },
  {
    weight: 3,
    arbitrary: fc.record({ do: fc.constantFrom('open' as const, 'end' as const, 'clock' as const) }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('wait' as const), ms: fc.nat(15) }) },
  {
    weight: 1,
    arbitrary: fc.record({ do: fc.constant('edit' as const), limitTotal: limit(9), limitPerBuyer: limit(3) }),
  },
);
export const someSteps = fc.array(step, { maxLength: 60, size: 'max' });

function areSound({ limitTotal, limitPerBuyer }: Pick<OfferTerms, 'limitTotal' | 'limitPerBuyer'>): boolean {
  return limitTotal === null || limitPerBuyer === null || limitPerBuyer <= limitTotal;
}

/** One offer and all who have something of it, counted beside it in the plainest way. */
export class ShelfModel {
  state: ShelfState = shelf.initial;
  nowMs = 1_000;
  readonly events: { readonly event: ShelfEvent; readonly atMs: number }[] = [];
  /** How many of what kind were accepted, so that a law knows that it saw them. */
  readonly seen = new Map<string, number>();
  readonly #has = new Map<PersonId, number>();

  constructor(terms: OfferTerms) {
    this.#fold([added(terms)]);
    this.carryOut({ do: 'open' });
  }

  get offer(): Offer {
    const offer = offerById(this.state, cup);
    if (offer === undefined) throw new Error('the offer is gone');
    return offer;
  }

  hasOf(personId: PersonId): number {
    return this.#has.get(personId) ?? 0;
  }

  get takenByAll(): number {
    return [...this.#has.values()].reduce((sum, one) => sum + one, 0);
  }

  get buyers(): readonly PersonId[] {
    return [...this.#has.keys()];
  }

  /** What is not so after it although it must be; `undefined`: all is well. */
  carryOut(one: Step): string | undefined {
    if (one.do === 'wait') this.nowMs += one.ms;
    const asked = this.#askedBy(one);
    if (asked === undefined) return undefined;
    const before = this.offer;
    const decision = shelf.decide(asked, this.state, { nowMs: this.nowMs, actor: personIdOf('host') });
    const isAccepted = decision?.outcome === 'accepted';
    const wrong = asked.type === 'take' ? this.#unfair(asked, before, isAccepted) : undefined;
    if (decision?.outcome !== 'accepted') return wrong;
    this.#fold(decision.events);
    this.seen.set(one.do, (this.seen.get(one.do) ?? 0) + 1);
    if (asked.type === 'take' || asked.type === 'give-back') {
      const change = asked.type === 'take' ? asked.pieces : -asked.pieces;
      this.#has.set(asked.personId, this.hasOf(asked.personId) + change);
    }
    for (const event of decision.events)
      if (event.type === 'offer-ended' && event.reason === 'sold-out')
        this.seen.set('sold-out', (this.seen.get('sold-out') ?? 0) + 1);
    return wrong;
  }

  /** Who may have it gets it, and nobody else: by the terms, the time, and what was counted here. */
  #unfair(asked: ShelfRequest, before: Offer, isAccepted: boolean): string | undefined {
    const { limitTotal, limitPerBuyer } = before.terms;
    const fits = limitTotal === null || this.takenByAll + asked.pieces <= limitTotal;
    const mayHave = limitPerBuyer === null || this.hasOf(asked.personId) + asked.pieces <= limitPerBuyer;
    const isInTime = before.status === 'open' && this.nowMs < (before.endsAtMs ?? Infinity);
    const should = isInTime && fits && mayHave;
    return should === isAccepted ? undefined : `a taking is ${isAccepted ? 'accepted' : 'refused'} wrongly`;
  }

  #askedBy(one: Step): ShelfCommand | ShelfRequest | undefined {
    switch (one.do) {
      case 'wait':
        return undefined;
      case 'take':
        return take(personIdOf(`${one.who}`), one.pieces);
      case 'give-back': {
        const personId = personIdOf(`${one.who}`);
        const most = Math.min(one.pieces, this.hasOf(personId));
        return most === 0 ? undefined : giveBack(personId, most);
      }
      case 'open':
        return on('open-offer', {});
      case 'end':
        return on('end-offer', {});
      case 'clock': {
        const { offer } = this;
        const endsAtMs = offer.status === 'open' ? offer.endsAtMs : null;
        return endsAtMs === null ? undefined : on('end-offer-by-clock', { endsAtMs });
      }
      case 'edit': {
        const { limitTotal, limitPerBuyer } = one;
        return on('edit-offer', { terms: { ...this.offer.terms, limitTotal, limitPerBuyer } });
      }
    }
  }

  #fold(events: readonly ShelfEvent[]): void {
    for (const event of events) {
      const { nowMs: atMs } = this;
      this.events.push({ event, atMs });
      this.state = shelf.evolve(this.state, { event, atMs, actorId: personIdOf('host') });
    }
  }
}
