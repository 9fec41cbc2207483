import t from 'tap';
import { maximumOffers, type OfferTerms } from '#domain/shelf/shelf.ts';
import { nowMs } from '../given.ts';
import {
  ada,
  added,
  bob,
  cup,
  edited,
  ended,
  given,
  giveBack,
  givenBack,
  item,
  offerIdOf,
  on,
  opened,
  showId,
  take,
  taken,
  termsOf,
} from './shelf-examples.ts';

const [jug, plate] = [offerIdOf('jug'), offerIdOf('plate')];
const three = [added(), added({}, jug), added({}, plate)];
const offerIds = (state: { readonly offers: readonly { readonly offerId: string }[] }) =>
  state.offers.map(({ offerId }) => offerId);

t.test('an offer is added as the last, planned, and with an id that the shelf has not', async (t) => {
  const after = given(t, added({}, jug))
    .when(on('add-offer', { terms: termsOf() }))
    .then(added());
  t.same(offerIds(after.state), [jug, cup]);
  t.match(after.state, { showId, offers: [{}, { status: 'planned', taken: 0, takenBy: [] }] });
  after.when(on('add-offer', { terms: termsOf({ title: 'another' }) })).isRefused('offer-exists');
});

t.test('a shelf takes so many offers and no more', async (t) => {
  const all = Array.from({ length: maximumOffers }, (_, at) => added({}, offerIdOf(`${at}`)));
  given(t, ...all)
    .when(on('add-offer', { terms: termsOf() }))
    .isRefused('offer-limit-reached');
  given(t, ...all.slice(1))
    .when(on('add-offer', { terms: termsOf() }))
    .then(added());
});

const two = [item('cup'), item('jug', 2)];
const faulty: readonly (readonly [string, Partial<OfferTerms>, string])[] = [
  ['the same SKU twice', { kind: 'bundle', items: [item('cup'), item('cup', 2)] }, 'items'],
  ['a bundle of one', { kind: 'bundle' }, 'items'],
  ['a bundle to choose from', { kind: 'bundle', items: two, isChoice: true }, 'items'],
  ['several items of which the buyer would get all', { items: two }, 'isChoice'],
  ['a former price that is no higher', { insteadOfMinor: 500 }, 'insteadOfMinor'],
  ['a flash without an end', { kind: 'flash' }, 'durationMs'],
  ['a flash that is over at once', { kind: 'flash', durationMs: 0 }, 'durationMs'],
  ['any offer that is over at once', { durationMs: 0 }, 'durationMs'],
  ['more for each than for all', { limitTotal: 2, limitPerBuyer: 3 }, 'limitPerBuyer'],
];
const sound: readonly (readonly [string, Partial<OfferTerms>])[] = [
  ['nothing to pay', { priceMinor: 0 }],
  ['the highest price', { priceMinor: Number.MAX_SAFE_INTEGER }],
  ['a former price one higher', { insteadOfMinor: 501 }],
  ['a bundle', { kind: 'bundle', items: two }],
  ['variants', { items: two, isChoice: true }],
  ['a flash of a millisecond', { kind: 'flash', durationMs: 1 }],
  ['as much for each as for all', { limitTotal: 3, limitPerBuyer: 3 }],
  ['thirds of a unit, in its divisions', { items: [item('cloth', 3333)] }],
];

t.test('terms that contradict each other are refused by their field, new and edited', async (t) => {
  for (const [name, parts, field] of faulty) {
    t.comment(name);
    const terms = termsOf(parts);
    given(t).when(on('add-offer', { terms })).isRefused('offer-terms-invalid', { field });
    given(t, added()).when(on('edit-offer', { terms })).isRefused('offer-terms-invalid', { field });
  }
  for (const [name, parts] of sound) {
    t.comment(name);
    const terms = termsOf(parts);
    given(t).when(on('add-offer', { terms })).then(added(parts));
    given(t, added()).when(on('edit-offer', { terms })).then(edited(parts));
  }
});

t.test(
  'while it is open its price, goods and claim stay; title, picture and limits may change',
  async (t) => {
    const open = [added({ limitTotal: 5 }), opened()];
    const fixed: readonly (readonly [string, Partial<OfferTerms>])[] = [
      ['kind', { kind: 'flash', durationMs: 1 }],
      ['priceMinor', { priceMinor: 499 }],
      ['insteadOfMinor', { insteadOfMinor: 600 }],
      ['isChoice', { isChoice: true }],
      ['claim', { claim: 'on-payment' }],
      ['durationMs', { durationMs: 1 }],
      ['items', { items: [item('cup', 2)] }],
      ['items', { items: [item('jug')] }],
    ];
    for (const [field, parts] of fixed) {
      const edit = on('edit-offer', { terms: termsOf({ limitTotal: 5, ...parts }) });
      given(t, ...open)
        .when(edit)
        .isRefused('offer-terms-invalid', { field });
      // What sold out may come back at its price.
      given(t, ...open, taken(ada, 5), ended('sold-out'))
        .when(edit)
        .isRefused('offer-terms-invalid', { field });
      given(t, ...open, ended())
        .when(edit)
        .isAccepted();
    }
    const change = { title: 'the last cups', limitTotal: 4, limitPerBuyer: 2 };
    given(t, ...open)
      .when(on('edit-offer', { terms: termsOf(change) }))
      .then(edited(change));
  },
);

t.test('a limit is not set under what is taken, in total or by one buyer', async (t) => {
  const limits = { limitTotal: 5, limitPerBuyer: 3 };
  const some = given(t, added(limits), opened(), taken(ada, 2), taken(bob, 1));
  const edit = (parts: Partial<OfferTerms>) => on('edit-offer', { terms: termsOf(parts) });
  some
    .when(edit({ limitTotal: 2, limitPerBuyer: 2 }))
    .isRefused('offer-terms-invalid', { field: 'limitTotal' });
  some
    .when(edit({ limitTotal: 5, limitPerBuyer: 1 }))
    .isRefused('offer-terms-invalid', { field: 'limitPerBuyer' });
  some.when(edit({ limitTotal: 4, limitPerBuyer: 2 })).then(edited({ limitTotal: 4, limitPerBuyer: 2 }));
  some.when(edit({ limitTotal: 3 })).then(edited({ limitTotal: 3 }), ended('sold-out'));
});

t.test('a limit per buyer begins while nobody has any, and counts from there', async (t) => {
  const limit = on('edit-offer', { terms: termsOf({ limitPerBuyer: 2 }) });
  given(t, added(), opened(), taken(ada, 2))
    .when(limit)
    .isRefused('offer-terms-invalid', { field: 'limitPerBuyer' });
  const lifted = given(t, added({ limitPerBuyer: 2 }), opened(), taken(ada, 2), edited({}));
  const none = lifted.when(giveBack(ada, 2)).then(givenBack(ada, 2));
  const again = none.when(limit).then(edited({ limitPerBuyer: 2 }));
  again.when(take(ada, 2)).then(taken(ada, 2));
});

t.test('offers are moved before another or to the end; to where it stands is no move', async (t) => {
  const shelf = given(t, ...three);
  const move = (offerId: typeof cup, beforeOfferId: typeof cup | null) =>
    on('move-offer', { offerId, beforeOfferId });
  const moved = { type: 'offer-moved', offerId: plate, beforeOfferId: cup } as const;
  t.same(offerIds(shelf.when(move(plate, cup)).then(moved).state), [plate, cup, jug]);
  const last = { type: 'offer-moved', offerId: cup, beforeOfferId: null } as const;
  t.same(offerIds(shelf.when(move(cup, null)).then(last).state), [jug, plate, cup]);
  shelf.when(move(cup, jug)).isRefused('offer-unchanged');
  shelf.when(move(cup, cup)).isRefused('offer-unchanged');
  shelf.when(move(plate, null)).isRefused('offer-unchanged');
  shelf.when(move(cup, offerIdOf('none'))).isRefused('offer-not-found');
});

t.test('an offer is removed while it is not open and nobody has any; its pin goes with it', async (t) => {
  const pin = { type: 'offer-pinned', offerId: cup } as const;
  const removed = { type: 'offer-removed', offerId: cup } as const;
  const remove = on('remove-offer', {});
  const after = given(t, added(), pin).when(remove).then(removed);
  t.match(after.state, { offers: [], pinnedOfferId: null });
  after.when(remove).isRefused('offer-not-found');
  given(t, added(), opened()).when(remove).isRefused('offer-wrong-status', { status: 'open' });
  const sold = given(t, added(), opened(), taken(ada, 1), ended());
  sold.when(remove).isRefused('offer-wrong-status', { status: 'ended' });
  sold.when(giveBack(ada, 1)).then(givenBack(ada, 1)).when(remove).then(removed);
});

t.test('an offer opens until ended, or for its time by the server’s clock, and opens again', async (t) => {
  const open = on('open-offer', {});
  const after = given(t, added()).when(open).then(opened());
  t.match(after.state.offers, [{ status: 'open', openedAtMs: nowMs, endsAtMs: null }]);
  after.when(open).isRefused('offer-wrong-status', { status: 'open' });
  const flash = given(t, added({ kind: 'flash', durationMs: 60_000 }));
  flash.when(open, { nowMs: 5 }).then(opened(60_005));
  given(t, added(), opened(), ended()).when(open).then(opened());
});

t.test('an offer of which nothing is left is not opened before there is more of it', async (t) => {
  const none = given(t, added({ limitTotal: 1 }), opened(), taken(ada, 1), ended());
  none.when(on('open-offer', {})).isRefused('offer-sold-out', { left: 0 });
  const more = none.when(on('edit-offer', { terms: termsOf({ limitTotal: 2 }) }));
  more
    .then(edited({ limitTotal: 2 }))
    .when(on('open-offer', {}))
    .then(opened());
});

t.test('the host ends what is open, once', async (t) => {
  const end = on('end-offer', {});
  const after = given(t, added(), opened(99)).when(end, { nowMs: 7 }).then(ended());
  t.match(after.state.offers, [{ status: 'ended', endedAtMs: 7, reason: 'host' }]);
  after.when(end).isRefused('offer-wrong-status', { status: 'ended' });
  given(t, added()).when(end).isRefused('offer-wrong-status', { status: 'planned' });
});

t.test(
  'the clock ends an offer at its end and not before, and only the opening it was set for',
  async (t) => {
    const end = on('end-offer-by-clock', { endsAtMs: nowMs });
    const flash = given(t, added({ kind: 'flash', durationMs: 9 }), opened(nowMs));
    flash.when(end, { nowMs: nowMs - 1 }).isRefused('offer-unchanged');
    flash.when(end, { nowMs }).then(ended('clock')).when(end).isRefused('offer-unchanged');
    given(t, added(), opened(nowMs), ended(), opened(nowMs + 9))
      .when(end, { nowMs: nowMs + 99 })
      .isRefused('offer-unchanged');
  },
);

t.test('one offer is held up at a time, whatever its status, until none is', async (t) => {
  const pin = (offerId: typeof cup | null) => ({ type: 'pin-offer', showId, offerId }) as const;
  const pinned = (offerId: typeof cup | null) => ({ type: 'offer-pinned', offerId }) as const;
  const shelf = given(t, ...three);
  shelf.when(pin(null)).isRefused('offer-unchanged');
  shelf.when(pin(offerIdOf('none'))).isRefused('offer-not-found');
  const up = shelf.when(pin(cup)).then(pinned(cup));
  up.when(pin(cup)).isRefused('offer-unchanged');
  t.equal(up.when(pin(jug)).then(pinned(jug)).state.pinnedOfferId, jug);
  t.equal(up.when(pin(null)).then(pinned(null)).state.pinnedOfferId, null);
});

t.test('what the shelf does not have is not edited, moved, removed, opened or ended', async (t) => {
  const commands = [
    on('edit-offer', { terms: termsOf() }),
    on('move-offer', { beforeOfferId: null }),
    on('remove-offer', {}),
    on('open-offer', {}),
    on('end-offer', {}),
    on('end-offer-by-clock', { endsAtMs: 1 }),
  ];
  for (const command of commands) given(t, added({}, jug)).when(command).isRefused('offer-not-found');
});
