import { test } from 'tap';
import type { ShowListEntry } from '#protocol/views.ts';
import { lobbyStateOf } from '../../../client-demo/src/pages/lobby/lobby-state.ts';
import { programmeOf } from '../../../client-demo/src/pages/lobby/programme.ts';
import { reminderFile } from '../../../client-demo/src/pages/lobby/reminder.ts';

const show = (
  showId: string,
  status: ShowListEntry['status'],
  times: Partial<ShowListEntry> = {},
): ShowListEntry => ({
  showId,
  title: showId,
  description: '',
  status,
  hostName: 'Mara',
  startsAtMs: null,
  liveSinceMs: null,
  ...times,
});

const reminder = {
  showId: 'show-0001',
  title: 'Cups, bowls; plates',
  description: 'One\nevening',
  startsAtMs: Date.UTC(2026, 10, 27, 18, 30),
  url: 'https://stall.example/watch/show-0001',
  alarmText: 'Soon',
};

test('a running show stands before a paused one, the longest running first', async (t) => {
  const { onStage } = programmeOf([
    show('paused', 'paused', { liveSinceMs: 1 }),
    show('young', 'live', { liveSinceMs: 9 }),
    show('old', 'live', { liveSinceMs: 5 }),
  ]);
  t.same(
    onStage.map(({ showId }) => showId),
    ['old', 'young', 'paused'],
  );
});

test('what comes next stands first, and what has no time stands last', async (t) => {
  const { coming } = programmeOf([
    show('some-day', 'scheduled'),
    show('later', 'scheduled', { startsAtMs: 20 }),
    show('next', 'rehearsal', { startsAtMs: 10 }),
  ]);
  t.same(
    coming.map(({ showId }) => showId),
    ['next', 'later', 'some-day'],
  );
});

test('drafts and archived shows are not in the lobby; ended ones stand apart, the latest first', async (t) => {
  const { onStage, coming, over } = programmeOf([
    show('a', 'draft'),
    show('b', 'ended', { liveSinceMs: 5 }),
    show('c', 'archived'),
    show('d', 'ended', { liveSinceMs: 9 }),
  ]);
  t.same([...onStage, ...coming], []);
  t.same(
    over.map(({ showId }) => showId),
    ['d', 'b'],
  );
});

test('a reminder is a calendar entry in UTC with an alarm ten minutes before', async (t) => {
  const file = reminderFile(reminder, 0);
  t.match(file, /DTSTART:20261127T183000Z\r\n/);
  t.match(file, /TRIGGER:-PT10M\r\n/);
  t.match(file, /UID:show-0001@popstage\r\n/);
  t.match(file, /SUMMARY:Cups\\, bowls\\; plates\r\n/);
});

test('no line of a reminder is longer than 75 octets, and no character is cut', async (t) => {
  const title = 'ليلة السجاد '.repeat(12).trim();
  const file = reminderFile({ ...reminder, title }, 0);
  for (const line of file.split('\r\n')) t.ok(Buffer.byteLength(line) <= 75, line);
  t.ok(file.replaceAll('\r\n ', '').includes(title));
});

test('a lobby shows the live list while it is up, and the newer of both while it is not', async (t) => {
  const live = { status: 'ready', shows: [show('new', 'live')], staleSinceMs: null } as const;
  const read = {
    status: 'ready',
    value: { shows: [show('old', 'live')] },
    readAtMs: 1500,
    isStale: false,
  } as const;
  const sameClock = (ms: number) => ms;
  const shown = (
    ...[one, other]: readonly [Parameters<typeof lobbyStateOf>[0], Parameters<typeof lobbyStateOf>[1]]
  ) => lobbyStateOf(one, other, sameClock);
  t.match(shown(live, read), { value: { shows: [{ showId: 'new' }] }, isStale: false });
  t.match(shown({ status: 'loading' }, read), { value: { shows: [{ showId: 'old' }] } });
  const lost = { ...live, staleSinceMs: 1000 };
  t.match(
    shown(lost, read),
    { value: { shows: [{ showId: 'old' }] }, isStale: false },
    'read after the loss',
  );
  t.match(shown(lost, { ...read, readAtMs: 900 }), { readAtMs: 1000, isStale: true });
  t.match(shown(lost, { status: 'loading' }), { value: { shows: [{ showId: 'new' }] }, isStale: true });
});
