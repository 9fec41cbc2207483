import { test } from 'tap';
import { createSession } from '../../../client-demo/src/live/session.ts';
import { FakeTime } from './fake-time.ts';

type Answer = () => Response | Promise<Response>;

const serverNowMs = Date.parse('2026-01-01T00:00:00Z');
const grant = (accessToken: string, name = 'Guest'): Response =>
  Response.json(
    {
      accessToken,
      expiresAtMs: serverNowMs + 600_000,
      session: { sessionId: 's', personId: 'p', role: 'viewer', showId: null, name },
    },
    { headers: { date: new Date(serverNowMs).toUTCString() } },
  );
const refused = (code: string, status: number): Response =>
  Response.json({ error: { code, message: '', temporary: false } }, { status });

const setUp = (answers: Record<string, Answer>, wasHere = true) => {
  const time = new FakeTime();
  const calls: string[] = [];
  const session = createSession({
    time,
    fetch: async (input, init) => {
      const call = `${init?.method ?? 'GET'} ${typeof input === 'string' ? input : 'other'}`;
      calls.push(call);
      const answer = answers[call];
      if (answer === undefined) throw new TypeError('no network');
      return answer();
    },
    trace: {
      has: () => wasHere,
      set: (has) => {
        wasHere = has;
      },
    },
    exclusively: (task) => task(),
  });
  return { time, calls, session };
};

void test('without a cookie a guest gets an anonymous session', async (t) => {
  const { session, calls } = setUp({
    'POST /api/sessions/refresh': () => refused('token-missing', 401),
    'POST /api/sessions': () => grant('one'),
  });
  t.match(await session.ensure(), { ok: true, value: { role: 'viewer' } });
  t.same(calls, ['POST /api/sessions/refresh', 'POST /api/sessions']);
  t.match(await session.token(), { ok: true, value: 'one' });
});

void test('a first visit asks for no renewal, and the next one does', async (t) => {
  const answers = {
    'POST /api/sessions': () => grant('one'),
    'POST /api/sessions/refresh': () => grant('two'),
  };
  const { session, calls } = setUp(answers, false);
  await session.ensure();
  await session.token({ fresh: true });
  t.same(calls, ['POST /api/sessions', 'POST /api/sessions/refresh']);
});

void test('whoever asks while a session is opened shares the request', async (t) => {
  const { session, calls } = setUp({ 'POST /api/sessions/refresh': () => grant('one') });
  await Promise.all([session.ensure(), session.token(), session.ensure()]);
  t.equal(calls.length, 1);
});

void test('the token is renewed before its end by the server clock, and the socket hears of it', async (t) => {
  let count = 0;
  const { session, time } = setUp({ 'POST /api/sessions/refresh': () => grant(`token-${(count += 1)}`) });
  const heard: string[] = [];
  session.onRenewed((token) => heard.push(token));
  await session.ensure();
  await time.advance(449_000);
  t.same(heard, ['token-1']);
  await time.advance(2000);
  t.same(heard, ['token-1', 'token-2']);
});

void test('without network nobody is made anonymous: the cookie may still be good', async (t) => {
  const { session, calls } = setUp({});
  t.match(await session.ensure(), { ok: false, error: { code: 'offline', temporary: true } });
  t.same(calls, ['POST /api/sessions/refresh']);
});

void test('a magic link opens a session, and a used one says so', async (t) => {
  const good = setUp({ 'POST /api/sessions': () => grant('staff') });
  t.match(await good.session.openLink('secret'), { ok: true });
  const used = setUp({ 'POST /api/sessions': () => refused('link-invalid', 401) });
  t.match(await used.session.openLink('secret'), { ok: false, error: { code: 'link-invalid' } });
  t.equal(used.session.state.value.status, 'refused');
});

void test('a new name is shown at once, and a bad one is refused', async (t) => {
  const { session } = setUp({
    'POST /api/sessions/refresh': () => grant('one'),
    'PUT /api/people/me': () => Response.json({}),
  });
  t.match(await session.rename('Ada'), { ok: true, value: { name: 'Ada' } });
  t.match(session.state.value, { status: 'signed-in', session: { name: 'Ada' } });
  session.close();
});
