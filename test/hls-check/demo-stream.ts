import { setTimeout as delay } from 'node:timers/promises';
import { mediaStand, plan, saysLive, showId } from '#test/media/media-stand.ts';

const demoId = 'source-of-demo';

/** The demo stage over LL-HLS, once it has played for so long. Answers with the address of the show's folder. */
export async function demoStream(t: Parameters<typeof mediaStand>[0], playedMs: number): Promise<string> {
  const stand = await mediaStand(t, { hls: true });
  const onAir = { programmeSourceId: demoId, microphoneSourceId: demoId };
  await stand.stages.apply(plan({ ...onAir, sources: [{ sourceId: demoId, kind: 'clip' }] }));
  await stand.stages.feed(showId, demoId, { kind: 'demo' });
  await stand.signal(saysLive(demoId, true), 30_000);
  await delay(playedMs);
  return `http://127.0.0.1:${stand.stages.workers.all[0]?.greeting?.hlsPort}/hls/${showId}`;
}
