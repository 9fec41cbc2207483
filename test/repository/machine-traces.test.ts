import { test } from 'tap';
import { allFiles, isText, sourceFiles, testFiles, textOf } from './tracked-files.ts';

const linesLike = (files: readonly string[], pattern: RegExp): string[] =>
  files.flatMap((file) =>
    textOf(file)
      .split('\n')
      .flatMap((line, index) => (pattern.test(line) ? [`${file}:${index + 1}: ${line.trim()}`] : [])),
  );

// Put together from parts, so that this file does not find itself.
const homes = ['work', 'root', 'farm', 'Users/[a-z]', 'home/[a-z]'].map((folder) => `(?<![\\w.])/${folder}`);
const machinePath = new RegExp(`(${homes.join('|')})(/|\\b)|bash_${'jobs'}`);

test('no tracked file names a path of the machine it was written on', async (t) => {
  t.same(linesLike(allFiles.filter(isText), machinePath), []);
});

test('no test is skipped, left for later or run alone', async (t) => {
  const pattern = new RegExp(
    `\\b(t|test|tap)\\.(only|${'skip'}|todo)\\(|\\b(${'skip'}|todo|only): (true|['"\`])`,
  );
  t.same(linesLike(testFiles, pattern), []);
});

test('nothing is left to do, and no rule is switched off, without a sentence that says why', async (t) => {
  const marks = ['TO' + 'DO', 'FIX' + 'ME', 'X' + 'XX', '@ts-' + 'ignore', '@ts-' + 'nocheck'];
  const marked = new RegExp(`(//|/\\*|^\\s*\\*).*(${marks.join('|')})\\b`);
  t.same(linesLike([...sourceFiles, ...testFiles], marked), []);
  const silenced = linesLike(
    [...sourceFiles, ...testFiles],
    new RegExp('eslint-' + 'disable|@ts-expect-' + 'error'),
  );
  const unexplained = silenced.filter((line) => !/(--|error) \S+( \S+){2,}/.test(line));
  t.same(unexplained, []);
});
