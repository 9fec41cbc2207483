import { test } from 'tap';
import fc from 'fast-check';
import type { PersonId } from '#domain/ids.ts';
import { countPersons, digestOf, maximumDigested } from '#realtime/rooms/presence-digest.ts';

// Brands are given where ids are made; these are made by tests.
const people = (from: number, to: number): readonly PersonId[] =>
  Array.from({ length: to - from }, (_, index) => `person-${from + index}` as PersonId);
const head = (personIds: readonly PersonId[]) => ({ count: personIds.length, digest: digestOf(personIds) });

test('persons at several servers count once each, whoever is where', (t) => {
  const range = fc
    .tuple(fc.nat({ max: 40 }), fc.nat({ max: 40 }))
    .map(([from, size]) => people(from, from + size));
  const isExact = fc.property(
    fc.array(range, { maxLength: 5 }),
    (servers) => countPersons(servers.map(head)) === new Set(servers.flat()).size,
  );
  t.doesNotThrow(() => fc.assert(isExact));
  t.end();
});

test('the same people make the same digest, in whatever order they came', (t) => {
  t.equal(digestOf(people(0, 9)), digestOf(people(0, 9).toReversed()));
  t.not(digestOf(people(0, 9)), digestOf(people(1, 10)));
  t.end();
});

test('a crowd is summed, the others are told apart; what is told of it stays small', (t) => {
  const crowd = head(people(0, maximumDigested + 1));
  t.equal(crowd.digest, null);
  t.equal(countPersons([crowd, head(people(0, 10)), head(people(5, 15))]), maximumDigested + 1 + 15);
  t.ok((digestOf(people(0, maximumDigested))?.length ?? Infinity) <= 4000);
  t.end();
});
