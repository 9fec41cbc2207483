import { test } from 'tap';
import type { MessageView, OwnStanding } from '#protocol/room-views.ts';
import { isImportantTo, type Reader } from '../../../client-demo/src/chat/chat-item.ts';
import { gateOf, type GateFacts } from '../../../client-demo/src/chat/composer-gate.ts';
import { parseRecent, withRecent } from '../../../client-demo/src/chat/emoji.ts';
import { keyboardOf } from '../../../client-demo/src/chat/keyboard-inset.ts';
import { actsFor } from '../../../client-demo/src/chat/message-acts.ts';
import { particlesOf, sumOf, withoutOwn } from '../../../client-demo/src/chat/reactions.ts';

const free: OwnStanding = { restriction: null, blockedIds: [] };
const gate = (more: Partial<GateFacts> = {}) =>
  gateOf({
    own: free,
    rules: { access: 'everyone', newcomerWaitMs: 0 },
    isCrew: false,
    refusal: null,
    nowMs: 1000,
    ...more,
  });

test('whoever nothing binds may write', async (t) => {
  t.same(gate(), { status: 'open' });
});

test('a ban closes the field for good, a timeout until its end', async (t) => {
  const bound = (kind: 'ban' | 'timeout', untilMs: number | null) => ({
    own: { ...free, restriction: { kind, untilMs } },
  });
  t.same(gate(bound('ban', null)), { status: 'closed', reason: 'banned', untilMs: null });
  t.same(gate(bound('timeout', 5000)), { status: 'closed', reason: 'timed-out', untilMs: 5000 });
  t.same(gate(bound('timeout', 1000)), { status: 'open' }, 'over on the very millisecond');
});

test('the rules of the room keep the public out, never the crew', async (t) => {
  const rules = { access: 'crew', newcomerWaitMs: 0 } as const;
  t.match(gate({ rules }), { status: 'closed', reason: 'crew' });
  t.same(gate({ rules, isCrew: true }), { status: 'open' });
});

test('what the server refused once is said until the rules change or the time is over', async (t) => {
  const refusal = { reason: 'newcomer', untilMs: 9000 } as const;
  const strict = { access: 'everyone', newcomerWaitMs: 60_000 } as const;
  t.match(gate({ refusal, rules: strict }), { reason: 'newcomer', untilMs: 9000 });
  t.same(gate({ refusal, rules: strict, nowMs: 9000 }), { status: 'open' });
  t.same(gate({ refusal }), { status: 'open' }, 'the wait was switched off');
  t.match(gate({ refusal: { reason: 'closed', untilMs: null }, isCrew: true }), { reason: 'closed' });
});

const viewer: Reader = { personId: 'me', isCrew: false, mayModerate: false };
const moderator: Reader = { personId: 'mod', isCrew: true, mayModerate: true };
const message = (more: Partial<MessageView> = {}): MessageView => ({
  messageId: 'm-1',
  sequence: 1,
  author: { personId: 'ann', name: 'Ann', badge: null },
  kind: 'message',
  audience: 'room',
  text: 'hello',
  sentAtMs: 1,
  replyTo: null,
  mentions: [],
  status: 'shown',
  ...more,
});
const host = { personId: 'mara', name: 'Mara', badge: 'host' } as const;
const facts = { isPinned: false, mayWrite: true };

test('a viewer may answer, copy, report and hide, and nothing of what moderators may', async (t) => {
  t.same(actsFor({ message: message(), reader: viewer, ...facts }), [
    'reply',
    'mention',
    'copy',
    'report',
    'block',
  ]);
  const muted = actsFor({ message: message(), reader: viewer, isPinned: false, mayWrite: false });
  t.same(muted, ['copy', 'report', 'block']);
});

test('nobody reports, hides or restricts himself, or the crew', async (t) => {
  const own = message({ author: { personId: 'me', name: 'Me', badge: null } });
  t.same(actsFor({ message: own, reader: viewer, ...facts }), ['reply', 'copy']);
  t.same(actsFor({ message: message({ author: host }), reader: viewer, ...facts }), [
    'reply',
    'mention',
    'copy',
  ]);
  const ofCrew = actsFor({ message: message({ author: host }), reader: moderator, ...facts });
  t.notOk(ofCrew.some((act) => ['timeout', 'ban', 'shadow', 'remove-all'].includes(act)));
});

test('a moderator approves what is held and pins what all can see', async (t) => {
  const held = actsFor({ message: message({ status: 'held' }), reader: moderator, ...facts });
  t.ok(held.includes('approve'));
  t.notOk(held.includes('pin'));
  const shown = actsFor({ message: message(), reader: moderator, ...facts });
  t.ok(shown.includes('pin') && shown.includes('ban') && shown.includes('remove-all'));
  const pinned = actsFor({ message: message(), reader: moderator, isPinned: true, mayWrite: true });
  t.ok(pinned.includes('unpin') && !pinned.includes('pin'));
});

test('the crew, announcements, own messages, mentions and answers always matter to a reader', async (t) => {
  t.notOk(isImportantTo(message(), viewer, false));
  t.ok(isImportantTo(message({ author: host }), viewer, false));
  t.ok(isImportantTo(message({ kind: 'announcement' }), viewer, false));
  t.ok(isImportantTo(message({ author: { ...host, personId: 'me', badge: null } }), viewer, false));
  t.ok(isImportantTo(message({ mentions: [{ personId: 'me', name: 'Me', badge: null }] }), viewer, false));
  t.ok(isImportantTo(message(), viewer, true));
});

test('few reactions fly one by one, many as a few of each kind', async (t) => {
  t.same(particlesOf({ heart: 2, fire: 1 }), ['heart', 'heart', 'fire']);
  const many = particlesOf({ heart: 900, clap: 1 });
  t.ok(many.length <= 6, `${many.length} particles`);
  t.ok(many.includes('clap'), 'the one who clapped sees it');
  t.equal(sumOf({ heart: 900, clap: 1 }), 901);
});

test('a reaction that flew here at once does not fly again with the sum', async (t) => {
  t.same(withoutOwn({ heart: 5 }, { heart: 2, clap: 1 }), { left: { heart: 3 }, owed: { clap: 1 } });
});

test('a keyboard is told from a browser bar and from zooming', async (t) => {
  const page = { pageHeightPx: 844, offsetTopPx: 0, scale: 1 };
  t.same(keyboardOf({ ...page, heightPx: 508, offsetTopPx: 120 }), { insetPx: 336, shiftPx: 120 });
  t.same(keyboardOf({ ...page, heightPx: 790 }), { insetPx: 0, shiftPx: 0 });
  t.same(keyboardOf({ ...page, heightPx: 422, scale: 2 }), { insetPx: 0, shiftPx: 0 });
});

test('the emoji used last come first, once each, and nonsense in the store is none', async (t) => {
  t.same(withRecent(['🔥', '👏'], '👏'), ['👏', '🔥']);
  t.equal(withRecent(['1', '2', '3', '4', '5', '6', '7', '8'], '9').length, 8);
  t.same(parseRecent('["🔥", 5, null]'), ['🔥']);
  t.same(parseRecent('{'), []);
  t.same(parseRecent(null), []);
});
