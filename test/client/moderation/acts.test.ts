import { test } from 'tap';
import { createActRecord } from '../../../client-demo/src/pages/moderation/act-record.ts';
import {
  actLooks,
  acts,
  isPossible,
  stepOf,
  timeouts,
  undoOf,
  type ActStep,
} from '../../../client-demo/src/pages/moderation/acts.ts';
import { tableError } from '../../../client-demo/src/live/outcome.ts';
import { message, person } from './room.ts';

const context = { rulingId: 'ruling-1', reason: 'Spam' };

test('each act has a key of its own, and none of them is one that moves', async (t) => {
  const keys = [...acts.map((act) => actLooks[act].key), 'j', 'k', 'q', 'c', 'r', 'n', 'u', '/', '?'];
  t.equal(new Set(keys).size, keys.length);
  t.same(
    timeouts.map(({ key, minutes }) => [key, minutes]),
    [
      ['1', 1],
      ['2', 10],
      ['3', 60],
    ],
  );
});

test('A lets a held or flagged message through and dismisses the reports of a reported one', async (t) => {
  const method = (changes: Parameters<typeof message>[1]) =>
    stepOf('approve', { ...context, message: message(1, changes) }).method;
  t.equal(method({ status: 'held' }), 'room.approve-message');
  t.equal(method({ flags: ['link'] }), 'room.approve-message');
  t.equal(method({ reports: 1, flags: ['link'] }), 'room.dismiss-reports');
});

test('a ban is for good and takes the messages along; a timeout lasts as long as was chosen', async (t) => {
  const ban = stepOf('ban', { ...context, message: message(1) });
  t.match(ban.params, {
    kind: 'ban',
    durationMs: null,
    removesMessages: true,
    personId: 'author-1',
    reason: 'Spam',
  });
  const timeout = stepOf('timeout', { ...context, message: message(1), minutes: 60 });
  t.match(timeout.params, { kind: 'timeout', durationMs: 3_600_000, removesMessages: false });
  const shadow = stepOf('shadow', { ...context, message: message(1) });
  t.match(shadow.params, { kind: 'shadow', durationMs: null, removesMessages: false });
});

test('every act can be taken back', async (t) => {
  const waiting = [message(1, { status: 'held' }), message(2, { reports: 1 })];
  for (const act of acts) {
    for (const one of waiting) {
      const step = stepOf(act, { ...context, message: one });
      t.not(undoOf(step, 'ruling-2', ''), null, `${act} of ${one.messageId}`);
    }
  }
});

test('a ruling is undone by its id, an approval by taking the message down, a dismissal by reporting again', async (t) => {
  const undo = (act: (typeof acts)[number], one = message(1)) =>
    undoOf(stepOf(act, { ...context, message: one }), 'ruling-2', 'Undo');
  t.same(undo('ban'), { method: 'room.undo-ruling', params: { rulingId: 'ruling-1' } });
  t.match(undo('approve', message(1, { status: 'held' })), {
    method: 'room.delete-message',
    params: { rulingId: 'ruling-2', messageId: 'message-1' },
  });
  t.match(undo('approve', message(1, { reports: 1 })), { method: 'room.report-message' });
  t.same(undo('pin'), { method: 'room.unpin-message', params: { messageId: 'message-1' } });
});

test('the crew is out of reach, and what is gone is not deleted again', async (t) => {
  const host = message(1, { author: person('host-1', 'Host', 'host') });
  t.notOk(isPossible('ban', host, false));
  t.notOk(isPossible('delete-all', host, false));
  t.ok(isPossible('delete', host, false));
  t.notOk(isPossible('delete', message(1, { status: 'removed' }), false));
  t.notOk(isPossible('approve', message(1), false), 'nothing waits');
  t.notOk(isPossible('pin', message(1, { audience: 'crew' }), false), 'the public never hears of it');
  t.ok(isPossible('pin', message(1, { status: 'removed' }), true), 'a pin can always be taken off');
});

test('U takes back the newest confirmed act first, and nothing when there is none', async (t) => {
  const sent: ActStep[] = [];
  const record = createActRecord(async (step) => {
    sent.push(step);
    return { ok: true, value: {} };
  });
  await record.run('delete', message(1), { reason: '' });
  await record.run('pin', message(2), { reason: '' });
  t.equal((await record.undoLast(''))?.done.act, 'pin');
  t.equal((await record.undoLast(''))?.done.act, 'delete');
  t.equal(await record.undoLast(''), null);
  t.same(
    sent.map(({ method }) => method),
    ['room.delete-message', 'room.pin-message', 'room.unpin-message', 'room.undo-ruling'],
  );
});

test('a refused act is not there to be undone, and an undo without a network can be tried again', async (t) => {
  let answer: 'forbidden' | 'server-overloaded' | null = 'forbidden';
  const record = createActRecord(async () =>
    answer === null ? { ok: true, value: {} } : { ok: false, error: tableError(answer) },
  );
  await record.run('delete', message(1), { reason: '' });
  t.same(record.done.value, []);
  t.equal(record.pending.value.size, 0);
  answer = null;
  await record.run('delete', message(1), { reason: '' });
  answer = 'server-overloaded';
  t.equal((await record.undoLast(''))?.error?.code, 'server-overloaded');
  t.equal(record.done.value.length, 1, 'it waits for another try');
});
