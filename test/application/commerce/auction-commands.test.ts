import t, { type Test } from 'tap';
import type { SkuId } from '#domain/ids.ts';
import { initialLedgerState, type LedgerEvent, type LedgerState } from '#domain/ledger/ledger.ts';
import { orderIdOf, winLineIdOf } from '#application/commerce/order-id.ts';
import { mainShopId, shopStreamId } from '#application/streams.ts';
import { systemPrincipal } from '#application/system-principal.ts';
import { plain, principalOf, StandLog, startCore, type CoreStand } from '../core-stand.ts';
import { ada, bidOn, bob, draft, liveAuction, lot, lotIdOf, lotNow, showId } from './auction-examples.ts';

const skuId = 'sku-vase-0001' as SkuId;
const code = (outcome: Awaited<ReturnType<CoreStand['run']>>): string =>
  outcome.outcome === 'accepted' ? 'accepted' : outcome.rejection.code;

const recordedOf = (outcome: Awaited<ReturnType<CoreStand['run']>>) =>
  outcome.outcome === 'accepted' ? outcome.recorded : outcome.rejection;

/** A shop with so many vases, of which online may have all but the reserve, and a lot of one of them. */
async function withVases(t: Test, quantity: number) {
  const log = new StandLog();
  const stand = await startCore(t, log);
  const product = {
    title: 'Vase',
    description: '',
    pictures: [],
    taxLabel: '',
    skus: [
      {
        skuId,
        label: '',
        priceMinor: 2000,
        unit: { name: 'piece', divisions: 1, divisionName: 'piece', leastQuantity: 1 },
        barcode: null,
        isArchived: false,
      },
    ],
  };
  const commands = [
    { type: 'save-product', productId: 'product-vase', product },
    { type: 'receive-stock', skuId, placeId: 'place-stall', quantity, note: '' },
    { type: 'create-show', showId, title: 'one', description: '' },
    plain('go-live', 'one'),
    lot('add-lot', 'vase', { lot: draft({}, [{ skuId, quantity: 1 }]) }),
  ];
  for (const command of commands) {
    // Ids of a shop are made at its edge; here they are named by hand.
    const outcome = await stand.run(command as Parameters<CoreStand['run']>[0]);
    if (outcome.outcome === 'rejected')
      throw new Error(`${command.type}: ${JSON.stringify(outcome.rejection)}`);
  }
  const ledger = async (): Promise<LedgerState> =>
    (await stand.application.read(stand.application.streams.ledger)).state;
  return { ...stand, log, ledger };
}

t.test('opening holds the stock, the hammer gives it to the winner, with a deadline', async (t) => {
  const { run, log, ledger } = await withVases(t, 10);
  t.equal(code(await run(lot('open-lot', 'vase'))), 'accepted');
  t.match((await ledger()).holds, [
    { owner: { kind: 'lot', lotId: lotIdOf('vase') }, audience: 'online', deadlineMs: null },
  ]);
  await run(bidOn('vase', 1500, log.nowMs()), ada);
  t.equal(code(await run(lot('close-lot', 'vase', { seenPriceMinor: 1000 }))), 'accepted');
  const orderId = orderIdOf(showId, ada.personId);
  t.match((await ledger()).holds, [
    {
      owner: { kind: 'order', orderId, lineId: winLineIdOf(lotIdOf('vase'), 1) },
      deadlineMs: log.nowMs() + 15 * 60_000,
    },
  ]);
});

t.test('a lot and its stock stand in one append', async (t) => {
  const { run, log } = await withVases(t, 10);
  log.requests.length = 0;
  await run(lot('open-lot', 'vase'));
  const streams = log.requests.flatMap(({ commands }) => commands.flatMap(({ events }) => events));
  t.equal(new Set(streams.map(({ streamId }) => streamId)).size, 2);
  t.equal(log.requests.length, 1);
});

t.test('without stock it does not open', async (t) => {
  const { run, application } = await withVases(t, 1);
  // Ids of a shop are made at its edge; here they are named by hand.
  const blocked = { type: 'block-stock', skuId, placeId: 'place-stall', quantity: 1, reason: 'cracked' };
  await run(blocked as Parameters<CoreStand['run']>[0]);
  t.equal(code(await run(lot('open-lot', 'vase'))), 'stock-insufficient');
  t.equal((await lotNow(application, 'vase')).status, 'queued');
});

t.test('unsold and voided lots give the stock back', async (t) => {
  const { run, ledger } = await withVases(t, 10);
  await run(lot('open-lot', 'vase'));
  await run(lot('close-lot', 'vase', { seenPriceMinor: null }));
  t.same((await ledger()).holds, []);
  await run(lot('rerun-lot', 'vase'));
  await run(lot('open-lot', 'vase'));
  t.equal((await ledger()).holds.length, 1);
  await run(lot('void-lot', 'vase', { reason: 'wrong picture' }));
  t.same((await ledger()).holds, []);
});

t.test('the last lot opened again has its stock back, sold or unsold', async (t) => {
  const { run, log, ledger } = await withVases(t, 10);
  const owner = { kind: 'lot', lotId: lotIdOf('vase') };
  await run(lot('open-lot', 'vase'));
  await run(lot('close-lot', 'vase', { seenPriceMinor: null }));
  t.equal(code(await run(lot('reopen-last-lot', 'vase'))), 'accepted');
  t.match((await ledger()).holds, [{ owner }]);
  await run(bidOn('vase', 1500, log.nowMs(), 2), ada);
  await run(lot('close-lot', 'vase', { seenPriceMinor: 1000 }));
  t.equal(code(await run(lot('reopen-last-lot', 'vase'))), 'accepted');
  t.match((await ledger()).holds, [{ owner, deadlineMs: null }]);
  t.equal((await ledger()).holds.length, 1);
});

t.test('the second chance takes the stock along, and gives it back when it is declined', async (t) => {
  const { run, log, ledger } = await withVases(t, 10);
  await run(lot('open-lot', 'vase'));
  await run(bidOn('vase', 5000, log.nowMs()), ada);
  await run(bidOn('vase', 3000, log.nowMs()), bob);
  await run(lot('close-lot', 'vase', { seenPriceMinor: 3200 }));
  const orderId = orderIdOf(showId, ada.personId);
  t.equal(code(await run(lot('note-lot-unpaid', 'vase', { orderId }), ada)), 'forbidden');
  await run(lot('note-lot-unpaid', 'vase', { orderId }), systemPrincipal);
  t.equal(code(await run(lot('offer-second-chance', 'vase'))), 'accepted');
  t.match((await ledger()).holds, [{ owner: { kind: 'lot' }, deadlineMs: log.nowMs() + 10 * 60_000 }]);
  t.equal(code(await run(lot('accept-second-chance', 'vase'), bob)), 'accepted');
  t.match((await ledger()).holds, [{ owner: { orderId: orderIdOf(showId, bob.personId) } }]);
  t.equal((await ledger()).holds.length, 1);
});

t.test('a rehearsal touches no stock', async (t) => {
  const { run, log, application, ledger } = await withVases(t, 10);
  await run({ type: 'create-show', showId: 'show-two' as typeof showId, title: 'two', description: '' });
  const on = (type: 'add-lot' | 'open-lot' | 'close-lot', parts: object = {}) =>
    ({ ...lot(type, 'bowl', parts), showId: 'show-two' }) as Parameters<typeof run>[0];
  await run(plain('start-rehearsal', 'two'));
  await run(on('add-lot', { lot: draft({}, [{ skuId, quantity: 1 }]) }));
  t.equal(code(await run(on('open-lot'))), 'accepted');
  t.equal(code(await run(on('close-lot', { seenPriceMinor: null }))), 'accepted');
  const events = await log.read(shopStreamId(mainShopId, 'ledger'), 0, 100);
  t.notOk(events.some(({ event }) => (event as LedgerEvent).type === 'hold-placed'));
  t.same((await ledger()).holds, initialLedgerState.holds);
  t.ok(application);
});

t.test('a retried bid that won already does not read "expired", nor too low', async (t) => {
  const log = new StandLog();
  const { run } = await liveAuction(t, log, { vase: draft() });
  await run(lot('open-lot', 'vase'));
  const command = bidOn('vase', 1500, log.nowMs());
  const first = await run(command, ada, 'mine');
  await run(bidOn('vase', 4000, log.nowMs()), bob);
  log.clock.nowMs += 60_000;
  const again = await run(command, ada, 'mine');
  t.same(recordedOf(again), recordedOf(first));
  t.match(again, { answer: { receipt: { sequence: 3 } } }, 'and its receipt comes along');
  await run(lot('close-lot', 'vase', { seenPriceMinor: 1600 }));
  t.same(recordedOf(await run(command, ada, 'mine')), recordedOf(first), 'not even after the hammer');
  t.equal(code(await run(command, ada, 'another')), 'bid-expired');
});

t.test(
  'the crew cannot bid, by hand or by paddle; whoever hosts is of the crew as a viewer, too',
  async (t) => {
    const log = new StandLog();
    const { run } = await liveAuction(t, log, { vase: draft() });
    await run(lot('open-lot', 'vase'));
    for (const role of ['admin', 'staff', 'moderator'] as const)
      t.equal(code(await run(bidOn('vase', 1000, log.nowMs()), principalOf(role))), 'bidder-is-crew', role);
    t.equal(
      code(await run(bidOn('vase', 1000, log.nowMs()), principalOf('viewer', 'admin'))),
      'bidder-is-crew',
    );
    const personId = principalOf('admin').personId;
    t.equal(code(await run({ type: 'give-paddle', showId, paddle: 1, personId })), 'bidder-is-crew');
  },
);

t.test('viewers do not run the auction, and nobody issues what timers do', async (t) => {
  const log = new StandLog();
  const { run } = await liveAuction(t, log, { vase: draft() });
  t.equal(code(await run(lot('open-lot', 'vase'), ada)), 'forbidden');
  await run(lot('open-lot', 'vase'));
  const floor = lot('place-floor-bid', 'vase', {
    run: 1,
    paddle: 1,
    amountMinor: 1000,
    tappedAtMs: log.nowMs(),
  });
  t.equal(code(await run(floor, ada)), 'forbidden');
  t.equal(code(await run(floor, principalOf('staff'))), 'paddle-unknown');
  t.equal(code(await run(lot('end-lot-by-clock', 'vase', { run: 1, endsAtMs: 0 }))), 'forbidden');
});

t.test('lots open while the show is on, and a paused show takes no bids', async (t) => {
  const log = new StandLog();
  const { run } = await liveAuction(t, log, { vase: draft(), bowl: draft({}, [{ skuId, quantity: 1 }]) });
  t.equal(
    code(await run(lot('add-lot', 'bowl', { lot: draft({}, [{ skuId, quantity: 1 }]) }))),
    'sku-not-found',
  );
  await run(lot('open-lot', 'vase'));
  await run({ type: 'pause-show', showId, slate: 'break' } as never);
  t.equal(code(await run(bidOn('vase', 1000, log.nowMs()), ada)), 'lot-not-open');
  await run(plain('resume-show', 'one'));
  t.equal(code(await run(bidOn('vase', 1000, log.nowMs()), ada)), 'accepted');
  await run(lot('close-lot', 'vase', { seenPriceMinor: 1000 }));
  await run(plain('end-show', 'one'));
  t.equal(code(await run(lot('reopen-last-lot', 'vase'))), 'show-wrong-status');
});

t.test('a shop that asks for a sign-in hears bids only from who came by a link', async (t) => {
  const log = new StandLog();
  const { run } = await liveAuction(t, log, { vase: draft() });
  t.equal(code(await run({ type: 'set-shop', changes: { bidRequires: 'sign-in' } })), 'accepted');
  await run(lot('open-lot', 'vase'));
  t.match(await run(bidOn('vase', 1000, log.nowMs()), ada), {
    rejection: { code: 'bidder-not-qualified', details: { lacks: 'sign-in' } },
  });
  t.equal(code(await run(bidOn('vase', 1000, log.nowMs()), { ...ada, isKnown: true })), 'accepted');
});

t.test(
  'a log that does not answer takes no bid back: its receipt comes when it is asked for again',
  async (t) => {
    const log = new StandLog();
    const { run, errors } = await liveAuction(t, log, { vase: draft() });
    await run(lot('open-lot', 'vase'));
    // More than what stands behind a snapshot.
    const before = 210;
    for (let bid = 0; bid < before; bid += 1)
      await run(bidOn('vase', 10_000 * (bid + 1), log.nowMs()), bid % 2 === 0 ? ada : bob);
    // Another server's start: it has little of this auction's history in memory.
    const other = await startCore(t, log);
    const command = bidOn('vase', 10_000 * (before + 1), log.nowMs());
    await other.application.read(other.application.streams.auction(showId));
    await other.application.read(other.application.streams.show(showId));
    await other.application.read(other.application.streams.catalogue);
    const read = log.read.bind(log);
    log.read = () => Promise.reject(new Error('away'));
    const outcome = await other.run(command, ada, 'mine');
    t.match(outcome, { outcome: 'accepted', answer: { receipt: null } });
    // Others that read at the same time may have failed, too.
    t.ok(other.errors.some(({ where }) => where === 'bid log'));
    log.read = read;
    t.match(await other.run(command, ada, 'mine'), {
      outcome: 'accepted',
      answer: { receipt: { sequence: before + 3 } },
    });
    t.same(errors, []);
  },
);

t.test('a unique piece is auctioned, although all of it is set aside for the room', async (t) => {
  const { run, ledger } = await withVases(t, 1);
  t.match((await ledger()).reserves, [{ skuId, remaining: 1 }]);
  t.equal(code(await run(lot('open-lot', 'vase'))), 'accepted');
  t.match(await ledger(), {
    holds: [{ lines: [{ quantity: 1, fromReserve: 1 }] }],
    reserves: [{ remaining: 0 }],
  });
  t.equal(code(await run(lot('close-lot', 'vase', { seenPriceMinor: null }))), 'accepted');
  t.match((await ledger()).reserves, [{ remaining: 1 }], 'and it is the room’s again when nobody bid');
});
