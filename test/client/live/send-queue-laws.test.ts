import fc from 'fast-check';
import { test } from 'tap';
import { createOutgoingStore, type TabStorage } from '../../../client-demo/src/live/outgoing-store.ts';
import { roomOf, standingRoom } from './room-stand.ts';
import type { ChannelStand } from './channel-stand.ts';

const steps = fc.array(
  fc.oneof(
    fc.constant('send' as const),
    fc.constant('send' as const),
    fc.constant('cut' as const),
    fc.constant('lose-answer' as const),
    fc.constant('slow' as const),
    fc.constant('fault' as const),
    fc.integer({ min: 0, max: 2000 }),
  ),
  { minLength: 5, maxLength: 25 },
);

const idsIn = (stand: ChannelStand): string[] =>
  roomOf(stand.values)
    .messages.map(({ messageId }) => messageId)
    .filter((messageId) => messageId.startsWith('own-'));

void test('over lost connections and answers each message is in the log once, in the order it was written', async (t) => {
  await fc.assert(
    fc.asyncProperty(steps, async (walk) => {
      const { stand, room, answers, send } = standingRoom();
      const sent: string[] = [];
      await stand.pass(100);
      for (const step of walk) {
        if (step === 'send') send(sent[sent.push(`own-message-${sent.length}`) - 1] ?? '');
        else if (step === 'cut') stand.cut();
        else if (step === 'lose-answer') answers.push('lost');
        else if (step === 'slow') {
          answers.push({ code: 'slow-mode', message: '', temporary: true, details: { retryAfterMs: 1500 } });
        } else if (step === 'fault')
          answers.push({ code: 'server-overloaded', message: '', temporary: true });
        else await stand.pass(step);
        await stand.stand.time.settle();
      }
      answers.splice(0);
      await stand.pass(40_000);
      const isDone = room.onTheirWay.value.length === 0;
      room.close();
      stand.stand.socket.close();
      return isDone && JSON.stringify(idsIn(stand)) === JSON.stringify(sent);
    }),
    { numRuns: 40 },
  );
  t.pass('held');
});

/** What all tabs of a browser share: a store, and locks that one tab holds at a time. */
class FakeBrowser {
  readonly stored = new Map<string, string>();
  readonly open = new Set<string>();
  #last: Promise<unknown> = Promise.resolve();

  tab(tabId: string): TabStorage {
    this.open.add(tabId);
    return {
      tabId,
      keys: () => [...this.stored.keys()],
      get: (key) => this.stored.get(key) ?? null,
      set: (key, value) => void (value === null ? this.stored.delete(key) : this.stored.set(key, value)),
      exclusively: (_name, task) => {
        const mine = this.#last.then(task, task);
        this.#last = mine;
        return mine;
      },
      isOpen: async (id) => this.open.has(id),
    };
  }
}

const tabOf = (browser: FakeBrowser, tabId: string) =>
  standingRoom(createOutgoingStore(browser.tab(tabId), 'show-number-1', 'person'));

void test('what a closed tab left is sent by one of the tabs that come, and only by one', async (t) => {
  const browser = new FakeBrowser();
  const first = tabOf(browser, 'tab-1');
  await first.stand.pass(100);
  first.stand.cut();
  first.send('own-message-1');
  first.send('own-message-2');
  first.room.close();
  first.stand.stand.socket.close();
  browser.open.delete('tab-1');
  const tabs = [tabOf(browser, 'tab-2'), tabOf(browser, 'tab-3')];
  for (const { stand } of tabs) await stand.pass(1000);
  t.same(
    tabs.flatMap(({ came }) => came),
    ['own-message-1', 'own-message-2'],
  );
  t.equal(browser.stored.size, 0, 'nothing is left behind');
});

void test('what waits in an open tab is left to it', async (t) => {
  const browser = new FakeBrowser();
  const first = tabOf(browser, 'tab-1');
  await first.stand.pass(100);
  first.stand.cut();
  first.send('own-message-1');
  const second = tabOf(browser, 'tab-2');
  await second.stand.pass(1000);
  t.same(second.came, []);
  await first.stand.pass(2000);
  t.same(first.came, ['own-message-1']);
});

void test('a reload sends what waited, and nothing that was refused', async (t) => {
  const browser = new FakeBrowser();
  const before = tabOf(browser, 'tab-1');
  await before.stand.pass(100);
  before.answers.push({ code: 'message-refused', message: '', temporary: false });
  before.send('own-refused-1');
  await before.stand.pass(300);
  before.stand.cut();
  before.send('own-message-1');
  before.room.close();
  const after = tabOf(browser, 'tab-1');
  await after.stand.pass(1000);
  t.same(after.came, ['own-message-1']);
});
