import { setTimeout as delay } from 'node:timers/promises';
import t from 'tap';
import { mediaStand, plan, saysLive, showId } from '#test/media/media-stand.ts';
import { checkStream } from '../../scripts/hls-check/check-stream.ts';
import type { RuleId } from '../../scripts/hls-check/rules.ts';
import { BreakingProxy } from './breaking-proxy.ts';
import { faults } from './faults.ts';

t.setTimeout(200_000);

const demoId = 'source-of-demo';
/** Enough for delta updates, which leave out what is older than six targets. */
const playedMs = 20_000;
const atOnce = 6;
const watchS = 7;

/** The demo stage over LL-HLS, for long enough that every kind of answer can be had. */
async function soundStream(t: Parameters<typeof mediaStand>[0]): Promise<string> {
  const stand = await mediaStand(t, { hls: true });
  const onAir = { programmeSourceId: demoId, microphoneSourceId: demoId };
  await stand.stages.apply(plan({ ...onAir, sources: [{ sourceId: demoId, kind: 'clip' }] }));
  await stand.stages.feed(showId, demoId, { kind: 'demo' });
  await stand.signal(saysLive(demoId, true), 30_000);
  await delay(playedMs);
  return `http://127.0.0.1:${stand.stages.workers.all[0]?.greeting?.hlsPort}/hls/${showId}`;
}

t.test('each broken rule is found, and nothing else is', async (t) => {
  const proxy = await BreakingProxy.open(await soundStream(t), { ...faults, none: {} });
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
