import type { Test } from 'tap';
import type { EventLog } from '#application/ports.ts';
import type { Application, Command } from '#application/application.ts';
import type { Lot, LotDraft } from '#domain/auction/auction.ts';
import type { LotId } from '#domain/ids.ts';
import { create, plain, principalOf, showIdOf, startCore, type CoreStand } from '../core-stand.ts';

export const showId = showIdOf('one');
export const lotIdOf = (name: string): LotId => `lot-${name}` as LotId;
export const [ada, bob, eve] = ['ada', 'bob', 'eve'].map((name) => principalOf('viewer', name)) as [
  ReturnType<typeof principalOf>,
  ReturnType<typeof principalOf>,
  ReturnType<typeof principalOf>,
];

const terms = {
  kind: 'hammer',
  startMinor: 1000,
  reserveMinor: null,
  durationMs: 60_000,
  counterBidMs: 10_000,
  extensionCapMs: 60_000,
  increments: null,
} as const satisfies LotDraft['terms'];

export const draft = (parts: Partial<LotDraft['terms']> = {}, lines: LotDraft['lines'] = []): LotDraft => ({
  title: 'a vase',
  productId: null,
  mediaId: null,
  lines,
  terms: { ...terms, ...parts },
});

export const lot = <Type extends Command['type']>(type: Type, name: string, parts: object = {}) =>
  // One place that knows the fields all lot commands share; each example names the rest.
  ({ type, showId, lotId: lotIdOf(name), ...parts }) as unknown as Command;

/** A live show with lots in its queue. */
export async function liveAuction(
  t: Test,
  log: EventLog,
  lots: Readonly<Record<string, LotDraft>>,
  sweepMs?: number,
): Promise<CoreStand> {
  const stand = await startCore(t, log, sweepMs);
  await stand.run(create('one'));
  await stand.run(plain('go-live', 'one'));
  for (const [name, one] of Object.entries(lots)) await stand.run(lot('add-lot', name, { lot: one }));
  return stand;
}

export const bidOn = (
  name: string,
  amountMinor: number,
  tappedAtMs: number,
  run = 1,
  isExact = false,
): Command => lot('place-bid', name, { run, amountMinor, isExact, tappedAtMs });

export async function lotNow(application: Application, name: string): Promise<Lot> {
  const { state } = await application.read(application.streams.auction(showId));
  const found = state.lots.find(({ lotId }) => lotId === lotIdOf(name));
  if (!found) throw new Error(`no lot ${name}`);
  return found;
}
