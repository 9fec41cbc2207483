import t from 'tap';
import { checkStream } from '../../scripts/hls-check/check-stream.ts';
import type { RuleId } from '../../scripts/hls-check/rules.ts';
import { BreakingProxy } from './breaking-proxy.ts';
import { demoStream } from './demo-stream.ts';
import { faults } from './faults.ts';

t.setTimeout(200_000);

/** Enough for delta updates, which leave out what is older than six targets. */
const playedMs = 20_000;
const atOnce = 6;
const watchS = 7;

t.test('each broken rule is found, and nothing else is', async (t) => {
  const proxy = await BreakingProxy.open(await demoStream(t, playedMs), { ...faults, none: {} });
  t.teardown(() => {
    proxy.close();
  });
  const brokenIn = async (fault: string): Promise<readonly RuleId[]> => {
    const { verdicts } = await checkStream(proxy.address(fault), watchS);
    return verdicts.filter(({ broken }) => broken > 0).map(({ rule }) => rule);
  };
  t.same(await brokenIn('none'), [], 'a sound stream breaks none');
  // A table's keys are its own; Object.keys loses that.
  const rules = Object.keys(faults) as RuleId[];
  for (let first = 0; first < rules.length; first += atOnce) {
    await Promise.all(
      rules.slice(first, first + atOnce).map(async (rule) => {
        const broken = await brokenIn(rule);
        t.ok(broken.includes(rule), `${rule} is found`);
        const others = broken.filter((other) => other !== rule && !faults[rule].also?.includes(other));
        t.same(others, [], `and nothing but what follows from ${rule}`);
      }),
    );
  }
});
