import { test } from 'tap';
import { closeCodes, shouldReconnect } from '#protocol/close-codes.ts';

const codes = Object.values(closeCodes).map(({ code }) => code);

test('no two reasons share a close code', async (t) => {
  t.equal(new Set(codes).size, codes.length);
});

test('every close code of ours lies in the private range of RFC 6455, section 7.4.2', async (t) => {
  t.ok(codes.every((code) => code >= 4000 && code <= 4999));
});

test('a slow consumer comes back by itself, a forged token does not', async (t) => {
  t.ok(shouldReconnect(closeCodes['slow-consumer'].code));
  t.ok(shouldReconnect(closeCodes['server-draining'].code));
  t.notOk(shouldReconnect(closeCodes['token-invalid'].code));
  t.notOk(shouldReconnect(closeCodes['session-revoked'].code));
});

test('a lost line brings a client back, a normal end does not', async (t) => {
  t.ok(shouldReconnect(1006));
  t.notOk(shouldReconnect(1000));
});
