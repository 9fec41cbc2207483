import t from 'tap';
import { isSoldOut, offerById } from '#domain/shelf/shelf.ts';
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
  on,
  opened,
  take,
  taken,
  termsOf,
} from './shelf-examples.ts';

t.test('pieces are taken of what is open, and counted', async (t) => {
  const after = given(t, added(), opened()).when(take(ada, 2)).then(taken(ada, 2));
  t.match(after.state.offers, [{ taken: 2, takenBy: [] }]);
  t.match(after.when(take(bob, 3)).then(taken(bob, 3)).state.offers, [{ taken: 5 }]);
});

t.test('nothing is taken of what there is not, what is planned, and what the host ended', async (t) => {
  given(t).when(take(ada, 1)).isRefused('offer-not-found');
  given(t).when(giveBack(ada, 1)).isRefused('offer-not-found');
  given(t, added()).when(take(ada, 1)).isRefused('offer-not-open');
  given(t, added(), opened(), ended()).when(take(ada, 1)).isRefused('offer-not-open');
});

t.test('a flash price is over at its end by the server’s time, whenever its timer comes', async (t) => {
  const flash = given(t, added({ kind: 'flash', durationMs: 9 }), opened(nowMs));
  flash.when(take(ada, 1), { nowMs: nowMs - 1 }).then(taken(ada, 1));
  flash.when(take(ada, 1), { nowMs }).isRefused('offer-not-open');
  flash.when(take(ada, 1), { nowMs: nowMs + 1 }).isRefused('offer-not-open');
});

t.test('more than is left of the limit is refused with what is left', async (t) => {
  const some = given(t, added({ limitTotal: 5 }), opened(), taken(ada, 3));
  some.when(take(bob, 3)).isRefused('offer-sold-out', { left: 2 });
  some.when(take(bob, 2)).then(taken(bob, 2), ended('sold-out'));
});

t.test('a buyer has no more than the limit of each, however often he takes', async (t) => {
  const some = given(t, added({ limitPerBuyer: 3 }), opened(), taken(ada, 2), taken(bob, 1));
  some.when(take(ada, 2)).isRefused('offer-buyer-limit', { limit: 3 });
  const all = some.when(take(ada, 1)).then(taken(ada, 1));
  all.when(take(ada, 1)).isRefused('offer-buyer-limit', { limit: 3 });
  all.when(take(bob, 2)).then(taken(bob, 2));
  const less = all.when(giveBack(ada, 3)).then(givenBack(ada, 3));
  t.match(less.state.offers, [{ taken: 1, takenBy: [{ personId: bob, pieces: 1 }] }]);
  less.when(take(ada, 3)).then(taken(ada, 3));
});

t.test('the last piece ends the offer as sold out, and that is what the next one hears', async (t) => {
  const gone = given(t, added({ limitTotal: 2 }), opened(nowMs + 9), taken(ada, 1))
    .when(take(bob, 1))
    .then(taken(bob, 1), ended('sold-out'));
  t.match(gone.state.offers, [{ status: 'ended', reason: 'sold-out', taken: 2, endsAtMs: nowMs + 9 }]);
  gone.when(take(ada, 1)).isRefused('offer-sold-out', { left: 0 });
  gone.when(on('open-offer', {})).isRefused('offer-sold-out', { left: 0 });
  gone
    .when(on('end-offer-by-clock', { endsAtMs: nowMs + 9 }), { nowMs: nowMs + 9 })
    .isRefused('offer-unchanged');
});

t.test(
  'what comes back of a sold-out offer opens it with the end it had, and is the next buyer’s',
  async (t) => {
    const gone = given(t, added({ limitTotal: 2 }), opened(nowMs + 9), taken(ada, 2), ended('sold-out'));
    const back = gone.when(giveBack(ada, 1), { nowMs: nowMs + 8 });
    const open = back.then(givenBack(ada, 1), opened(nowMs + 9));
    open.when(giveBack(ada, 1)).then(givenBack(ada, 1));
    open.when(take(bob, 1)).then(taken(bob, 1), ended('sold-out'));
  },
);

t.test('what comes back at its end or later opens nothing', async (t) => {
  const gone = given(t, added({ limitTotal: 2 }), opened(nowMs), taken(ada, 2), ended('sold-out'));
  const after = gone.when(giveBack(ada, 1), { nowMs }).then(givenBack(ada, 1));
  const offer = offerById(after.state, cup);
  t.equal(offer && isSoldOut(offer), false, 'it is over, not sold out');
  after.when(take(bob, 1)).isRefused('offer-not-open');
});

t.test('what the host ended stays ended, whatever comes back, also after it sold out', async (t) => {
  const open = [added({ limitTotal: 2 }), opened(), taken(ada, 2)];
  given(t, ...open, ended())
    .when(giveBack(ada, 2))
    .then(givenBack(ada, 2));
  const over = given(t, ...open, ended('sold-out'))
    .when(on('end-offer', {}))
    .then(ended());
  over.when(giveBack(ada, 2)).then(givenBack(ada, 2)).when(take(bob, 1)).isRefused('offer-not-open');
});

t.test('more pieces open a sold-out offer again', async (t) => {
  const gone = given(t, added({ limitTotal: 2 }), opened(nowMs + 9), taken(ada, 2), ended('sold-out'));
  const more = on('edit-offer', { terms: termsOf({ limitTotal: 3 }) });
  gone.when(more).then(edited({ limitTotal: 3 }), opened(nowMs + 9));
  gone.when(more, { nowMs: nowMs + 9 }).then(edited({ limitTotal: 3 }));
  gone.when(on('edit-offer', { terms: termsOf() })).then(edited({}), opened(nowMs + 9));
  const title = { title: 'cups', limitTotal: 2 };
  gone.when(on('edit-offer', { terms: termsOf(title) })).then(edited(title));
});
