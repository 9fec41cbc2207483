import { basename, dirname } from 'node:path';
import { test } from 'tap';
import { allFiles, sourceFiles, testFiles } from './tracked-files.ts';

/** Names that say nothing about what is inside (conventions, rule 1). */
const emptyNames = /^(utils?|helpers?|managers?|common|misc|shared|types|index)$/;
/** Names that a tool or a custom demands. */
const demanded = /^(README|ARCHITECTURE|LICENSE|Dockerfile)(\.md)?$/;
const kebab = /^[a-z0-9]+(-[a-z0-9]+)*$/;

const code = [...sourceFiles, ...testFiles];
const stemOf = (file: string): string => basename(file).split('.')[0] ?? '';

test('files and folders are in kebab-case', async (t) => {
  const ours = allFiles.filter((file) => !file.includes('/subprojects/'));
  const faults = ours.filter((file) => {
    if (basename(file).startsWith('.') || demanded.test(basename(file))) return false;
    const parts = [stemOf(file), ...dirname(file).split('/')];
    return !parts.every((part) => part.startsWith('.') || kebab.test(part));
  });
  t.same(faults, []);
});

test('a file or folder is named after what it is, never utils, helpers, manager, common or types', async (t) => {
  const faults = code.filter((file) =>
    [stemOf(file), ...dirname(file).split('/')].some((part) => emptyNames.test(part)),
  );
  t.same(faults, []);
});
