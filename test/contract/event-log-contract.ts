import type { Test } from 'tap';
import { maximumDecisionAgeMs, maximumMissingEvents, type EventLog } from '#application/ports.ts';
import { readSince } from '#application/recovery.ts';
import {
  actorId,
  appendOf,
  appendTexts,
  commandIdOf,
  shopId,
  streamOf,
  textsOf,
  writing,
} from './append-examples.ts';

/** Opens a fresh, empty log; closes it when the test ends. */
export type OpenLog = (t: Test) => Promise<EventLog>;

/** What every event log must do, whatever it stands on. Runs over each adapter. */
export function eventLogContract(t: Test, open: OpenLog): void {
  const test = (name: string, body: (t: Test, log: EventLog) => Promise<void>) =>
    t.test(name, async (t) => body(t, await open(t)));
  versions(test);
  commands(test);
  atomicity(test);
  reading(test);
  memories(test);
  trimming(test);
}

type Declare = (name: string, body: (t: Test, log: EventLog) => Promise<void>) => unknown;

function versions(test: Declare): void {
  test('an append numbers its events from the expected version on and gives them back', async (t, log) => {
    t.match(await appendTexts(log, 'a', 0, 'one', 'two'), { outcome: 'appended', recorded: [{ length: 2 }] });
    const result = await appendTexts(log, 'a', 2, 'three');
    t.match(result, {
      recorded: [[{ version: 3, streamId: streamOf('a'), actorId, event: { text: 'three' } }]],
    });
    const stored = await log.read(streamOf('a'), 0, 10);
    t.same(
      stored.map(({ version }) => version),
      [1, 2, 3],
    );
    t.equal(new Set(stored.map(({ eventId }) => eventId)).size, 3);
    if (result.outcome === 'appended') t.same(result.recorded[0]?.[0], stored[2]);
  });

  test('a conflict changes nothing and brings the events the writer has not seen', async (t, log) => {
    await appendTexts(log, 'a', 0, 'one', 'two', 'three');
    const result = await appendTexts(log, 'a', 1, 'late');
    t.equal(result.outcome, 'conflict');
    if (result.outcome === 'conflict') {
      t.same(textsOf(result.missing), ['two', 'three']);
      t.same(textsOf(result.seen), ['one'], 'and the one it should know, to compare');
    }
    t.equal((await log.head(streamOf('a'))).version, 3);
  });

  test('a writer ahead of the log gets a conflict without events', async (t, log) => {
    await appendTexts(log, 'a', 0, 'one');
    t.same(await appendTexts(log, 'a', 5, 'ahead'), { outcome: 'conflict', missing: [], seen: [] });
  });

  test('without commands it only says whether the versions are still right', async (t, log) => {
    await appendTexts(log, 'a', 0, 'one', 'two');
    t.same(await log.append(appendOf(log, { a: 2, b: 0 }, [])), { outcome: 'appended', recorded: [] });
    t.match(await log.append(appendOf(log, { a: 1, b: 0 }, [])), {
      outcome: 'conflict',
      missing: [{ version: 2 }],
    });
    t.equal(await log.feedHead(shopId), 2);
  });

  test('a conflict hands over a bounded number of events', async (t, log) => {
    const texts = Array.from({ length: maximumMissingEvents + 1 }, (_, index) => `${index}`);
    await appendTexts(log, 'a', 0, ...texts);
    const result = await appendTexts(log, 'a', 0, 'late');
    t.match(result, { outcome: 'conflict', missing: { length: maximumMissingEvents } });
  });

  test('of many concurrent writers with one expected version exactly one wins', async (t, log) => {
    const results = await Promise.all(
      Array.from({ length: 50 }, (_, index) => appendTexts(log, 'a', 0, `${index}`)),
    );
    t.equal(results.filter(({ outcome }) => outcome === 'appended').length, 1);
    t.equal(results.filter(({ outcome }) => outcome === 'conflict').length, 49);
  });

  test('a decision that is too old is refused', async (t, log) => {
    const request = appendOf(log, { a: 0 }, [writing('a', ['late'])]);
    const decidedAtMs = log.nowMs() - maximumDecisionAgeMs - 1;
    t.same(await log.append({ ...request, decidedAtMs }), { outcome: 'stale' });
    t.same(await log.read(streamOf('a'), 0, 1), []);
  });

  test('the time of an event is store time and never before that of the event before it', async (t, log) => {
    const beforeMs = log.nowMs();
    for (let version = 0; version < 5; version++) await appendTexts(log, 'a', version, 'x');
    const times = (await log.read(streamOf('a'), 0, 5)).map(({ atMs }) => atMs);
    t.same(
      times,
      times.toSorted((a, b) => a - b),
    );
    t.ok((times[0] ?? 0) >= beforeMs && (times[4] ?? Infinity) <= log.nowMs());
  });
}

function commands(test: Declare): void {
  test('an accepted command is found by its actor and id with its events', async (t, log) => {
    const commandId = commandIdOf('mine');
    const mine = writing('a', ['one', 'two'], { commandId, digest: 'mine' });
    await log.append(appendOf(log, { a: 0 }, [writing('a', ['zero']), mine]));
    const known = await log.findCommand(actorId, commandId);
    t.match(known, { actorId, commandId, digest: 'mine' });
    t.same(textsOf(known?.recorded ?? []), ['one', 'two']);
    t.equal(await log.findCommand(actorId, commandIdOf('nobody')), undefined);
  });

  test('a command without events is remembered as well', async (t, log) => {
    const commandId = commandIdOf('empty');
    await log.append(appendOf(log, { a: 0 }, [writing('a', [], { commandId })]));
    t.match(await log.findCommand(actorId, commandId), { commandId, recorded: [] });
  });

  test('the ids of two actors do not meet', async (t, log) => {
    const commandId = commandIdOf('same');
    const other = 'person-other' as typeof actorId;
    await log.append(appendOf(log, { a: 0 }, [writing('a', ['one'], { commandId })]));
    const result = await log.append(
      appendOf(log, { a: 1 }, [writing('a', ['two'], { commandId, actorId: other })]),
    );
    t.equal(result.outcome, 'appended');
  });

  test('a repeated command is known before its version or age is looked at', async (t, log) => {
    const commandId = commandIdOf('again');
    const again = writing('a', ['one'], { commandId });
    await log.append(appendOf(log, { a: 0 }, [again]));
    const request = appendOf(log, { a: 0 }, [writing('a', ['fresh']), again]);
    const result = await log.append({ ...request, decidedAtMs: 0 });
    t.match(result, { outcome: 'known', known: [{ commandId, recorded: [{ version: 1 }] }] });
    t.equal((await log.head(streamOf('a'))).version, 1);
  });

  test('one command sent many times at once is recorded once', async (t, log) => {
    const again = writing('a', ['once'], { commandId: commandIdOf('race') });
    const results = await Promise.all(
      Array.from({ length: 20 }, () => log.append(appendOf(log, { a: 0 }, [again]))),
    );
    t.same(results.map(({ outcome }) => outcome).toSorted(), [
      'appended',
      ...Array.from({ length: 19 }, () => 'known'),
    ]);
    t.equal((await log.head(streamOf('a'))).version, 1);
  });

  test('an append that names one command twice, or a stream without a version, is a bug', async (t, log) => {
    const command = writing('a', ['one']);
    await t.rejects(log.append(appendOf(log, { a: 0 }, [command, command])));
    await t.rejects(log.append(appendOf(log, {}, [command])));
    await t.resolves(appendTexts(log, 'a', 0, 'fine'));
  });
}

function atomicity(test: Declare): void {
  test('an append over several streams is whole', async (t, log) => {
    const events = [
      { streamId: streamOf('a'), event: { text: 'a1' } },
      { streamId: streamOf('b'), event: { text: 'b1' } },
      { streamId: streamOf('a'), event: { text: 'a2' } },
    ];
    const result = await log.append(appendOf(log, { a: 0, b: 0 }, [writing('a', [], { events })]));
    t.match(result, { outcome: 'appended', recorded: [[{ version: 1 }, { version: 1 }, { version: 2 }]] });
  });

  test('a conflict on one stream keeps the others of the append untouched', async (t, log) => {
    await appendTexts(log, 'b', 0, 'b1');
    const events = ['a', 'b'].map((name) => ({ streamId: streamOf(name), event: { text: 'x' } }));
    const result = await log.append(appendOf(log, { a: 0, b: 0 }, [writing('a', [], { events })]));
    t.match(result, { outcome: 'conflict', missing: [{ streamId: streamOf('b') }] });
    t.equal((await log.head(streamOf('a'))).version, 0);
  });

  test('a stream without events is checked for its version', async (t, log) => {
    await appendTexts(log, 'b', 0, 'b1');
    const write = () => writing('a', ['x']);
    t.equal((await log.append(appendOf(log, { a: 0, b: 0 }, [write()]))).outcome, 'conflict');
    t.equal((await log.append(appendOf(log, { a: 0, b: 1 }, [write()]))).outcome, 'appended');
  });

  test('the conflict of one append does not touch those that came with it', async (t, log) => {
    const results = await Promise.all([
      appendTexts(log, 'a', 0, 'a1'),
      appendTexts(log, 'b', 7, 'no'),
      appendTexts(log, 'c', 0, 'c1'),
      appendTexts(log, 'a', 1, 'a2'),
    ]);
    t.same(
      results.map(({ outcome }) => outcome),
      ['appended', 'conflict', 'appended', 'appended'],
    );
  });
}

function reading(test: Declare): void {
  test('a stream is read in pages after a version', async (t, log) => {
    await appendTexts(log, 'a', 0, '1', '2', '3', '4', '5');
    t.same(textsOf(await log.read(streamOf('a'), 0, 2)), ['1', '2']);
    t.same(textsOf(await log.read(streamOf('a'), 2, 2)), ['3', '4']);
    t.same(textsOf(await log.read(streamOf('a'), 4, 2)), ['5']);
    t.same(await log.read(streamOf('a'), 5, 2), []);
    t.same(await log.read(streamOf('none'), 0, 2), []);
  });

  test('the head of a stream is its last version and event', async (t, log) => {
    t.same(await log.head(streamOf('a')), { version: 0, eventId: null });
    await appendTexts(log, 'a', 0, 'one', 'two');
    const [last] = await log.read(streamOf('a'), 1, 1);
    t.same(await log.head(streamOf('a')), { version: 2, eventId: last?.eventId });
  });

  test('the feed holds every event of every stream once, in order and without a gap', async (t, log) => {
    const streams = ['a', 'b', 'c', 'd'];
    for (let version = 0; version < 10; version++) {
      await Promise.all(streams.map((name) => appendTexts(log, name, version, `${name}${version}`)));
    }
    const feed = [];
    for (let page = await log.readFeed(shopId, 0, 7); page.length > 0;) {
      feed.push(...page);
      page = await log.readFeed(shopId, feed.length, 7);
    }
    t.same(
      feed.map(({ feedPosition }) => feedPosition),
      Array.from({ length: 40 }, (_, index) => index + 1),
    );
    for (const name of streams) {
      const mine = feed.filter(({ recorded }) => recorded.streamId === streamOf(name));
      t.same(
        mine.map(({ recorded }) => recorded),
        await log.read(streamOf(name), 0, 100),
      );
    }
    t.same(await log.readFeed('other' as typeof shopId, 0, 10), []);
    t.equal(await log.feedHead(shopId), 40);
    t.equal(await log.feedHead('other' as typeof shopId), 0);
  });
}

function memories(test: Declare): void {
  test('the last snapshot of a stream is kept', async (t, log) => {
    t.equal(await log.loadSnapshot(streamOf('a')), undefined);
    const [first] = [await appendTexts(log, 'a', 0, 'one')];
    t.equal(first.outcome, 'appended');
    const position = await log.head(streamOf('a'));
    await log.saveSnapshot(streamOf('a'), { position, schemaVersion: 1, state: { count: 1 } });
    await log.saveSnapshot(streamOf('a'), { position, schemaVersion: 2, state: { count: 2 } });
    t.same(await log.loadSnapshot(streamOf('a')), { position, schemaVersion: 2, state: { count: 2 } });
    t.equal(await log.loadSnapshot(streamOf('b')), undefined);
  });

  test('a snapshot of an older position never replaces a newer one', async (t, log) => {
    await appendTexts(log, 'a', 0, 'one', 'two');
    const position = await log.head(streamOf('a'));
    await log.saveSnapshot(streamOf('a'), { position, schemaVersion: 1, state: 'newer' });
    const [first] = await log.read(streamOf('a'), 0, 1);
    const older = { version: 1, eventId: first?.eventId ?? null };
    await log.saveSnapshot(streamOf('a'), { position: older, schemaVersion: 1, state: 'older' });
    t.match(await log.loadSnapshot(streamOf('a')), { position, state: 'newer' });
  });

  test('each follower has its own cursor, which starts at 0', async (t, log) => {
    t.equal(await log.loadCursor(shopId, 'lobby'), 0);
    await log.saveCursor(shopId, 'lobby', 5);
    await log.saveCursor(shopId, 'lobby', 9);
    await log.saveCursor(shopId, 'mail', 2);
    t.equal(await log.loadCursor(shopId, 'lobby'), 9);
    t.equal(await log.loadCursor(shopId, 'mail'), 2);
  });

  test('closing twice does no harm', async (t, log) => {
    await log.close();
    await t.resolves(log.close());
  });
}

/** Saves a snapshot at a version that the stream has. */
async function saveAt(log: EventLog, stream: string, version: number): Promise<void> {
  const [last] = await log.read(streamOf(stream), version - 1, 1);
  const position = { version, eventId: last?.eventId ?? null };
  await log.saveSnapshot(streamOf(stream), { position, schemaVersion: 1, state: version });
}

function trimming(test: Declare): void {
  test('what is trimmed is gone from the stream and the feed, and the others stay as they are', async (t, log) => {
    await appendTexts(log, 'a', 0, 'a1', 'a2');
    await appendTexts(log, 'b', 0, 'b1');
    await appendTexts(log, 'a', 2, 'a3', 'a4', 'a5');
    const head = await log.head(streamOf('a'));
    await saveAt(log, 'a', 4);
    await log.trim(streamOf('a'), 3);
    t.same(textsOf(await log.read(streamOf('a'), 0, 10)), ['a4', 'a5']);
    t.same(textsOf(await log.read(streamOf('a'), 4, 10)), ['a5']);
    t.same(textsOf(await log.read(streamOf('a'), 0, 1)), ['a4']);
    const feed = await log.readFeed(shopId, 0, 2);
    t.same(
      feed.map(({ feedPosition, recorded }) => [feedPosition, textsOf([recorded])[0]]),
      [
        [3, 'b1'],
        [5, 'a4'],
      ],
    );
    t.same(textsOf((await log.readFeed(shopId, 5, 10)).map(({ recorded }) => recorded)), ['a5']);
    t.same(await log.head(streamOf('a')), head);
    t.equal(await log.feedHead(shopId), 6);
    t.same(await log.loadSnapshot(streamOf('a')), {
      position: { version: 4, eventId: (await log.read(streamOf('a'), 3, 1))[0]?.eventId },
      schemaVersion: 1,
      state: 4,
    });
    t.match(await appendTexts(log, 'a', 5, 'a6'), { outcome: 'appended', recorded: [[{ version: 6 }]] });
    t.match(await log.readFeed(shopId, 6, 10), [{ feedPosition: 7, recorded: { event: { text: 'a6' } } }]);
  });

  test('no more is trimmed than the snapshot covers, and the event at its position stays', async (t, log) => {
    await appendTexts(log, 'a', 0, '1', '2', '3', '4');
    await log.trim(streamOf('a'), 4);
    t.equal((await log.read(streamOf('a'), 0, 10)).length, 4);
    await saveAt(log, 'a', 3);
    await log.trim(streamOf('a'), 1_000);
    t.same(textsOf(await log.read(streamOf('a'), 0, 10)), ['3', '4']);
    await saveAt(log, 'a', 4);
    await log.trim(streamOf('a'), 1_000);
    t.same(textsOf(await log.read(streamOf('a'), 0, 10)), ['4']);
    t.equal((await log.head(streamOf('a'))).version, 4);
    t.equal(await log.feedHead(shopId), 4);
    await t.resolves(log.trim(streamOf('none'), 5));
  });

  test('a position that was trimmed is a lost one, the beginning as well', async (t, log) => {
    await appendTexts(log, 'a', 0, '1', '2', '3', '4');
    const events = await log.read(streamOf('a'), 0, 10);
    await saveAt(log, 'a', 3);
    await log.trim(streamOf('a'), 2);
    const since = (version: number) =>
      readSince(log, streamOf('a'), { version, eventId: events[version - 1]?.eventId ?? null }, 10);
    t.equal(await since(0), undefined);
    t.equal(await since(1), undefined);
    t.equal(await since(2), undefined);
    t.same(textsOf((await since(3)) ?? []), ['4']);
    t.same(await since(4), []);
    t.equal((await appendTexts(log, 'a', 1, 'late')).outcome, 'conflict');
  });

  test('commands that lost an event to a trim are forgotten, and no others', async (t, log) => {
    const named = (name: string, events: readonly string[]) =>
      writing('a', events, { commandId: commandIdOf(name) });
    await log.append(appendOf(log, { a: 0 }, [named('old', ['1']), named('old-empty', [])]));
    await log.append(appendOf(log, { a: 1 }, [named('cut', ['2', '3']), named('new-empty', [])]));
    await log.append(appendOf(log, { a: 3 }, [named('kept', ['4'])]));
    await saveAt(log, 'a', 3);
    await log.trim(streamOf('a'), 2);
    const find = (name: string) => log.findCommand(actorId, commandIdOf(name));
    t.equal(await find('old'), undefined);
    t.equal(await find('old-empty'), undefined);
    t.equal(await find('cut'), undefined);
    t.match(await find('new-empty'), { recorded: [] });
    t.same(textsOf((await find('kept'))?.recorded ?? []), ['4']);
    t.equal((await log.append(appendOf(log, { a: 4 }, [named('cut', ['5'])]))).outcome, 'appended');
    await saveAt(log, 'a', 4);
    await log.trim(streamOf('a'), 3);
    t.same(textsOf((await find('cut'))?.recorded ?? []), ['5'], 'accepted anew it is remembered anew');
  });

  test('a long stream is trimmed whole', async (t, log) => {
    const texts = Array.from({ length: 1_200 }, (_, index) => `${index}`);
    await appendTexts(log, 'a', 0, ...texts);
    await saveAt(log, 'a', 1_100);
    await log.trim(streamOf('a'), 1_100);
    t.equal((await log.read(streamOf('a'), 0, 2_000)).length, 101);
    t.equal((await log.readFeed(shopId, 0, 2_000)).length, 101);
  });
}
