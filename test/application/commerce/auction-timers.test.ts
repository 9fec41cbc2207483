import t from 'tap';
import { plain, showIdOf, StandLog, startCore } from '../core-stand.ts';
import { ada, bidOn, bob, draft, liveAuction, lot, lotNow } from './auction-examples.ts';

const timed = draft({ kind: 'timed', durationMs: 60_000 });
const settle = () => new Promise((resolve) => setTimeout(resolve, 60));

t.test('a timed lot is sold 100 ms after its end, once, on however many servers', async (t) => {
  const log = new StandLog();
  const { application, run, errors } = await liveAuction(t, log, { vase: timed }, 10);
  await startCore(t, log, 10);
  await run(lot('open-lot', 'vase'));
  t.equal((await run(bidOn('vase', 1500, log.nowMs()), ada)).outcome, 'accepted');
  log.clock.nowMs += 60_099;
  await settle();
  t.equal((await lotNow(application, 'vase')).status, 'open', 'bids read in time may still be on their way');
  log.clock.nowMs += 1;
  await settle();
  const sold = await lotNow(application, 'vase');
  t.equal(sold.status === 'sold' && sold.sale.priceMinor, 1000);
  const events = await log.read(application.streams.auction(showIdOf('one')).streamId, 0, 100);
  t.equal(events.filter(({ event }) => JSON.stringify(event).includes('lot-sold')).length, 1);
  t.same(errors, []);
});

t.test(
  'a bid that came in time is counted although its end has passed, and one that came later is not',
  async (t) => {
    const log = new StandLog();
    const { application, run } = await liveAuction(t, log, { vase: timed }, 3_600_000);
    await run(lot('open-lot', 'vase'));
    log.clock.nowMs += 60_000;
    const atTheEnd = run(bidOn('vase', 1500, log.nowMs()), ada);
    log.clock.nowMs += 90;
    t.equal((await atTheEnd).outcome, 'accepted');
    t.equal(
      (await lotNow(application, 'vase')).status === 'open',
      true,
      'and sets the clock back to ten seconds from when it was read',
    );
    log.clock.nowMs += 9_911;
    const late = await run(bidOn('vase', 2000, log.nowMs()), bob);
    t.match(late, { outcome: 'rejected', rejection: { code: 'lot-not-open' } });
  },
);

t.test('the timer of a clock that was set back does nothing; the new one ends the lot', async (t) => {
  const log = new StandLog();
  const { application, run } = await liveAuction(t, log, { vase: timed }, 10);
  await run(lot('open-lot', 'vase'));
  log.clock.nowMs += 55_000;
  await run(bidOn('vase', 1500, log.nowMs()), ada);
  await run(bidOn('vase', 1400, log.nowMs()), bob);
  log.clock.nowMs += 5_200;
  await settle();
  t.equal((await lotNow(application, 'vase')).status, 'open');
  log.clock.nowMs += 4_900;
  await settle();
  t.equal((await lotNow(application, 'vase')).status, 'sold');
});

t.test('a server that starts after the end of a lot closes it', async (t) => {
  const log = new StandLog();
  const { application, run } = await liveAuction(t, log, { vase: timed });
  await run(lot('open-lot', 'vase'));
  await application.shutdown();
  log.clock.nowMs += 70_000;
  const next = await startCore(t, log, 10);
  await settle();
  t.equal((await lotNow(next.application, 'vase')).status, 'unsold');
});

t.test('what a rehearsal did is gone when the show goes live', async (t) => {
  const log = new StandLog();
  const { application, run } = await startCore(t, log, 10);
  const commands = [
    { type: 'create-show', showId: showIdOf('one'), title: 'one', description: '' } as const,
    plain('start-rehearsal', 'one'),
    lot('add-lot', 'vase', { lot: draft() }),
    lot('open-lot', 'vase'),
    plain('go-live', 'one'),
  ];
  for (const [index, command] of commands.entries())
    t.equal((await run(command, undefined, `r-${index}`)).outcome, 'accepted', command.type);
  await settle();
  t.match(await lotNow(application, 'vase'), { status: 'queued', run: 1 });
});
