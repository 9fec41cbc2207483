import { basename, resolve } from 'node:path';
import { test } from 'tap';
import { permissions } from '#application/permissions.ts';
import { methodTable } from '#protocol/methods/methods.ts';
import { filesLike, root, textOf } from './tracked-files.ts';

const methods = Object.keys(methodTable);
const files = filesLike('server/protocol/methods/*.ts').filter((file) => basename(file) !== 'methods.ts');

test('every file of methods is part of the method table', async (t) => {
  for (const file of files) {
    // What a module of ours exports is only known at run time here.
    const exported = (await import(resolve(root, file))) as Readonly<Record<string, unknown>>;
    const table = Object.entries(exported).find(([name]) => name.endsWith('Methods'))?.[1];
    t.ok(typeof table === 'object' && table !== null, `${file} exports a table of methods`);
    t.same(
      Object.keys(table ?? {}).filter((method) => !methods.includes(method)),
      [],
      file,
    );
  }
});

test('every method says who may call it, and nothing else does', async (t) => {
  t.same(Object.keys(permissions).sort(), [...methods].sort());
});

test('every method is explained in the generated protocol page', async (t) => {
  const page = textOf('server/protocol/docs/socket.md');
  t.same(
    methods.filter((method) => !page.includes(`### ${method}\n`)),
    [],
  );
});
