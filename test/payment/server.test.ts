import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'tap';
import { ServerProcess } from '#test/support/server-process.ts';
import { StripeDouble } from '#test/support/stripe-double/stripe-double.ts';

const path = '/api/payment-notices/stripe';

test('a server with Stripe believes what Stripe signed, and nobody else', async (t) => {
  const stripe = await StripeDouble.start(t);
  const server = await ServerProcess.start({ environment: { ...stripe.env, LOG_LEVEL: 'trace' } });
  t.teardown(() => server.close());
  t.ok(existsSync(join(server.dataDir, 'payment.db')));
  stripe.notices.publish('customer.created', { object: 'customer' });
  const [notice] = stripe.notices.take();
  if (notice === undefined) throw new Error('nothing was told');
  t.equal(await stripe.notices.deliver(notice, server.origin + path), 204);
  const { body } = stripe.notices.signed(notice);
  const forged = await fetch(server.origin + path, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'stripe-signature': `t=${notice.created},v1=00` },
    body: new Uint8Array(body),
  });
  t.match(await forged.json(), { error: { code: 'notice-signature-invalid' } });
  t.notMatch(server.output, /sk_test_|whsec_/, 'its log holds no secret');
});

test('a server without Stripe opens no accounts and has no address for notices', async (t) => {
  const server = await ServerProcess.start();
  t.teardown(() => server.close());
  t.notOk(existsSync(join(server.dataDir, 'payment.db')));
  t.equal((await fetch(server.origin + path, { method: 'POST', body: '{}' })).status, 404);
});
