import { test } from 'tap';
import { loadConfig } from '#config/load.ts';
import { schema } from '#config/schema.ts';

const key = 'sk_test_51Hidden12345';
const signing = 'whsec_hidden12345';

test('without settings buyers pay at the stall', async (t) => {
  t.match(loadConfig({}), { stripeSecretKey: '', stripeWebhookSecrets: [] });
});

test('a key needs a signing secret, and several stand while one replaces another', async (t) => {
  t.throws(() => loadConfig({ STRIPE_SECRET_KEY: key }), { message: /STRIPE_WEBHOOK_SECRETS: needed/ });
  const two = `${signing}, ${signing}new`;
  t.match(loadConfig({ STRIPE_SECRET_KEY: key, STRIPE_WEBHOOK_SECRETS: two }), {
    stripeSecretKey: key,
    stripeWebhookSecrets: [signing, `${signing}new`],
  });
});

test('keys and secrets of the wrong kind are refused without being repeated', async (t) => {
  const wrong = {
    STRIPE_SECRET_KEY: 'pk_live_publishable12345',
    STRIPE_WEBHOOK_SECRETS: `${signing},we_endpoint12345`,
  };
  const message = await Promise.resolve()
    .then(() => loadConfig(wrong))
    .then(
      () => '',
      (error: unknown) => String(error),
    );
  t.match(message, /2 fault\(s\)/);
  t.match(message, /STRIPE_SECRET_KEY: expected a secret or restricted key/);
  t.match(message, /STRIPE_WEBHOOK_SECRETS: expected signing secrets/);
  t.notMatch(message, /publishable|hidden12345|endpoint12345/);
  t.ok(schema.stripeSecretKey.secret && schema.stripeWebhookSecrets.secret, 'and no document shows them');
});

test('the key goes to nobody over a line that others can read', async (t) => {
  for (const url of ['http://api.stripe.com', 'http://192.0.2.7:12111', 'ftp://127.0.0.1', 'https://u:p@x']) {
    t.throws(() => loadConfig({ STRIPE_API_URL: url }), { message: /STRIPE_API_URL/ }, url);
  }
  for (const url of [
    'https://stripe.example',
    'http://127.0.0.1:12111',
    'http://localhost:1',
    'http://[::1]:1',
  ]) {
    t.equal(loadConfig({ STRIPE_API_URL: url }).stripeApiUrl, url);
  }
});
