import t from 'tap';
import { audienceOf, authorise, isOfShop } from '#application/authorise.ts';
import { permissions } from '#application/permissions.ts';
import type { Principal } from '#application/principal.ts';
import { initialShowState, type ShowState } from '#domain/show/show.ts';
import { methodTable, type MethodName } from '#protocol/methods/methods.ts';
import { personIdOf, principalOf, showIdOf, sourceIdOf } from './core-stand.ts';

const facts = {
  showId: showIdOf('one'),
  title: 'One',
  description: '',
  hostId: personIdOf('host'),
  startsAtMs: null,
  sources: ['host', 'staff', 'spare'].map((name) => ({
    sourceId: sourceIdOf(name),
    label: name,
    kind: 'camera' as const,
    hasVideo: true,
    hasAudio: true,
    ownerId: personIdOf(name),
  })),
  programmeSourceId: sourceIdOf('host'),
  microphoneSourceId: sourceIdOf('host'),
};
const draft: ShowState = { ...facts, status: 'draft' };
const scheduled: ShowState = { ...facts, status: 'scheduled', startsAtMs: 5 };
const rehearsal: ShowState = { ...facts, status: 'rehearsal' };
const live: ShowState = { ...facts, status: 'live', liveSinceMs: 1 };

const people = {
  admin: principalOf('admin'),
  host: principalOf('host'),
  'host of another show': principalOf('host', 'other-host'),
  'host for this show': principalOf('host', 'guest-host', facts.showId),
  staff: principalOf('staff'),
  moderator: principalOf('moderator'),
  agent: principalOf('agent'),
  viewer: principalOf('viewer'),
  'staff of another show': principalOf('staff', 'staff', showIdOf('two')),
} satisfies Record<string, Principal>;
type Who = keyof typeof people;

const directors: readonly Who[] = ['admin', 'host', 'host for this show'];
/** Who keeps a room in order: the moderators, and who runs the show. */
const moderators: readonly Who[] = [...directors, 'moderator'];
const crew: readonly Who[] = [...directors, 'staff'];
const backstage: readonly Who[] = [...crew, 'moderator', 'agent'];
const inScope: readonly Who[] = [...backstage, 'host of another show', 'viewer'];
const everyone: readonly Who[] = [...inScope, 'staff of another show'];
/** Who runs the shop, whatever the show. */
const shopkeepers: readonly Who[] = [...directors, 'host of another show'];
/** Who works in it. */
const stockkeepers: readonly Who[] = [...shopkeepers, 'staff', 'staff of another show'];

/** Who may, on a live show; said here once more in the words of the brief, apart from the table. */
const expected: Record<MethodName, readonly Who[]> = {
  'show.create-show': ['admin', 'host', 'host of another show'],
  'show.edit-show': directors,
  'show.schedule-show': directors,
  'show.start-rehearsal': directors,
  'show.finish-rehearsal': directors,
  'show.go-live': directors,
  'show.pause-show': directors,
  'show.resume-show': directors,
  'show.end-show': directors,
  'show.reopen-show': directors,
  'show.archive-show': directors,
  'show.add-source': crew,
  'show.rename-source': crew,
  'show.remove-source': crew,
  'show.switch-programme': directors,
  'show.choose-microphone': directors,
  'room.send-message': inScope,
  'room.announce': moderators,
  'room.approve-message': moderators,
  'room.delete-message': moderators,
  'room.delete-messages-of': moderators,
  'room.restrict-person': moderators,
  'room.undo-ruling': moderators,
  'room.pin-message': moderators,
  'room.unpin-message': moderators,
  'room.set-rules': moderators,
  'room.report-message': inScope,
  'room.dismiss-reports': moderators,
  'room.block-person': inScope,
  'room.unblock-person': inScope,
  'auction.add-lot': directors,
  'auction.edit-lot': directors,
  'auction.move-lot': directors,
  'auction.remove-lot': directors,
  'auction.open-lot': directors,
  'auction.place-bid': inScope,
  'auction.place-floor-bid': crew,
  'auction.withdraw-pre-bid': inScope,
  'auction.call-going': directors,
  'auction.take-back-going': directors,
  'auction.close-lot': directors,
  'auction.reopen-last-lot': directors,
  'auction.void-lot': moderators,
  'auction.rerun-lot': directors,
  'auction.offer-second-chance': directors,
  'auction.accept-second-chance': inScope,
  'auction.decline-second-chance': inScope,
  'auction.give-paddle': crew,
  'auction.return-paddle': crew,
  'auction.bar-bidder': moderators,
  'auction.unbar-bidder': moderators,
  'catalogue.save-product': shopkeepers,
  'catalogue.archive-product': shopkeepers,
  'catalogue.restore-product': shopkeepers,
  'catalogue.set-shop': shopkeepers,
  'ledger.receive-stock': stockkeepers,
  'ledger.correct-stock': stockkeepers,
  'ledger.move-stock': stockkeepers,
  'ledger.block-stock': stockkeepers,
  'ledger.unblock-stock': stockkeepers,
  'ledger.set-reserve': shopkeepers,
  'ledger.release-reserve': shopkeepers,
  'ledger.plan-release': shopkeepers,
  'shelf.add-offer': directors,
  'shelf.edit-offer': directors,
  'shelf.move-offer': directors,
  'shelf.remove-offer': directors,
  'shelf.open-offer': directors,
  'shelf.end-offer': directors,
  'shelf.pin-offer': directors,
  'order.take-offer': inScope,
  'order.change-line': inScope,
  'order.check-out': inScope,
  'order.pay-order': inScope,
  'order.cancel-lines': [...stockkeepers, 'viewer'],
  'order.refund-lines': shopkeepers,
  'order.retry-refund': shopkeepers,
  'order.hand-out': stockkeepers,
  'order.undo-hand-out': stockkeepers,
  'order.ship': stockkeepers,
  'order.note-stall-payment': stockkeepers,
  'order.mine': inScope,
  'till.add-till': stockkeepers,
  'till.retire-till': shopkeepers,
  'till.set-cashier': shopkeepers,
  'till.remove-cashier': shopkeepers,
  'till.open-drawer': stockkeepers,
  'till.lease-quota': stockkeepers,
  'till.return-quota': stockkeepers,
  'till.sell-at-till': stockkeepers,
  'till.undo-sale': stockkeepers,
  'till.settle-order': stockkeepers,
  'till.cash-up': stockkeepers,
  'room.react': inScope,
  'room.list-present': backstage,
  'channel.subscribe': inScope,
  'channel.unsubscribe': everyone,
  'stage.observe': inScope,
  'stage.unobserve': everyone,
  'stage.capabilities': inScope,
  'stage.playlists': inScope,
  'stage.delete-replay': directors,
  'stage.watch': inScope,
  'stage.join': crew,
  'stage.resume': inScope,
  'stage.leave': everyone,
  'stage.create-transport': crew,
  'stage.connect-transport': inScope,
  'stage.restart-ice': inScope,
  'stage.produce': ['staff'],
  'stage.set-producer': crew,
  'stage.close-producer': everyone,
  'stage.consume': backstage,
  'stage.set-consumer': inScope,
  'stage.close-consumer': everyone,
};

// A source of the staff member's own, off the air, a transport for sending, and an order of the viewer.
const subject = {
  show: live,
  sourceId: sourceIdOf('staff'),
  direction: 'send',
  buyerId: personIdOf('viewer'),
} as const;
// Object.keys forgets the names; these are the table's own.
const methods = Object.keys(methodTable) as MethodName[];

t.test('every method has its row and is answered for every role', async (t) => {
  t.same(Object.keys(permissions).toSorted(), methods.toSorted());
  for (const method of methods) {
    const allowed = everyone.filter((who) => authorise(people[who], method, subject) === undefined);
    t.same(allowed.toSorted(), expected[method].toSorted(), method);
  }
});

const codeOf = (who: Who, method: MethodName, parts: Partial<Parameters<typeof authorise>[2]> = {}) =>
  authorise(people[who], method, { ...subject, ...parts })?.code;

t.test(
  'a show that the public may not know of is not found, a scheduled one is seen but not watched',
  async (t) => {
    for (const who of ['viewer', 'host of another show'] as const) {
      for (const show of [draft, rehearsal]) {
        t.equal(codeOf(who, 'channel.subscribe', { show }), 'show-not-found');
        t.equal(codeOf(who, 'stage.watch', { show }), 'show-not-found');
        t.equal(codeOf(who, 'show.go-live', { show }), 'show-not-found');
      }
      t.equal(codeOf(who, 'channel.subscribe', { show: scheduled }), undefined);
      t.equal(codeOf(who, 'stage.watch', { show: scheduled }), 'show-wrong-status');
    }
    for (const who of backstage) t.equal(codeOf(who, 'stage.watch', { show: rehearsal }), undefined);
    t.equal(codeOf('admin', 'stage.watch', { show: initialShowState }), 'show-not-found');
  },
);

t.test('what is over is played by whoever may see it, and its replay erased by who runs it', async (t) => {
  const ended: ShowState = { ...live, status: 'ended', endedAtMs: 9 };
  for (const who of ['viewer', 'staff', 'admin'] as const) {
    t.equal(codeOf(who, 'stage.playlists', { show: ended }), undefined, who);
  }
  t.equal(codeOf('viewer', 'stage.watch', { show: ended }), 'show-wrong-status');
  t.equal(codeOf('viewer', 'stage.playlists', { show: scheduled }), 'show-wrong-status');
  t.equal(codeOf('viewer', 'stage.playlists', { show: rehearsal }), 'show-not-found');
  t.equal(codeOf('staff', 'stage.playlists', { show: rehearsal }), undefined);
  t.equal(codeOf('staff', 'stage.delete-replay', { show: ended }), 'forbidden');
});

t.test('a session for one show reaches no other', async (t) => {
  t.equal(codeOf('staff of another show', 'stage.watch'), 'forbidden');
  t.equal(audienceOf(people['staff of another show'], live), 'public');
});

t.test('a source is changed by its owner or who runs the show, and fed by its owner only', async (t) => {
  const sourceId = sourceIdOf('host');
  t.equal(codeOf('staff', 'show.remove-source', { sourceId }), 'forbidden');
  t.equal(codeOf('staff', 'stage.produce', { sourceId }), 'forbidden');
  t.equal(codeOf('host', 'stage.produce', { sourceId }), undefined);
  t.equal(codeOf('staff', 'stage.produce', { sourceId: sourceIdOf('gone') }), 'source-not-found');
  t.equal(codeOf('staff', 'show.remove-source', { sourceId: sourceIdOf('gone') }), undefined);
});

t.test('the public receives what is on air only, over transports that only receive', async (t) => {
  t.equal(codeOf('viewer', 'stage.consume', { sourceId: sourceIdOf('host') }), undefined);
  t.equal(codeOf('viewer', 'stage.consume', { sourceId: sourceIdOf('spare') }), 'forbidden');
  t.equal(codeOf('viewer', 'stage.create-transport', { direction: 'receive' }), undefined);
  t.equal(codeOf('viewer', 'stage.create-transport', { direction: 'send' }), 'forbidden');
});

t.test('an order is taken back by its buyer or who works in the shop, and by nobody else', async (t) => {
  t.equal(codeOf('viewer', 'order.cancel-lines'), undefined);
  for (const buyerId of [personIdOf('somebody else'), null, undefined])
    t.equal(codeOf('viewer', 'order.cancel-lines', { buyerId }), 'forbidden');
  t.equal(codeOf('viewer', 'order.refund-lines'), 'forbidden');
  t.equal(codeOf('staff', 'order.refund-lines'), 'forbidden');
});

t.test('who works in the shop sees its stock, orders and tills', async (t) => {
  for (const who of everyone) t.equal(isOfShop(people[who]), stockkeepers.includes(who), who);
});

t.test('the crew of a show is its staff audience and everyone else the public', async (t) => {
  for (const who of everyone) {
    const audience = backstage.includes(who) ? 'staff' : 'public';
    t.equal(audienceOf(people[who], live), audience, who);
  }
});
