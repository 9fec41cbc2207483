import fc from 'fast-check';
import { runOf, type Lot } from '#domain/auction/auction.ts';
import { auctionReading } from '#test/support/commerce-reading.ts';
import { ChannelReader } from '#test/support/channel-reader.ts';
import type { SocketPair } from '#test/support/socket-pair.ts';
import { AuctionStand, channel, draft, lotId, person, type Act } from './auction-stand.ts';

const people = ['bob', 'vera', 'eva'] as const;
const paddles = [7, 8] as const;
const lots = [1, 2, 3] as const;

/** What becomes of the last sale. */
type Settling =
  | { readonly do: 'reopen' | 'paid' | 'unpaid' | 'offer' }
  | { readonly do: 'answer'; readonly isTaken: boolean };

/** Something that happens in an auction or to those who follow it. Numbers pick one of what there is. */
export type Step =
  | { readonly do: 'bid'; readonly by: number; readonly above: number; readonly isExact: boolean }
  | { readonly do: 'floor-bid'; readonly paddle: number; readonly above: number }
  | { readonly do: 'pre-bid' | 'withdraw'; readonly by: number; readonly at: number }
  | { readonly do: 'open' | 'move' | 'rerun'; readonly at: number }
  | { readonly do: 'going' | 'sell' | 'void' | 'clear' }
  | Settling
  | { readonly do: 'bar' | 'unbar'; readonly who: number }
  | { readonly do: 'stage'; readonly status: 'live' | 'rehearsal' }
  | { readonly do: 'cut' | 'return'; readonly reader: number; readonly server: number }
  | { readonly do: 'wait'; readonly ms: number }
  | { readonly do: 'lose-tail'; readonly count: number };

const small = fc.nat({ max: 40 });
const oneOf = <const Names extends readonly Step['do'][]>(...names: Names) =>
  fc.constantFrom<Names[number][]>(...names);

/** A lively evening on two servers over one log. */
const anything = fc.oneof(
  {
    weight: 10,
    arbitrary: fc.record({ do: oneOf('bid'), by: small, above: small, isExact: fc.boolean() }),
  },
  { weight: 4, arbitrary: fc.record({ do: oneOf('floor-bid'), paddle: small, above: small }) },
  { weight: 2, arbitrary: fc.record({ do: oneOf('pre-bid', 'withdraw'), by: small, at: small }) },
  { weight: 6, arbitrary: fc.record({ do: oneOf('open', 'open', 'open', 'move', 'rerun'), at: small }) },
  {
    weight: 8,
    arbitrary: fc.record({
      do: oneOf(
        'going',
        'sell',
        'sell',
        'void',
        'reopen',
        'paid',
        'unpaid',
        'unpaid',
        'offer',
        'offer',
        'clear',
      ),
    }),
  },
  { weight: 2, arbitrary: fc.record({ do: oneOf('answer'), isTaken: fc.boolean() }) },
  { weight: 1, arbitrary: fc.record({ do: oneOf('bar', 'unbar'), who: small }) },
  {
    weight: 1,
    arbitrary: fc.record({
      do: oneOf('stage'),
      status: fc.constantFrom('live' as const, 'rehearsal' as const),
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({ do: oneOf('cut', 'return'), reader: small, server: fc.nat({ max: 1 }) }),
  },
  { weight: 4, arbitrary: fc.record({ do: oneOf('wait'), ms: fc.constantFrom(0, 5, 25, 400) }) },
) as fc.Arbitrary<Step>;

/** Long enough for several lots to be sold and settled. */
const long = { minLength: 30, maxLength: 80, size: 'max' } as const;

export const evening: fc.Arbitrary<readonly Step[]> = fc.array(anything, long);

export const eveningWithLosses: fc.Arbitrary<readonly Step[]> = fc.array(
  fc.oneof(
    { weight: 12, arbitrary: anything },
    {
      weight: 1,
      arbitrary: fc.record({
        do: oneOf('lose-tail'),
        count: fc.integer({ min: 1, max: 5 }),
      }),
    },
  ),
  long,
);

export interface SceneReader {
  readonly name: string;
  readonly role: 'viewer' | 'host';
  readonly reader: ChannelReader<typeof channel>;
  socket: SocketPair | undefined;
}

/** Two servers over one auction, four readers, and what none of them may ever be sent. */
export class AuctionScene extends AuctionStand {
  readonly readers: readonly SceneReader[];
  /** What was sent against the rules. */
  readonly leaks: string[] = [];
  #bids = 0;

  constructor() {
    super({ recoveryEvents: 12, channelPushesPerSecond: 3 });
    this.readers = [...people, 'host'].map((name) => ({
      name,
      role: name === 'host' ? 'host' : 'viewer',
      reader: new ChannelReader(channel),
      socket: undefined,
    }));
    for (const number of lots) {
      const reserveMinor = number === 1 ? 54_321 : null;
      const kind = number === 3 ? ('timed' as const) : ('hammer' as const);
      const lot = draft(`Lot ${number}`, { kind, reserveMinor });
      this.act('host', { type: 'add-lot', lotId: lotId(number), lot });
    }
    for (const paddle of paddles)
      this.act('host', { type: 'give-paddle', paddle, personId: person(`guest-${paddle}`) });
  }

  async play(steps: readonly Step[]): Promise<void> {
    for (const one of this.readers) await this.bring(one, 0);
    for (const step of steps) {
      await this.#do(step);
      await this.tick();
    }
  }

  /** Everybody is there, and everything that was held back has been told. */
  async gather(): Promise<void> {
    for (const one of this.readers) if (one.socket === undefined) await this.bring(one, 0);
    await this.world.clock.advance(100);
    for (let ticks = 0; ticks < 5; ticks += 1) await this.tick();
  }

  async bring(one: SceneReader, server: number): Promise<void> {
    const stand = this.servers[server] ?? this.world;
    const socket = await stand.open(one.role, one.name);
    socket.listen((message) => this.#check(one, JSON.stringify(message)));
    one.socket = socket;
    await this.world.settle(one.reader.resume(socket));
  }

  /** What somebody who opens the page now has. */
  async fresh({ role, name }: SceneReader) {
    const reader = new ChannelReader(channel);
    await this.world.settle(reader.resume(await this.world.open(role, name)));
    return auctionReading(reader);
  }

  /** Nothing of other people's, nothing that is secret as long as it is. */
  #check({ name, role }: SceneReader, text: string): void {
    for (const lot of this.state.lots) {
      const run = runOf(lot);
      const leader = run?.leader;
      if (leader && leader.bidderId !== person(name) && leader.maxMinor > (run?.priceMinor ?? 0))
        this.#forbid(name, text, `\\b${leader.maxMinor}\\b`);
      if (run?.isRehearsal === true && role === 'viewer')
        this.#forbid(name, text, `"auction.bid","lotId":"${lot.lotId}"`);
      for (const { bidderId, maxMinor } of lot.status === 'queued' ? lot.preBids : [])
        if (bidderId !== person(name)) this.#forbid(name, text, `\\b${maxMinor}\\b`);
    }
    if (role === 'host') return;
    for (const other of ['bob', 'vera', 'eva', 'guest-7', 'guest-8', 'host'])
      if (other !== name) this.#forbid(name, text, person(other));
    this.#forbid(name, text, '"(paddles|barred|reserveMinor|person)":|"isRehearsal":true|why he is barred');
    if (this.state.lots.every((lot) => !isReserveKnown(lot))) this.#forbid(name, text, '\\b54321\\b');
  }

  #forbid(name: string, text: string, secret: string): void {
    // The table of increments and what must be bid next are public, and a maximum may happen to be one of them.
    const open = /"increments":\[[^\]]*\]|"askingMinor":\d+/g;
    const found = new RegExp(secret).exec(text.replaceAll(open, ''));
    if (found !== null) this.leaks.push(`${name} was sent ${found[0]}: ${text}`);
  }

  async #do(step: Step): Promise<void> {
    switch (step.do) {
      case 'cut': {
        const one = pick(this.readers, step.reader);
        one?.socket?.leave();
        one?.reader.pause();
        if (one !== undefined) one.socket = undefined;
        return;
      }
      case 'return': {
        const one = pick(this.readers, step.reader);
        if (one !== undefined && one.socket === undefined) await this.bring(one, step.server);
        return;
      }
      case 'wait':
        return this.world.clock.advance(step.ms);
      case 'lose-tail':
        return this.stream.loseTail(step.count);
      case 'stage':
        this.showStatus = step.status;
        return;
      default:
        for (const [by, act] of this.#actsOf(step)) this.act(by, act);
    }
  }

  /** Whoever may not is refused by the domain, and nothing happens. */
  #actsOf(
    step: Exclude<Step, { readonly do: 'cut' | 'return' | 'wait' | 'lose-tail' | 'stage' }>,
  ): readonly (readonly [by: string, act: Act])[] {
    const { openLotId, lots: known } = this.state;
    const open = known.find((lot) => lot.lotId === openLotId);
    const run = open?.run ?? 0;
    const price = open === undefined ? null : (runOf(open)?.priceMinor ?? null);
    const tappedAtMs = this.world.clock.nowMs();
    const seen = { seenPriceMinor: price };
    const on = { lotId: open?.lotId ?? lotId(1) };
    switch (step.do) {
      case 'bid': {
        const { isExact } = step;
        const amountMinor = this.#unlike((price ?? 1000) + step.above * 1_000);
        return [[who(step.by), { type: 'place-bid', ...on, run, amountMinor, isExact, tappedAtMs }]];
      }
      case 'floor-bid': {
        const paddle = pick(paddles, step.paddle) ?? 7;
        const amountMinor = (price ?? 1000) + 500 + step.above * 100;
        return [['host', { type: 'place-floor-bid', ...on, run, paddle, amountMinor, tappedAtMs }]];
      }
      case 'pre-bid': {
        const lot = pick(known, step.at);
        if (lot?.status !== 'queued') return [];
        const amountMinor = this.#unlike(1_000 + step.at * 1_000);
        const bid = { type: 'place-bid', lotId: lot.lotId, run: lot.run, amountMinor } as const;
        return [[who(step.by), { ...bid, isExact: false, tappedAtMs }]];
      }
      case 'withdraw':
        return [[who(step.by), { type: 'withdraw-pre-bid', lotId: pickLot(step.at) }]];
      case 'open':
        return [['host', { type: 'open-lot', lotId: pickLot(step.at) }]];
      case 'move':
        return [['host', { type: 'move-lot', lotId: pickLot(step.at), beforeLotId: pickLot(step.at + 1) }]];
      case 'rerun':
        return [['host', { type: 'rerun-lot', lotId: pickLot(step.at) }]];
      case 'going':
        return [['host', { type: 'call-going', ...on, call: 1, ...seen }]];
      case 'sell':
        return [['host', { type: 'close-lot', ...on, ...seen }]];
      case 'void':
        return [['host', { type: 'void-lot', ...on, reason: 'a clear error' }]];
      case 'clear':
        return [['host', { type: 'clear-rehearsal' }]];
      case 'bar':
        return [
          ['host', { type: 'bar-bidder', personId: person(who(step.who)), reason: 'why he is barred' }],
        ];
      case 'unbar':
        return [['host', { type: 'unbar-bidder', personId: person(who(step.who)) }]];
      default:
        return this.#settlementsOf(step);
    }
  }

  /** An amount that no other bid has and no increment leads to, so that a maximum is known when it is seen. */
  #unlike(amountMinor: number): number {
    this.#bids += 1;
    return Math.ceil(amountMinor / 1_000) * 1_000 + 1_000 + this.#bids;
  }

  #settlementsOf(step: Settling): readonly (readonly [by: string, act: Act])[] {
    const sold = this.state.lots.findLast((lot) => lot.status === 'sold');
    if (sold === undefined) return [];
    const { lotId: id, sale } = sold;
    switch (step.do) {
      case 'reopen':
        return [['host', { type: 'reopen-last-lot', lotId: id }]];
      case 'offer':
        return [['host', { type: 'offer-second-chance', lotId: id }]];
      case 'paid':
      case 'unpaid': {
        if (sale.orderId === null) return [];
        const type = step.do === 'paid' ? 'note-lot-paid' : 'note-lot-unpaid';
        return [['system', { type, lotId: id, orderId: sale.orderId }]];
      }
      case 'answer': {
        if (sale.settlement.status !== 'second-chance') return [];
        const by = sale.settlement.bidderId.replace('person-', '');
        const type = step.isTaken ? 'accept-second-chance' : 'decline-second-chance';
        return [[by, { type, lotId: id }]];
      }
    }
  }
}

/** The reserve shows once a price is it, or came to be above it. */
const isReserveKnown = (lot: Lot): boolean => {
  const run = runOf(lot);
  return run?.history.some(({ priceMinor }) => priceMinor >= 54_321) === true || run?.isReserveMet === true;
};

const pick = <Item>(items: readonly Item[], at: number): Item | undefined =>
  items[at % Math.max(1, items.length)];
const who = (at: number): string => pick(people, at) ?? 'bob';
const pickLot = (at: number) => lotId(pick(lots, at) ?? 1);
