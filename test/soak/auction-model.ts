import fc from 'fast-check';
import { checkAgainstOracle, someSteps, someTerms } from '#test/domain/auction/auction-model.ts';

/** The long form of the law of test/domain/auction/laws.test.ts. `SOAK_RUNS` auctions, 20,000 unless it says otherwise. */
const numRuns = Number(process.env['SOAK_RUNS'] ?? 20_000);
const seed = Number(process.env['FC_SEED'] ?? Date.now() % 2_147_483_647);
process.stdout.write(`auction model: ${numRuns} auctions, seed ${seed}\n`);
fc.assert(fc.property(someTerms, someSteps(120), checkAgainstOracle), { numRuns, seed });
process.stdout.write('auction model: as the oracle says, every time\n');
