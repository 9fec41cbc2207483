import { dirname, join } from 'node:path';
import { test } from 'tap';
import { allFiles, filesLike, textOf } from './tracked-files.ts';

const documents = filesLike('**/*.md').filter((file) => !file.includes('/docs/'));
const folders = new Set(allFiles.flatMap((file) => ancestorsOf(dirname(file))));

function ancestorsOf(folder: string): string[] {
  return folder === '.' ? [] : [folder, ...ancestorsOf(dirname(folder))];
}

const exists = (path: string): boolean => allFiles.includes(path) || folders.has(path.replace(/\/$/, ''));

/** Links to other places of the project. */
const linksIn = (text: string): string[] =>
  [...text.matchAll(/\]\(([^)#]+)(?:#[^)]*)?\)|src="([^"]+)"/g)]
    .map(([, link, source]) => link ?? source ?? '')
    .filter((link) => !/^https?:/.test(link));

/** `domain/show/decide.ts`: a file named in the text, by any ending of its path. */
const filesNamedIn = (text: string): string[] =>
  [...text.matchAll(/`([\w./-]+\.(?:ts|tsx|js|mjs|md|yaml|html))`/g)].map(([, file]) => file ?? '');

test('every link of a document leads to a file of the project', async (t) => {
  for (const document of documents) {
    const dead = linksIn(textOf(document)).filter((link) => !exists(join(dirname(document), link)));
    t.same(dead, [], document);
  }
});

test('every file that a document names exists', async (t) => {
  for (const document of documents) {
    const missing = filesNamedIn(textOf(document)).filter(
      (named) => !allFiles.some((file) => file === named || file.endsWith(`/${named}`)),
    );
    t.same(missing, [], document);
  }
});

test('every npm command of the README is a script of package.json', async (t) => {
  // The manifest is our own file; its shape is what npm demands.
  const { scripts } = JSON.parse(textOf('package.json')) as { scripts: Readonly<Record<string, string>> };
  const named = [...textOf('README.md').matchAll(/npm (?:run )?([a-z][\w:-]*)/g)].map(
    ([, name]) => name ?? '',
  );
  t.same(
    named.filter((name) => !(name in scripts) && name !== 'npm'),
    [],
  );
});
