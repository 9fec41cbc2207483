import { test } from 'tap';
import { errorTable, Refusal } from '#protocol/errors.ts';

const rows = Object.entries(errorTable);

test('no two errors share a number on the socket', async (t) => {
  const numbers = rows.map(([, row]) => row.socketCode);
  t.equal(new Set(numbers).size, numbers.length);
});

test('an error that is temporary never has a status that tells HTTP clients to give up', async (t) => {
  const final = [400, 401, 403, 404, 413, 415, 422, 426];
  const faults = rows.filter(([, row]) => row.temporary && final.includes(row.httpStatus));
  t.same(faults, []);
});

test('every error says in whole sentences what it means and what to do', async (t) => {
  const faults = rows.filter(
    ([, row]) => ![row.meaning, row.advice].every((text) => /^[A-Z].*\.$/.test(text)),
  );
  t.same(faults, []);
});

test('a refusal carries its row to the wire, and details only where there are some', async (t) => {
  t.same(new Refusal('show-not-found').toWire(), {
    code: 'show-not-found',
    message: errorTable['show-not-found'].meaning,
    temporary: false,
  });
  t.same(new Refusal('rate-limited', { retryAfterMs: 250 }).toWire().details, { retryAfterMs: 250 });
});
