import { readFileSync } from 'node:fs';
import { test } from 'tap';
import { pagePaths } from '#http/routes/pages.ts';
import { openHttpStand } from '../support/http-stand.ts';

test('every answer forbids inline scripts, frames and foreign sources', async (t) => {
  const stand = await openHttpStand(t);
  for (const url of ['/', '/api/nothing', '/healthz', '/api/docs', '/assets/app-1a2b3c.js']) {
    const { headers } = await stand.app.inject({ url, headers: { host: 'stall.local:8443' } });
    const policy = String(headers['content-security-policy']);
    t.match(policy, /script-src 'self'(;|$)/, url);
    t.match(policy, /connect-src 'self' ws:\/\/stall\.local:8443 wss:\/\/stall\.local:8443;/, url);
    t.match(policy, /frame-ancestors 'none'/, url);
    t.notMatch(policy, /unsafe|upgrade-insecure|\*/, url);
    t.match(headers['permissions-policy'], /camera=\(self\), microphone=\(self\), display-capture=\(self\)/);
    t.equal(headers['x-content-type-options'], 'nosniff');
    t.equal(headers['strict-transport-security'], undefined, 'never for a certificate of our own');
  }
});

test('a strange Host header adds nothing to the policy', async (t) => {
  const stand = await openHttpStand(t);
  const { headers } = await stand.app.inject({
    url: '/',
    headers: { host: "a; script-src 'unsafe-inline'" },
  });
  t.notMatch(headers['content-security-policy'], /unsafe/);
});

test('pages are asked for anew, assets with a hash are kept for ever', async (t) => {
  const stand = await openHttpStand(t);
  const page = await stand.app.inject('/watch/show-00000001');
  t.equal(page.headers['cache-control'], 'no-cache');
  t.match(page.body, /<title>Popstage/);
  const asset = await stand.app.inject('/assets/app-1a2b3c.js');
  t.equal(asset.headers['cache-control'], 'public, max-age=31536000, immutable');
});

test('an unknown page is the app with 404 for a person, the error table for a program', async (t) => {
  const stand = await openHttpStand(t);
  const person = await stand.app.inject({ url: '/wtach/x', headers: { accept: 'text/html' } });
  t.equal(person.statusCode, 404);
  t.match(person.body, /<title>Popstage/);
  for (const url of ['/wtach/x', '/assets/gone.js', '/api/none']) {
    const program = await stand.app.inject({ url, headers: { accept: '*/*' } });
    t.match(program.json(), { error: { code: 'method-unknown' } }, url);
  }
});

test('no path leaves the folder of the app', async (t) => {
  const stand = await openHttpStand(t);
  const paths = [
    '/../outside.txt',
    '/%2e%2e/outside.txt',
    '/..%2foutside.txt',
    '/assets/..%2f..%2foutside.txt',
    '/assets/%2e%2e/%2e%2e/outside.txt',
    '/..\\outside.txt',
    '/%5c..%5coutside.txt',
    '//etc/passwd',
    '/assets/%00',
  ];
  for (const url of paths) {
    const answer = await stand.app.inject({ url, headers: { accept: 'text/html' } });
    t.ok(answer.statusCode >= 400, `${url}: ${answer.statusCode}`);
    t.notMatch(answer.body, /secret of the machine|root:/, url);
  }
});

test('readiness names what is missing and turns 503', async (t) => {
  const stand = await openHttpStand(t);
  t.equal((await stand.app.inject('/readyz')).statusCode, 200);
  stand.faults['media'] = 'no worker';
  const answer = await stand.app.inject('/readyz');
  t.equal(answer.statusCode, 503);
  t.same(answer.json(), { status: 'not-ready', faults: { media: 'no worker' } });
  t.equal((await stand.app.inject('/healthz')).statusCode, 200);
});

test('metrics are for this machine and for admins', async (t) => {
  const stand = await openHttpStand(t);
  const ask = async (over: { remoteAddress?: string; headers?: Record<string, string> }): Promise<number> =>
    (await stand.app.inject({ url: '/metrics', ...over, headers: { host: 'localhost:80', ...over.headers } }))
      .statusCode;
  t.equal(await ask({}), 200);
  t.equal(await ask({ remoteAddress: '192.0.2.4' }), 401);
  t.equal(await ask({ remoteAddress: '192.0.2.4', headers: await stand.signIn('host') }), 403);
  t.equal(await ask({ remoteAddress: '192.0.2.4', headers: await stand.signIn('admin') }), 200);
  t.equal(await ask({ headers: { 'x-forwarded-for': '198.51.100.1' } }), 401, 'a proxy speaks for others');
  t.equal(await ask({ headers: { host: 'rebound.example' } }), 401, 'a name that was pointed here');
  const { body } = await stand.app.inject({ url: '/metrics', headers: { host: 'localhost' } });
  t.match(body, /popstage_http_answers_total\{route="\/metrics"/);
  t.match(body, /nodejs_eventloop_lag_seconds/);
});

test('the OpenAPI document lists each command as a route of its own', async (t) => {
  const stand = await openHttpStand(t);
  const { body } = await stand.app.inject('/api/docs/json');
  t.match(body, /"\/api\/commands\/show\.go-live"/);
  t.match((await stand.app.inject('/api/protocol')).body, /channel\.subscribe/);
});

test('no secret reaches the log', async (t) => {
  const stand = await openHttpStand(t);
  const link = await stand.link('host');
  const answer = await stand.app.inject({ method: 'POST', url: '/api/sessions', payload: { link } });
  const { accessToken } = answer.json<{ accessToken: string }>();
  const headers = { authorization: `Bearer ${accessToken}` };
  await stand.app.inject({ url: '/api/shows', headers });
  const log = stand.logged.join('\n');
  t.match(log, /request answered/);
  for (const secret of [link, accessToken]) t.notOk(log.includes(secret));
});

test('every page of the browser app can be opened by its address, not only by a link inside', async (t) => {
  const router = readFileSync(new URL('../../client-demo/src/router.tsx', import.meta.url), 'utf8');
  // `/^\/studio$/`, `^/studio/(?<showId>${id})$` and `^/shop/(?<part>${word})$` as the app's routes are written.
  const patterns = [
    ...router.matchAll(/\^(?<path>\\?\/[^$\n(]*)(?:\(\?<(?<parameter>\w+)>\$\{(?:id|word)\}\))?\$/g),
  ];
  const paths = patterns.map(({ groups }) => {
    const { path = '', parameter } = groups ?? {};
    return path.replaceAll('\\', '') + (parameter === undefined ? '' : `:${parameter}`);
  });
  t.ok(paths.length > 5);
  t.same(paths.toSorted(), [...pagePaths].toSorted());
});
