import t from 'tap';
import { reopenWindowMs, publicStatusOf, type ShowCommand, type ShowEvent } from '#domain/show/show.ts';
import {
  archived,
  created,
  ended,
  given,
  nowMs,
  pastMs,
  paused,
  scheduled,
  showId,
  wentLive,
} from './show-examples.ts';

const rehearsing: ShowEvent = { type: 'rehearsal-started' };
const slate = { kind: 'standard' } as const;

t.test('a show is created once, and its creator is its host', async (t) => {
  const create = { type: 'create-show', showId, title: 'Autumn drop', description: 'Ten coats' } as const;
  given(t).when(create).then(created);
  given(t, created).when(create).refused('show-exists');
  given(t, created, archived).when(create).refused('show-exists');
});

t.test('a show that was never created is not found', async (t) => {
  given(t).when({ type: 'go-live', showId }).refused('show-not-found');
  given(t).when({ type: 'edit-show', showId, title: 'x', description: '' }).refused('show-not-found');
});

t.test('title and description change until the show is archived', async (t) => {
  const edit = { type: 'edit-show', showId, title: 'Winter drop', description: '' } as const;
  const edited: ShowEvent = { type: 'show-edited', title: 'Winter drop', description: '' };
  given(t, created).when(edit).then(edited);
  given(t, created, wentLive, ended).when(edit).then(edited);
  given(t, created, archived).when(edit).refused('show-archived');
  t.match(given(t, created, scheduled, edited).state, { status: 'scheduled', title: 'Winter drop' });
});

t.test('a start must lie ahead, and a scheduled show may be moved', async (t) => {
  const schedule = (startsAtMs: number) => ({ type: 'schedule-show', showId, startsAtMs }) as const;
  given(t, created)
    .when(schedule(nowMs + 1))
    .then({ type: 'show-scheduled', startsAtMs: nowMs + 1 });
  given(t, created, scheduled)
    .when(schedule(nowMs + 2))
    .then({ type: 'show-scheduled', startsAtMs: nowMs + 2 });
  given(t, created).when(schedule(nowMs)).refused('show-starts-in-the-past', { nowMs });
  given(t, created, wentLive)
    .when(schedule(nowMs + 1))
    .refused('show-wrong-status', { status: 'live' });
});

t.test('a rehearsal comes back to the status before it', async (t) => {
  t.equal(given(t, created, rehearsing, { type: 'rehearsal-finished' }).state.status, 'draft');
  t.equal(given(t, created, scheduled, rehearsing, { type: 'rehearsal-finished' }).state.status, 'scheduled');
});

t.test('a show goes live, pauses with a slate, resumes and ends, each with its time', async (t) => {
  t.match(given(t, created, wentLive).state, { status: 'live', liveSinceMs: pastMs });
  t.match(given(t, created, wentLive, paused).state, { status: 'paused', pausedSinceMs: pastMs, slate });
  t.notOk('slate' in given(t, created, wentLive, paused, { type: 'show-resumed' }).state);
  t.match(given(t, created, wentLive, paused, ended).state, { status: 'ended', endedAtMs: pastMs });
});

t.test('an ended show reopens paused within the window and not after it', async (t) => {
  const reopen = { type: 'reopen-show', showId } as const;
  const past = [created, wentLive, ended];
  given(t, ...past)
    .when(reopen, { nowMs: pastMs + reopenWindowMs })
    .then({ type: 'show-reopened' });
  given(t, ...past)
    .when(reopen, { nowMs: pastMs + reopenWindowMs + 1 })
    .refused('show-reopen-too-late', { lateMs: 1 });
  t.match(given(t, ...past, { type: 'show-reopened' }).state, { status: 'paused', slate });
});

const histories: Record<string, readonly ShowEvent[]> = {
  draft: [created],
  scheduled: [created, scheduled],
  rehearsal: [created, rehearsing],
  live: [created, wentLive],
  paused: [created, wentLive, paused],
  ended: [created, wentLive, ended],
};
const allowed: readonly [ShowCommand, readonly string[]][] = [
  [{ type: 'start-rehearsal', showId }, ['draft', 'scheduled']],
  [{ type: 'finish-rehearsal', showId }, ['rehearsal']],
  [{ type: 'go-live', showId }, ['draft', 'scheduled', 'rehearsal']],
  [{ type: 'pause-show', showId, slate }, ['live']],
  [{ type: 'resume-show', showId }, ['paused']],
  [{ type: 'end-show', showId }, ['live', 'paused']],
  [{ type: 'archive-show', showId }, ['draft', 'scheduled', 'ended']],
];

t.test('each step of the life cycle is taken from its statuses only', async (t) => {
  for (const [command, statuses] of allowed) {
    for (const [status, past] of Object.entries(histories)) {
      if (statuses.includes(status)) continue;
      given(t, ...past)
        .when(command)
        .refused('show-wrong-status', { status });
    }
    given(t, created, archived).when(command).refused('show-archived');
  }
});

t.test('the public hears of a show once it is announced, and never of a rehearsal', async (t) => {
  const statusOf = (...past: readonly ShowEvent[]) => publicStatusOf(given(t, ...past).state);
  t.equal(statusOf(), null);
  t.equal(statusOf(created), null);
  t.equal(statusOf(created, rehearsing), null);
  t.equal(statusOf(created, scheduled, rehearsing), 'scheduled');
  t.equal(statusOf(created, wentLive, paused), 'paused');
  t.equal(statusOf(created, archived), null);
});
