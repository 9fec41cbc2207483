import { ShowIdSchema } from '#protocol/ids.ts';
import { HeadlessClient } from '#test/support/headless-client.ts';
import { watch } from '#test/support/headless-stage.ts';
import { Value } from 'typebox/value';

const names = ['Ada', 'Ben', 'Chloé', 'Dina', 'Emre', 'Farah', 'Goran', 'Hiro', 'Ines', 'Jonas'];
/** They come one after the other, as people do. */
const arrivalMs = 700;
/** ffmpeg needs a moment until there is something to watch. */
const patienceMs = 60_000;

/** Lets `count` people without a browser watch the demo show, each over a real connection of its own. */
export async function joinViewers(origin: string, count: number): Promise<void> {
  for (let index = 0; index < count; index += 1) {
    await new Promise((resolve) => setTimeout(resolve, arrivalMs));
    try {
      await join(origin, names[index % names.length] ?? 'Viewer');
    } catch (error) {
      console.error(`  A simulated viewer could not watch: ${String(error)}`);
    }
  }
}

async function join(origin: string, name: string): Promise<void> {
  const client = await HeadlessClient.connect(origin, { name });
  const untilMs = performance.now() + patienceMs;
  for (;;) {
    const showId = await findDemo(client);
    const isLast = performance.now() > untilMs;
    if (showId !== undefined) {
      const { consumers } = await watch(client, showId);
      if (consumers.length > 0) return;
    }
    if (isLast) throw new Error('there is nothing to see');
    await new Promise((resolve) => setTimeout(resolve, arrivalMs));
  }
}

async function findDemo(client: HeadlessClient) {
  const lobby = JSON.stringify(await client.http('GET', '/api/shows'));
  const found = /"showId":"(demo-show-\d+)"/.exec(lobby)?.[1];
  return found === undefined ? undefined : Value.Parse(ShowIdSchema, found);
}
