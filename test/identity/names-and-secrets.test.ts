import fc from 'fast-check';
import { test } from 'tap';
import { madeUpName, parseDisplayName } from '#application/identity/display-name.ts';
import { createRefreshSecrets } from '#application/identity/refresh-secrets.ts';
import { Refusal } from '#protocol/errors.ts';

const key = new Uint8Array(32).fill(3);

test('a refresh secret is read back by its maker and by nobody else', (t) => {
  const secrets = createRefreshSecrets(key);
  const others = createRefreshSecrets(new Uint8Array(32).fill(4));
  fc.assert(
    fc.property(
      fc.stringMatching(/^[A-Za-z0-9_-]{20}$/),
      fc.integer({ min: 1, max: 999_999_999 }),
      (id, turn) => {
        const secret = secrets.write(id, turn);
        t.same(secrets.read(secret), { sessionId: id, generation: turn });
        return others.read(secret) === undefined && secrets.write(id, turn + 1) !== secret;
      },
    ),
    { numRuns: 50 },
  );
  t.end();
});

test('no text but a genuine one is read as a secret', (t) => {
  const secrets = createRefreshSecrets(key);
  const genuine = secrets.write('session-0000000000001', 7);
  fc.assert(
    fc.property(fc.nat(genuine.length - 1), fc.string({ minLength: 1, maxLength: 1 }), (index, character) => {
      const changed = genuine.slice(0, index) + character + genuine.slice(index + 1);
      // The last character of 43 carries four bits only, so two spellings may mean the same bytes.
      return changed === genuine || index === genuine.length - 1 || secrets.read(changed) === undefined;
    }),
  );
  fc.assert(fc.property(fc.string(), (text) => secrets.read(text) === undefined));
  t.end();
});

test('a name is kept, or refused with name-invalid, whatever is typed; keeping it twice changes nothing', (t) => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 60 }), (typed) => {
      try {
        const kept = parseDisplayName(typed);
        return kept === parseDisplayName(kept) && kept.length > 0;
      } catch (error) {
        return error instanceof Refusal && error.code === 'name-invalid';
      }
    }),
    { numRuns: 2000 },
  );
  t.end();
});

test('a made-up name is a valid one and stays the same for a person', (t) => {
  for (const id of ['person-1', 'person-2', 'Zx_-09']) {
    t.equal(madeUpName(id), madeUpName(id));
    t.equal(parseDisplayName(madeUpName(id)), madeUpName(id));
  }
  t.end();
});
