import { test } from 'tap';
import { loadConfig } from '#config/load.ts';

const secret = 'a-secret-of-24-characters';

test('a worker that listens on the network is refused without a secret', async (t) => {
  t.throws(() => loadConfig({ MEDIA_RPC_LISTEN: '0.0.0.0:7440' }), { message: /MEDIA_SECRET: needed/ });
  t.equal(loadConfig({ MEDIA_RPC_LISTEN: '0.0.0.0:7440', MEDIA_SECRET: secret }).mediaSecret, secret);
});

test('a server with workers on other machines is refused without a secret', async (t) => {
  t.throws(() => loadConfig({ MEDIA_WORKERS: 'one:7440,two:7440' }), { message: /MEDIA_SECRET: needed/ });
});

test('one machine needs no secret', async (t) => {
  t.equal(loadConfig({}).mediaSecret, '');
});
