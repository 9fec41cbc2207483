import t, { type Test } from 'tap';
import type { CommandOutcome } from '#application/application.ts';
import { replayAuction } from '#application/commerce/auction-replay.ts';
import { canonical, hashOf } from '#application/commerce/bid-chain.ts';
import type { BidReceipt } from '#protocol/auction-views.ts';
import { principalOf, StandLog, startCore, type CoreStand } from '../core-stand.ts';
import { ada, bidOn, bob, draft, eve, liveAuction, lot, lotIdOf, showId } from './auction-examples.ts';

type Line = Record<string, unknown>;

/** A lot that was fought for: a tie, a paddle, a raised max, a reserve, "going" taken back. With everybody's receipts. */
async function foughtFor(t: Test) {
  const log = new StandLog();
  const stand = await liveAuction(t, log, { vase: draft({ reserveMinor: 4000 }) });
  const { run } = stand;
  const receipts: BidReceipt[] = [];
  const bid = async (amountMinor: number, by: typeof ada, isExact = false): Promise<void> => {
    const command = bidOn('vase', amountMinor, log.nowMs(), 1, isExact);
    receipts.push(await receiptOf(stand, command, await run(command, by)));
    log.clock.nowMs += 100;
  };
  await run({ type: 'give-paddle', showId, paddle: 7, personId: principalOf('viewer', 'kim').personId });
  await run(bidOn('vase', 1500, log.nowMs(), 0), eve);
  await run(lot('open-lot', 'vase'));
  await bid(3000, ada);
  await bid(3000, bob);
  await run(lot('call-going', 'vase', { call: 1, seenPriceMinor: 3000 }));
  await run(
    lot('place-floor-bid', 'vase', { run: 1, paddle: 7, amountMinor: 3500, tappedAtMs: log.nowMs() }),
  );
  await bid(5000, ada);
  await bid(9000, ada);
  await bid(4400, bob, true);
  await run(lot('close-lot', 'vase', { seenPriceMinor: 4600 }));
  const file = await published(stand);
  return { stand, receipts, file, run };
}

async function receiptOf(
  { application }: CoreStand,
  command: Parameters<CoreStand['run']>[0],
  outcome: CommandOutcome,
): Promise<BidReceipt> {
  if (outcome.outcome === 'rejected') throw new Error(JSON.stringify(outcome.rejection));
  const { receipt } = await application.bidLog.acknowledge(command, outcome);
  if (!receipt) throw new Error('no receipt');
  return receipt;
}

async function published({ application }: CoreStand): Promise<string> {
  const lines = await application.bidLog.publish(showId, lotIdOf('vase'));
  if (!lines) throw new Error('not published');
  let file = '';
  for await (const line of lines) file += line;
  return file;
}

const replay = (log: string, receipts: readonly BidReceipt[] = []) =>
  replayAuction({
    log,
    receipts: [{ name: 'mine', text: receipts.map((one) => JSON.stringify(one)).join('\n') }],
  });
const linesOf = (file: string): Line[] =>
  file
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Line);
const fileOf = (lines: readonly Line[]): string => lines.map((line) => `${canonical(line)}\n`).join('');

/** What an operator who rewrites the log would do: every hash is right again. */
function rechained(lines: readonly Line[]): Line[] {
  let previous: unknown = null;
  return lines.map((line) => {
    if (!('hash' in line)) return line;
    const { hash: _hash, ...rest }: Line = { ...line, previous };
    previous = hashOf(rest);
    return { ...rest, hash: previous };
  });
}

t.test('the log and everybody’s receipts replay to the winner and the price', async (t) => {
  const { file, receipts } = await foughtFor(t);
  t.same(replay(file, receipts), {
    winner: 'Bidder 2',
    priceMinor: 4600,
    bids: 6,
    receipts: 5,
    findings: [],
  });
});

t.test('nobody is named in it, and the winner’s max is not told', async (t) => {
  const { file } = await foughtFor(t);
  for (const secret of ['person-', 'ada', 'kim', '"maxMinor":9000', '"maxMinor":5000'])
    t.notOk(file.includes(secret), secret);
  const others = linesOf(file).filter((line) => !('hash' in line));
  t.match(
    others.filter(({ kind }) => kind === 'withheld'),
    [{ leastMinor: 4600 }, { leastMinor: 4600 }],
  );
  t.ok(others.some(({ kind, maxMinor }) => kind === 'revealed' && maxMinor === 4400));
  t.match(others.at(-1), { kind: 'reserve', reserveMinor: 4000 });
});

t.test('the winner’s max is told when it is the price', async (t) => {
  const log = new StandLog();
  const stand = await liveAuction(t, log, { vase: draft() });
  await stand.run(lot('open-lot', 'vase'));
  await stand.run(bidOn('vase', 2000, log.nowMs(), 1, true), ada);
  await stand.run(lot('close-lot', 'vase', { seenPriceMinor: 2000 }));
  const file = await published(stand);
  t.notOk(file.includes('withheld'));
  t.match(replay(file), { winner: 'Bidder 1', priceMinor: 2000, findings: [] });
});

t.test('whatever field of whatever line is altered is found, and the line named', async (t) => {
  const { file } = await foughtFor(t);
  const lines = linesOf(file);
  let altered = 0;
  for (const [index, line] of lines.entries()) {
    if (!('hash' in line)) continue;
    for (const field of Object.keys(line)) {
      const findings = replay(fileOf(lines.with(index, { ...line, [field]: another(line[field]) }))).findings;
      altered += 1;
      t.ok(
        findings.some(({ line: number }) => number === index + 1),
        `${String(line['kind'])}.${field}`,
      );
    }
  }
  t.ok(altered > 80);
});

t.test(
  'an altered bid is found through a receipt although the chain was made anew, and its line named',
  async (t) => {
    const { file, receipts } = await foughtFor(t);
    const lines = linesOf(file);
    const acknowledged = new Map(receipts.map((receipt) => [receipt.sequence, receipt]));
    for (const [index, line] of lines.entries()) {
      const receipt = acknowledged.get(Number(line['sequence']));
      if (!('hash' in line) || !receipt) continue;
      for (const field of Object.keys(line).filter((name) => name !== 'hash' && name !== 'previous')) {
        const forged = fileOf(rechained(lines.with(index, { ...line, [field]: another(line[field]) })));
        const { findings } = replay(forged, [receipt]);
        // What makes it no line at all, or one of another place, is told as that.
        t.ok(findings.length > 0, `${index}.${field}`);
        const isNamed = findings.some(({ line: number }) => number === index + 1);
        t.ok(isNamed || field === 'sequence', `${index}.${field}: ${JSON.stringify(findings)}`);
      }
    }
  },
);

t.test('a line that was left out, put in or swapped is found through any receipt after it', async (t) => {
  const { file, receipts } = await foughtFor(t);
  const lines = linesOf(file);
  const last = receipts.at(-1);
  if (!last) throw new Error('no receipt');
  const bids = lines.flatMap((line, index) => (line['kind'] === 'bid' ? [index] : []));
  for (const index of bids.slice(0, -1)) {
    t.not(replay(fileOf(rechained(lines.toSpliced(index, 1))), [last]).findings.length, 0, 'left out');
    const swapped = lines.with(index, lines[index + 1] ?? {}).with(index + 1, lines[index] ?? {});
    t.not(replay(fileOf(rechained(swapped)), [last]).findings.length, 0, 'swapped');
  }
});

t.test('a receipt that the shop did not sign, or of another line, accuses nobody', async (t) => {
  const { file, receipts } = await foughtFor(t);
  const [one, other] = receipts;
  if (!one || !other) throw new Error('no receipts');
  t.match(replay(file, [{ ...one, headHash: other.headHash }]).findings, [
    { line: null, what: /not signed/ },
  ]);
  t.match(replay(file, [{ ...one, line: { ...one.line, priceMinor: 1 } }]).findings, [
    { line: null, what: /does not have the line/ },
  ]);
});

t.test('a log is published when the lot is over, and a rehearsal never', async (t) => {
  const log = new StandLog();
  const { application, run } = await liveAuction(t, log, { vase: draft() });
  const ask = () => application.bidLog.publish(showId, lotIdOf('vase'));
  t.equal(await ask(), undefined);
  await run(lot('open-lot', 'vase'));
  t.equal(await ask(), undefined);
  await run(lot('close-lot', 'vase', { seenPriceMinor: null }));
  t.ok(await ask());
  t.equal(await application.bidLog.publish(showId, lotIdOf('none')), undefined);
});

t.test('a voided run and the one after it are one chain', async (t) => {
  const log = new StandLog();
  const stand = await liveAuction(t, log, { vase: draft() });
  const { run } = stand;
  await run(lot('open-lot', 'vase'));
  await run(bidOn('vase', 8000, log.nowMs()), ada);
  await run(bidOn('vase', 2000, log.nowMs()), bob);
  await run(lot('void-lot', 'vase', { reason: 'wrong picture' }));
  await run(lot('rerun-lot', 'vase'));
  await run(lot('open-lot', 'vase'));
  const command = bidOn('vase', 1200, log.nowMs(), 2);
  const receipt = await receiptOf(stand, command, await run(command, bob));
  await run(lot('close-lot', 'vase', { seenPriceMinor: 1000 }));
  await run(lot('reopen-last-lot', 'vase'));
  await run(bidOn('vase', 1500, log.nowMs(), 3), ada);
  await run(lot('close-lot', 'vase', { seenPriceMinor: 1300 }));
  const file = await published(stand);
  t.match(replay(file, [receipt]), { winner: 'Bidder 1', priceMinor: 1300, findings: [] });
});

t.test('bids of one batch share one signature, and each has its own line', async (t) => {
  const log = new StandLog();
  const stand = await liveAuction(t, log, { vase: draft() });
  await stand.run(lot('open-lot', 'vase'));
  const commands = [1000, 2000, 3000].map((amountMinor) => bidOn('vase', amountMinor, log.nowMs()));
  const receipts = await Promise.all(
    commands.map(async (command, index) =>
      receiptOf(stand, command, await stand.run(command, [ada, bob, eve][index])),
    ),
  );
  const [first, ...others] = receipts;
  t.equal(new Set(receipts.map(({ lineHash }) => lineHash)).size, 3);
  // The first found nobody else waiting, so it is a batch of its own.
  t.equal(new Set(others.map(({ signature }) => signature)).size, 1);
  t.ok(first);
});

const another = (value: unknown): unknown => {
  if (typeof value === 'number') return value + 1;
  if (typeof value === 'boolean') return !value;
  if (typeof value === 'string') return value === 'bid' ? 'max' : `${value}x`;
  return value === null ? 5 : { ...(value as object), startMinor: 1 };
};

t.test(
  'a start reads no long history: receipts go on from a snapshot of the chains, and still replay',
  async (t) => {
    const log = new StandLog();
    const first = await liveAuction(t, log, {
      vase: draft({ startMinor: 1, increments: [{ fromMinor: 0, incrementMinor: 1 }] }),
    });
    await first.run(lot('open-lot', 'vase'));
    const bid = async (stand: CoreStand, amountMinor: number) => {
      const command = bidOn('vase', amountMinor, log.nowMs(), 1, true);
      return receiptOf(stand, command, await stand.run(command, amountMinor % 2 === 0 ? ada : bob));
    };
    const early: BidReceipt[] = [];
    for (let amountMinor = 1; amountMinor <= 2_050; amountMinor += 1)
      early.push(await bid(first, amountMinor));
    const second = await startCore(t, log);
    const read = log.read.bind(log);
    let oldest = Infinity;
    log.read = (streamId, afterVersion, limit) => {
      if (streamId.includes('auction-')) oldest = Math.min(oldest, afterVersion);
      return read(streamId, afterVersion, limit);
    };
    const late = await bid(second, 3_001);
    t.ok(oldest >= 1_990, `read from ${oldest} on`);
    log.read = read;
    await second.run(lot('close-lot', 'vase', { seenPriceMinor: 3_001 }));
    t.match(replay(await published(second), [...early.slice(-3), late]), { receipts: 4, findings: [] });
  },
);
