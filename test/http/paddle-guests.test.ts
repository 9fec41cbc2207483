import { test } from 'tap';
import { openHttpStand, type HttpStand } from '../support/http-stand.ts';

type Headers = Readonly<{ authorization: string }>;

const make = (stand: HttpStand, headers: Headers, payload: object) =>
  stand.app.inject({ method: 'POST', url: '/api/paddle-guests', headers, payload });

test('staff make a person of somebody in the room, by name or by number', async (t) => {
  const stand = await openHttpStand(t);
  const staff = await stand.signIn('staff');
  const named = await make(stand, staff, { name: ' Anna  Muster ', phone: '' });
  const numbered = await make(stand, staff, { name: '', phone: '+49 151 12345678' });
  t.equal(named.statusCode, 201);
  t.not(named.json().personId, numbered.json().personId);
  const contacts = await stand.buyers.contacts.findMany([named.json().personId, numbered.json().personId]);
  t.same(
    [...contacts.values()].map(({ name, phone }) => [name, phone]),
    [
      ['Anna Muster', null],
      ['… 678', '+4915112345678'],
    ],
    'who leaves a number only is called by its end',
  );
});

test('a guest without anything, with a wrong number, or made by a viewer, is refused', async (t) => {
  const stand = await openHttpStand(t);
  const staff = await stand.signIn('staff');
  t.match((await make(stand, staff, { name: ' ', phone: ' ' })).json(), {
    error: { code: 'contact-missing', details: { field: 'name' } },
  });
  t.match((await make(stand, staff, { name: 'Anna', phone: '12' })).json(), {
    error: { code: 'phone-invalid' },
  });
  t.match((await make(stand, await stand.signIn('viewer'), { name: 'Anna', phone: '' })).json(), {
    error: { code: 'forbidden' },
  });
});
