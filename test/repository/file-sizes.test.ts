import { matchesGlob } from 'node:path';
import { test } from 'tap';
import { limits, wideFiles } from '../../config/lint/limits.js';
import { filesLike, sourceFiles, testFiles, textOf } from './tracked-files.ts';

const linesOf = (file: string): number => textOf(file).split('\n').length - 1;

const tooLong = (files: readonly string[], limit: number): string[] =>
  files
    .filter((file) => !wideFiles.some((glob) => matchesGlob(file, glob)))
    .filter((file) => linesOf(file) > limit)
    .map((file) => `${file}: ${linesOf(file)} lines, at most ${limit}`);

test('a source file has one reason to exist and at most 200 lines', async (t) => {
  t.same(tooLong(sourceFiles, limits.sourceFile), []);
});

test('a test file has at most 400 lines', async (t) => {
  t.same(tooLong(testFiles, limits.testFile), []);
});

test('every file that may be longer still exists', async (t) => {
  t.same(
    wideFiles.filter((glob) => filesLike(glob).length === 0),
    [],
  );
});
