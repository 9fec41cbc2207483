import t from 'tap';
import { chromiumPath } from '../support/browser.ts';
import { HeadlessClient, newMessageId } from '../support/headless-client.ts';
import { ChatStand } from './chat-stand.ts';

t.setTimeout(300_000);

const skip = chromiumPath() === undefined ? 'no Chromium on this machine' : false;
/** Each writes slower than the flood rule allows (3 in 2 s); together they are a rush. */
const writers = 56;
const everyMs = 1100;
const measuredMs = 5000;

const wait = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** Runs in the page: the times between frames for a while, sorted. */
const measureFrames = (durationMs: number) => `new Promise((resolve) => {
  const gaps = [];
  let last = performance.now();
  const end = last + ${durationMs};
  const step = (now) => {
    gaps.push(now - last);
    last = now;
    if (now < end) requestAnimationFrame(step);
    else resolve(gaps.slice(1).sort((a, b) => a - b));
  };
  requestAnimationFrame(step);
})`;

const at = (sorted: readonly number[], share: number): number =>
  sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
const describe = (sorted: readonly number[]) => {
  const late = sorted.filter((gap) => gap > 50).length;
  return `${sorted.length} frames, p50 ${at(sorted, 0.5).toFixed(1)} ms, p95 ${at(sorted, 0.95).toFixed(1)} ms, ${late} over 50 ms`;
};

void t.test(
  'fifty messages a second are read in peace: frames keep coming, rows stay few',
  { skip },
  async (t) => {
    const stand = await ChatStand.open();
    const { origin } = stand.producer.server;
    const crowd = await Promise.all(Array.from({ length: writers }, () => HeadlessClient.connect(origin)));
    t.teardown(async () => {
      for (const writer of crowd) writer.close();
      await stand.close();
    });
    const ann = await stand.viewer('phone');
    const idle = await ann.page.evaluate<readonly number[]>(measureFrames(2000));
    let sent = 0;
    let refused = 0;
    let isOver = false;
    const startMs = performance.now();
    const write = async (writer: HeadlessClient, index: number) => {
      await wait((index * everyMs) / writers);
      for (let count = 0; !isOver; count += 1) {
        const nextMs = performance.now() + everyMs;
        const text = `Number ${count} of writer ${index}, is the blue one left?`;
        const message = {
          messageId: newMessageId(),
          text,
          replyToId: null,
          mentionIds: [],
          audience: 'room' as const,
        };
        // The show's id came over the wire as text; its brand is the server's affair.
        const done = writer.command('room.send-message', { showId: stand.showId as never, ...message });
        sent += 1;
        done.catch(() => (refused += 1));
        await wait(Math.max(0, nextMs - performance.now()));
      }
    };
    const rush = Promise.all(crowd.map(write));
    await wait(1000);
    const busy = await ann.page.evaluate<readonly number[]>(measureFrames(measuredMs));
    await ann.page.getByText('Very busy: showing some').waitFor({ timeout: 10_000 });
    await stand.host.say('Everybody please breathe');
    await ann.row('please breathe').waitFor();
    isOver = true;
    await rush;
    const perSecond = (sent * 1000) / (performance.now() - startMs);
    t.comment(`idle: ${describe(idle)}`);
    t.comment(`${Math.round(perSecond)} messages a second, ${refused} refused: ${describe(busy)}`);
    t.ok(perSecond > 30, 'it was a rush');
    // On a machine that stumbles some writers bunch up and meet the flood rule.
    t.ok(refused < sent / 4, `${refused} of ${sent} refused`);
    t.ok(
      at(busy, 0.95) <= Math.max(34, 2 * at(idle, 0.95)),
      'at most one frame in twenty is late, as without a rush',
    );
    const rows = await ann.page.locator('.chat-row').count();
    t.ok(rows < sent / 2, `${rows} of ${sent} were shown`);
    t.ok((await ann.page.locator('.chat-row').count()) <= 200, 'the page never holds more than 200 rows');
  },
);
