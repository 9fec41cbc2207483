import { pino } from 'pino';
import { test } from 'tap';
import { Refusal } from '#protocol/errors.ts';
import { Revocations } from '#realtime/revocations.ts';
import { FakeClock } from '#test/support/fake-clock.ts';

/** A look for revocations over a store that may be away. */
function stand() {
  const clock = new FakeClock();
  const ended: { readonly sessionId: string; readonly atMs: number }[] = [];
  const revoked: string[] = [];
  const logged: string[] = [];
  const store: { fault: Error | undefined } = { fault: undefined };
  const revocations = new Revocations({
    clock,
    logger: pino({ level: 'debug' }, { write: (line: string) => logged.push(line) }),
    sessions: { revoke: (sessionId) => revoked.push(sessionId) },
    identity: {
      onRevoked: () => () => undefined,
      revokedSince: async (sinceMs) => {
        if (store.fault !== undefined) throw store.fault;
        return ended.filter(({ atMs }) => atMs >= sinceMs).map(({ sessionId }) => sessionId);
      },
    },
  });
  const levels = () =>
    logged.splice(0).map((line) => pino.levels.labels[(JSON.parse(line) as { level: number }).level]);
  const end = (sessionId: string) => ended.push({ sessionId, atMs: clock.nowMs() });
  return { clock, store, revoked, levels, end, revocations };
}

test('a store that is away for the moment is no error of the look for revocations, any other fault is', async (t) => {
  const { clock, store, levels, revocations } = stand();
  t.teardown(() => revocations.close());
  store.fault = new Refusal('server-overloaded', { retryAfterMs: 500 });
  await clock.advance(3000);
  t.same(levels(), ['debug']);
  for (const fault of [new Refusal('forbidden'), new TypeError('a bug')]) {
    store.fault = fault;
    await clock.advance(3000);
    t.same(levels(), ['error']);
  }
});

test('what was revoked elsewhere while the store was away for long is known when it is back', async (t) => {
  const { clock, store, revoked, end, revocations } = stand();
  t.teardown(() => revocations.close());
  await clock.advance(6000);
  store.fault = new Refusal('server-overloaded');
  end('session-early');
  await clock.advance(300_000);
  end('session-late');
  store.fault = undefined;
  await clock.advance(3000);
  t.same([...new Set(revoked)], ['session-early', 'session-late']);
  revoked.length = 0;
  await clock.advance(60_000);
  t.same(
    revoked.filter((sessionId) => sessionId === 'session-early'),
    [],
    'and looks reach back a little only',
  );
});
