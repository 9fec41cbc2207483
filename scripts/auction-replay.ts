/**
 * `npm run auction:replay -- FILE [RECEIPTS...] [--key KEY.pem]`: computes the winner of a published log anew, and
 * checks its chain, what it reveals, and the receipts of bidders. Ends with 1 where something is not as it was.
 */
import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { replayAuction } from '../server/application/commerce/auction-replay.ts';
import { endWithUsage, readArguments } from './arguments.ts';

const usage = 'npm run auction:replay -- FILE [RECEIPTS...] [--key KEY.pem]';
const { values, positionals } = readArguments(
  { options: { key: { type: 'string' } }, allowPositionals: true },
  usage,
);
const [file = endWithUsage(usage), ...receiptFiles] = positionals;
const read = (path: string): string => readFileSync(path, 'utf8');
const report = replayAuction({
  log: read(file),
  receipts: receiptFiles.map((path) => ({ name: basename(path), text: read(path) })),
  publicKey: values.key === undefined ? undefined : read(values.key),
});
const { winner, priceMinor, bids, receipts, findings } = report;
console.log(winner === null ? `not sold, ${bids} bids` : `sold to ${winner} for ${priceMinor}, ${bids} bids`);
console.log(`${receipts} receipts read, ${findings.length} faults found`);
for (const { line, what } of findings) console.log(line === null ? what : `line ${line} ${what}`);
process.exitCode = findings.length === 0 ? 0 : 1;
