import { signal } from '@preact/signals';
import { test, type Test } from 'tap';
import { perPerson } from '../../../client-demo/src/live/per-person.ts';
import { createRoom } from '../../../client-demo/src/live/room.ts';
import type { SessionState } from '../../../client-demo/src/live/session.ts';
import { ChannelStand } from './channel-stand.ts';
import { roomOf, written } from './room-stand.ts';

const signedIn = (personId: string): SessionState => ({
  status: 'signed-in',
  session: { sessionId: `session-${personId}`, personId, role: 'viewer', showId: null, name: personId },
});

/** What was made for whom, and what of it is closed. */
const setUp = (t: Test, first: SessionState) => {
  const state = signal(first);
  const made: string[] = [];
  const closed: string[] = [];
  const kept = perPerson({ state }, () => {
    const name = `${made.length + 1}`;
    made.push(name);
    return { name, close: () => closed.push(name) };
  });
  t.teardown(() => kept.close());
  return { state, made, closed, kept };
};

void test('another person gets a new one, and the old one is closed in the same moment', async (t) => {
  const { state, kept, made, closed } = setUp(t, signedIn('ada'));
  state.value = signedIn('bob');
  t.same(closed, ['1']);
  t.equal(kept.current.value.name, '2');
  state.value = { status: 'none' };
  state.value = { status: 'opening' };
  t.same(closed, ['1'], 'signed out is not yet somebody else');
  state.value = signedIn('ada');
  t.same(made, ['1', '2', '3']);
  t.same(closed, ['1', '2']);
});

void test('the first person to become known, and a new name or token of the same one, change nothing', async (t) => {
  const { state, made, closed } = setUp(t, { status: 'none' });
  state.value = signedIn('ada');
  state.value = signedIn('ada');
  t.same(made, ['1']);
  t.same(closed, []);
});

void test('what is closed stays closed', async (t) => {
  const { state, kept, made, closed } = setUp(t, signedIn('ada'));
  kept.close();
  state.value = signedIn('bob');
  t.same(made, ['1']);
  t.same(closed, ['1']);
});

void test('what waits for the connection never goes out under the next person', async (t) => {
  const stand = new ChannelStand(roomOf);
  const { socket, time } = stand.stand;
  const came: string[] = [];
  stand.answer = ({ method, params }) => {
    came.push(`${method} ${String(params['messageId'])}`);
    return {};
  };
  const state = signal(signedIn('ada'));
  // As the tab does (live.ts), which knows of the next person first.
  const stop = state.subscribe(() => socket.reopen());
  const kept = perPerson({ state }, () =>
    createRoom({ socket, showId: 'show-number-1', time, nowMs: () => time.nowMs() }),
  );
  t.teardown(() => {
    stop();
    kept.close();
    socket.close();
  });
  await stand.pass(1000);
  stand.cut();
  kept.current.peek().send(written('of-ada', time.nowMs()));
  const pinned = kept.current.peek().command(['room.unpin-message', { messageId: 'pin-of-ada' }]);
  state.value = signedIn('bob');
  kept.current.peek().send(written('of-bob', time.nowMs()));
  await stand.pass(1000);

  t.same(came, ['room.send-message of-bob']);
  t.match(await pinned, { ok: false, error: { code: 'offline' } });
});
