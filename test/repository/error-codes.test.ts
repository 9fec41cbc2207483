import { test } from 'tap';
import { closeCodes } from '#protocol/close-codes.ts';
import { errorTable } from '#protocol/errors.ts';
import { filesLike, textOf } from './tracked-files.ts';

/** Where refusals are made: not the tables that declare them, and not the pages that explain them. */
const declaring = ['server/protocol/errors.ts', 'server/protocol/close-codes.ts'];
const declaresUnion = /^server\/domain\/[\w-]+\/commands\.ts$/;
const makers = filesLike('{server,worker}/**/*.ts')
  .filter((file) => !declaring.includes(file) && !declaresUnion.test(file))
  .map((file) => ({ file, text: textOf(file) }));

const isMade = (code: string): boolean => makers.some(({ text }) => text.includes(`'${code}'`));

test('every code that is thrown or rejected with stands in the error table', async (t) => {
  const thrown = makers.flatMap(({ file, text }) =>
    [...text.matchAll(/\b(?:new Refusal|rejected|refuse|refusal)\(\s*'([^']+)'/g)].map(([, code]) => ({
      file,
      code: code ?? '',
    })),
  );
  t.ok(thrown.length > 20, 'the pattern still finds the throws');
  t.same(
    thrown.filter(({ code }) => !(code in errorTable)),
    [],
  );
});

test('every code of the error table is thrown somewhere', async (t) => {
  t.same(
    Object.keys(errorTable).filter((code) => !isMade(code)),
    [],
  );
});

test('every close code is sent somewhere', async (t) => {
  t.same(
    Object.keys(closeCodes).filter((reason) => !isMade(reason)),
    [],
  );
});
