import fc from 'fast-check';
import { brokenLaw } from '../domain/ledger/laws.ts';
import { carryOut, emptyBooks, operations } from '../domain/ledger/ledger-model.ts';

/** The ledger's laws over a million random operations; `LEDGER_OPERATIONS` and `LEDGER_SEED` change it. */
const wanted = Number(process.env['LEDGER_OPERATIONS'] ?? 1_000_000);
const seed = Number(process.env['LEDGER_SEED'] ?? Date.now() % 2 ** 31);
const lifeLength = 1_000;

const startedMs = performance.now();
let done = 0;
let events = 0;
for (let life = 0; done < wanted; life += 1) {
  const [all = []] = fc.sample(operations(lifeLength), { seed: seed + life, numRuns: 1 });
  let books = { ...emptyBooks };
  for (const operation of all) {
    books = carryOut(books, operation);
    const broken = brokenLaw(books);
    if (broken === undefined) continue;
    console.error(`seed ${seed}, life ${life}: ${broken}`);
    process.exit(1);
  }
  events += books.events.length;
  done += all.length;
}
const seconds = ((performance.now() - startedMs) / 1_000).toFixed(0);
console.log(`ledger: ${done} operations, ${events} events, no law broken, ${seconds} s, seed ${seed}`);
