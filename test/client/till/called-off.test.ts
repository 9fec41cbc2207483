import { signal } from '@preact/signals';
import { test } from 'tap';
import { closeCodes } from '#protocol/close-codes.ts';
import type { TillView } from '#protocol/till-views.ts';
import { calledOffBy } from '../../../client-demo/src/pages/till/called-off.ts';
import type { Follow } from '../../../client-demo/src/live/commerce/follow-view.ts';
import { tableError } from '../../../client-demo/src/live/outcome.ts';
import type { SocketState } from '../../../client-demo/src/live/socket.ts';

const till: TillView = {
  ...{ tillId: 't', label: 'Stall', deviceId: 'd', isRetired: false, drawer: null },
  ...{ leases: [], sales: [], cashUps: [] },
};

/** A till that may sell, and each sign by itself. */
const signs = () => ({
  blocked: signal<string | null>(null),
  shop: signal<Follow<unknown>>({ status: 'loading' }),
  socket: signal<SocketState>({ status: 'connecting' }),
  view: signal<TillView | null>(till),
});

void test('a till sells until a sign says that it is called off, and again when the sign is gone', async (t) => {
  const all = signs();
  const calledOff = calledOffBy(all);
  t.equal(calledOff.value, null);
  all.blocked.value = 'till-not-found';
  t.equal(calledOff.value, 'unpaired', 'the server does not take what it tells');
  all.blocked.value = null;
  all.shop.value = { status: 'refused', error: tableError('forbidden') };
  t.equal(calledOff.value, 'unpaired', 'nobody of the shop is signed in here');
  all.shop.value = { status: 'refused', error: tableError('server-error') };
  t.equal(calledOff.value, null, 'a server in trouble calls nothing off');
  all.view.value = { ...till, isRetired: true };
  t.equal(calledOff.value, 'retired');
});

void test('a socket that ended calls a till off only when its session is over', async (t) => {
  const all = signs();
  const calledOff = calledOffBy(all);
  const endWith = (closeCode: number) => {
    all.socket.value = { status: 'ended', closeCode };
    return calledOff.value;
  };
  t.equal(endWith(closeCodes['session-revoked'].code), 'unpaired');
  t.equal(endWith(closeCodes['token-invalid'].code), 'unpaired');
  t.equal(endWith(closeCodes['protocol-version-unsupported'].code), null, 'a reload mends that');
  t.equal(endWith(1000), null);
});
