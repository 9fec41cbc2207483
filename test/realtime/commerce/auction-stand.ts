import { auctionStream } from '#application/commerce/commerce-streams.ts';
import { orderIdOf } from '#application/commerce/order-id.ts';
import { mainShopId } from '#application/streams.ts';
import type { VerifiedPrincipal } from '#application/identity/identity.ts';
import {
  decideAuction,
  defaultIncrements,
  type AuctionBriefing,
  type AuctionCommand,
  type LotDraft,
} from '#domain/auction/auction.ts';
import type { HoldId, LotId, PersonId } from '#domain/ids.ts';
import { auctionReading } from '#test/support/commerce-reading.ts';
import { ChannelReader } from '#test/support/channel-reader.ts';
import { RealtimeStand, showId } from '#test/support/realtime-stand.ts';

export const channel = `auction-${showId}` as const;

/** Brands are given where ids are made; these are made by tests. */
export const person = (name: string): PersonId => `person-${name}` as PersonId;
export const lotId = (name: string | number): LotId => `lot-number-${name}` as LotId;

type OnShow<Command> = Command extends unknown ? Omit<Command, 'showId'> : never;
/** A command without what it is about, which is the show of the stand. */
export type Act = OnShow<AuctionCommand>;

const terms: LotDraft['terms'] = {
  kind: 'hammer',
  startMinor: 1000,
  reserveMinor: null,
  durationMs: 60_000,
  counterBidMs: 10_000,
  extensionCapMs: 60_000,
  increments: null,
};

export const draft = (title: string, fields: Partial<LotDraft['terms']> = {}): LotDraft => ({
  title,
  productId: null,
  mediaId: null,
  lines: [],
  terms: { ...terms, ...fields },
});

/** An auction that people act in, decided by the real domain and read over real sessions. */
export class AuctionStand {
  readonly world: RealtimeStand;
  readonly servers: readonly RealtimeStand[];
  showStatus: AuctionBriefing['showStatus'] = 'live';
  #count = 0;

  constructor(config: ConstructorParameters<typeof RealtimeStand>[0] = {}) {
    this.world = new RealtimeStand(config);
    this.servers = [this.world, new RealtimeStand(this.world.config, this.world)];
  }

  get stream() {
    return this.world.streamOf(auctionStream(mainShopId, showId));
  }

  get state() {
    return this.stream.state;
  }

  lot(name: string | number) {
    return this.state.lots.find((lot) => lot.lotId === lotId(name));
  }

  /** Code of the refusal, or undefined when it was done. */
  act(by: string, act: Act): string | undefined {
    const nowMs = this.world.clock.nowMs();
    // The same command again, with the show.
    const command = { ...act, showId } as AuctionCommand;
    const decision = decideAuction(command, this.state, {
      nowMs,
      actor: person(by),
      briefing: {
        showStatus: this.showStatus,
        isCrew: false,
        lacks: null,
        readAtMs: nowMs,
        nonce: `nonce-${(this.#count += 1)}`,
        preBidNonceOf: (bidderId) => `nonce-${bidderId}`,
        increments: defaultIncrements,
        paymentDueMs: 60_000,
        secondChanceMs: 60_000,
        holdId: `hold-${this.#count}-of-tests` as HoldId,
        orderIdOf: (personId) => orderIdOf(showId, personId),
      },
    });
    if (decision.outcome === 'rejected') return decision.rejection.code;
    this.stream.append(person(by), decision.events);
    return undefined;
  }

  /** By somebody at home, in the run that is open; 0 before the first. */
  bid(by: string, name: string | number, amountMinor: number, isExact = false): string | undefined {
    const lot = this.lot(name);
    const run = lot?.status === 'queued' ? 0 : (lot?.run ?? 0);
    const tappedAtMs = this.world.clock.nowMs();
    return this.act(by, { type: 'place-bid', lotId: lotId(name), run, amountMinor, isExact, tappedAtMs });
  }

  sell(name: string | number): string | undefined {
    const lot = this.lot(name);
    const seenPriceMinor = lot?.status === 'open' ? lot.openRun.priceMinor : null;
    return this.act('host', { type: 'close-lot', lotId: lotId(name), seenPriceMinor });
  }

  /** A tab that follows the auction, and what it has on its screen. */
  async enter(role: VerifiedPrincipal['role'], name: string, server = this.world) {
    const socket = await server.open(role, name);
    const reader = new ChannelReader(channel);
    await this.world.settle(reader.resume(socket));
    const reading = () => auctionReading(reader);
    const lot = (one: string | number) => reading().lots.find((lot) => lot.lotId === lotId(one));
    return { socket, reader, reading, lot };
  }

  tick(): Promise<void> {
    return this.world.clock.tick();
  }
}
