import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { text } from 'node:stream/consumers';
import t from 'tap';
import {
  ada,
  bidOn,
  draft,
  liveAuction,
  lot,
  lotIdOf,
  showId,
} from '#test/application/commerce/auction-examples.ts';
import { StandLog } from '#test/application/core-stand.ts';

const script = resolve(import.meta.dirname, '../../scripts/auction-replay.ts');

async function replay(...parameters: readonly string[]) {
  const child = spawn(process.execPath, [script, ...parameters], { stdio: ['ignore', 'pipe', 'pipe'] });
  const [said, complained] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, 'close'),
  ]);
  return { code: child.exitCode, said, complained };
}

t.test('a log and a receipt as they were downloaded replay, and an altered line is named', async (t) => {
  const log = new StandLog();
  const { application, run } = await liveAuction(t, log, { vase: draft() });
  await run(lot('open-lot', 'vase'));
  const command = bidOn('vase', 1000, log.nowMs());
  const outcome = await run(command, ada);
  if (outcome.outcome === 'rejected') throw new Error(outcome.rejection.code);
  const { receipt } = await application.bidLog.acknowledge(command, outcome);
  await run(lot('close-lot', 'vase', { seenPriceMinor: 1000 }));
  const folder = t.testdir({});
  let lines = '';
  const published = await application.bidLog.publish(showId, lotIdOf('vase'));
  if (!published) throw new Error('not published');
  for await (const line of published) lines += line;
  const [file, receipts, key, forged] = ['log', 'receipts', 'key', 'forged'].map((name) =>
    join(folder, name),
  ) as [string, string, string, string];
  writeFileSync(file, lines);
  writeFileSync(receipts, `${JSON.stringify(receipt)}\n`);
  writeFileSync(key, application.bidLog.publicKey);
  writeFileSync(forged, lines.replace('"via":"online"', '"via":"floor"'));
  const good = await replay(file, receipts, '--key', key);
  t.same([good.code, good.complained], [0, '']);
  t.match(good.said, /sold to Bidder 1 for 1000, 1 bids\n1 receipts read, 0 faults found/);
  const bad = await replay(forged, receipts);
  t.equal(bad.code, 1);
  t.match(bad.said, /line 3 was altered: receipt 1 of receipts has via "online", the log "floor"/);
  t.equal((await replay()).code, 2);
});
