import fc from 'fast-check';
import { test } from 'tap';
import { errorTable } from '#protocol/errors.ts';
import { showMethods } from '#protocol/methods/show.ts';
import { openHttpStand } from '../support/http-stand.ts';

const create = {
  commandId: 'command-0001',
  showId: 'show-00000001',
  title: 'Pottery',
  description: 'Bowls and cups',
};

test('a command over HTTP runs in the core, and repeating it answers as the first time', async (t) => {
  const stand = await openHttpStand(t);
  const host = await stand.signIn('host');
  const send = (name: string, payload: object) =>
    stand.app.inject({ method: 'POST', url: `/api/commands/${name}`, payload, headers: host });
  t.same((await send('show.create-show', create)).json(), { version: 1 });
  t.same((await send('show.create-show', create)).json(), { version: 1 });
  const reused = await send('show.create-show', { ...create, title: 'Another' });
  t.equal(reused.json<{ error: { code: string } }>().error.code, 'command-id-reused');
  const early = await send('show.end-show', { commandId: 'command-0002', showId: create.showId });
  t.match(early.json(), { error: { code: 'show-wrong-status', details: { status: 'draft' } } });
  t.equal(early.statusCode, errorTable['show-wrong-status'].httpStatus);
});

test('the lobby and a show are read by audience', async (t) => {
  const stand = await openHttpStand(t);
  const host = await stand.signIn('host');
  const viewer = await stand.signIn('viewer');
  await stand.app.inject({
    method: 'POST',
    url: '/api/commands/show.create-show',
    payload: create,
    headers: host,
  });
  const url = `/api/shows/${create.showId}`;
  const own = await stand.app.inject({ url, headers: host });
  t.match(own.json(), { title: 'Pottery', status: 'draft', hostName: 'host' });
  t.equal((await stand.app.inject({ url, headers: viewer })).statusCode, 404, 'a draft is not announced');
  const lobby = await stand.app.inject({ url: '/api/shows', headers: host });
  t.match(lobby.json(), { shows: [{ showId: create.showId, hostName: 'host' }] });
  t.same((await stand.app.inject({ url: '/api/shows', headers: viewer })).json(), { shows: [] });
});

test('nothing is coerced and nothing is dropped in silence', async (t) => {
  const stand = await openHttpStand(t);
  const host = await stand.signIn('host');
  const detailsOf = async (name: string, payload: object): Promise<unknown> => {
    const url = `/api/commands/${name}`;
    const answer = await stand.app.inject({ method: 'POST', url, payload, headers: host });
    t.equal(answer.statusCode, 400);
    return answer.json<{ error: { details: unknown } }>().error.details;
  };
  const schedule = { commandId: create.commandId, showId: create.showId };
  t.match(await detailsOf('show.schedule-show', { ...schedule, startsAtMs: '1900000000000' }), {
    startsAtMs: /integer/,
  });
  t.match(await detailsOf('show.create-show', { ...create, role: 'admin' }), { role: String });
  t.match(await detailsOf('show.create-show', { title: 'x' }), { commandId: String, showId: String });
});

test('each kind of broken request has its code', async (t) => {
  const stand = await openHttpStand(t, { bodyBytes: 1024 });
  const json = { 'content-type': 'application/json' };
  const cases = [
    { payload: '{', headers: json, code: 'request-invalid' },
    { payload: '', headers: json, code: 'request-invalid' },
    { payload: '{"__proto__":{"role":"admin"}}', headers: json, code: 'request-invalid' },
    { payload: `{"name":"${'a'.repeat(2000)}"}`, headers: json, code: 'body-too-large' },
    { payload: '<a/>', headers: { 'content-type': 'text/xml' }, code: 'media-type-unsupported' },
  ];
  for (const { payload, headers, code } of cases) {
    const answer = await stand.app.inject({ method: 'POST', url: '/api/sessions', payload, headers });
    const { error } = answer.json<{ error: { code: string; message: string; temporary: boolean } }>();
    t.match(error, { code, message: String, temporary: false }, payload.slice(0, 20));
  }
  const unknown = await stand.app.inject('/api/nothing');
  t.match(unknown.json(), { error: { code: 'method-unknown' } });
  t.equal((await stand.app.inject('/%zz')).statusCode, 400);
});

test('a flood from one address is told when to come back', async (t) => {
  const stand = await openHttpStand(t, { sessionsPerMinute: 3 });
  const answers = [];
  for (let attempt = 0; attempt < 5; attempt += 1) {
    answers.push(await stand.app.inject({ method: 'POST', url: '/api/sessions', payload: {} }));
  }
  t.same(
    answers.map(({ statusCode }) => statusCode),
    [201, 201, 201, 429, 429],
  );
  t.match(answers.at(-1)?.json(), { error: { code: 'rate-limited', details: { retryAfterMs: Number } } });
});

test('a fault of the server says nothing of its inside, and is logged with its request', async (t) => {
  const stand = await openHttpStand(t);
  const viewer = await stand.signIn('viewer');
  stand.credentials.findSession = async () => {
    throw new Error('disk at /secret/place is gone');
  };
  const answer = await stand.app.inject({ url: '/api/shows', headers: viewer });
  t.equal(answer.statusCode, 500);
  t.notMatch(answer.body, /secret/);
  const { requestId } = answer.json<{ error: { details: { requestId: string } } }>().error.details;
  t.ok(stand.logged.some((line) => line.includes(requestId) && line.includes('/secret/place')));
});

test('whatever the body is, the answer is a success or a row of the error table', async (t) => {
  const stand = await openHttpStand(t, { requestsPerMinute: 1_000_000, sessionsPerMinute: 1_000_000 });
  const host = await stand.signIn('host');
  const urls = [
    '/api/sessions',
    '/api/links',
    ...Object.keys(showMethods).map((name) => `/api/commands/${name}`),
  ];
  const body = fc.oneof(
    fc.json(),
    fc.string({ unit: 'binary' }),
    fc.object().map((value) => JSON.stringify({ ...create, ...value })),
  );
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...urls), body, async (url, payload) => {
      const headers = { ...host, 'content-type': 'application/json' };
      const answer = await stand.app.inject({ method: 'POST', url, payload, headers });
      if (answer.statusCode < 300) return true;
      const { code } = answer.json<{ error: { code: keyof typeof errorTable } }>().error;
      return code !== 'server-error' && errorTable[code].httpStatus === answer.statusCode;
    }),
    { numRuns: 400 },
  );
  t.notOk(stand.logged.some((line) => line.includes('"level":50')));
});
