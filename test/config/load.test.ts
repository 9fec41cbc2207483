import { chmodSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test, type Test } from 'tap';
import { ConfigError, loadConfig, settingsNamed } from '#config/load.ts';
import { keepPrivateFile, readPrivateFile, writePrivateFile } from '#config/private-file.ts';
import { schema } from '#config/schema.ts';

test('without an environment every setting has its default, and none can be changed', (t) => {
  const config = loadConfig({});
  for (const [name, field] of Object.entries(schema)) {
    // The table's keys are the names of the settings.
    t.same(config[name as keyof typeof schema], field.default, name);
    t.ok(field.description.endsWith('.') || field.description.length > 10, name);
  }
  t.ok(Object.isFrozen(config));
  t.end();
});

test('all faults are told at once, and secrets are not repeated', (t) => {
  const secretEnv = Object.values(schema).filter((field) => field.secret);
  const env = { PORT: '99999', LOG_LEVEL: 'loud', HTTPS: 'perhaps' };
  try {
    loadConfig(env);
    t.fail('three faults went unnoticed');
  } catch (error) {
    t.ok(error instanceof ConfigError);
    const faults = error instanceof ConfigError ? error.faults : [];
    t.equal(faults.length, 3);
    for (const [index, name] of ['PORT=99999', 'HTTPS=perhaps', 'LOG_LEVEL=loud'].entries()) {
      t.ok(
        faults.some((fault) => fault.startsWith(name)),
        `${index}`,
      );
    }
  }
  for (const { env: name } of secretEnv) t.not(name, '');
  t.end();
});

test('no two settings read the same variable', (t) => {
  const names = Object.values(schema).map(({ env }) => env);
  t.equal(new Set(names).size, names.length);
  t.end();
});

test('an empty variable is as good as none', (t) => {
  t.equal(loadConfig({ PORT: '' }).port, 8080);
  t.same([...settingsNamed({ PORT: '', HTTPS_PORT: '0' })], ['httpsPort']);
  t.end();
});

const makeFolder = (t: Test): string => {
  const folder = mkdtempSync(join(tmpdir(), 'popstage-private-'));
  t.teardown(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
};

test('of two that keep the same private file at once, one wins and both have its content', async (t) => {
  const folder = makeFolder(t);
  const path = join(folder, 'keys', 'a.key');
  const contents = await Promise.all(
    Array.from({ length: 8 }, (_, index) => keepPrivateFile(path, () => Buffer.from(`key ${index}`))),
  );
  t.equal(new Set(contents.map(String)).size, 1);
  t.same(readdirSync(join(folder, 'keys')), ['a.key'], 'no draft stays');
});

test('a private file that others can read is not used', async (t) => {
  const path = join(makeFolder(t), 'a.key');
  t.equal(await readPrivateFile(path), undefined);
  await writePrivateFile(path, 'secret');
  t.equal(String(await readPrivateFile(path)), 'secret');
  for (const mode of [0o640, 0o604, 0o620]) {
    chmodSync(path, mode);
    await t.rejects(readPrivateFile(path), { name: 'ExposedFileError' });
  }
});

test('mail needs a sender, and a time zone that exists', async (t) => {
  t.throws(() => loadConfig({ SMTP_URL: 'smtp://mail.example' }), /MAIL_FROM: needed with SMTP_URL/);
  t.throws(
    () => loadConfig({ MAIL_TIME_ZONE: 'Mars/Olympus' }),
    /MAIL_TIME_ZONE=Mars\/Olympus: expected an IANA/,
  );
  t.throws(() => loadConfig({ MAIL_FROM: 'a@example.com, b@example.com' }), /MAIL_FROM/);
  const settings = {
    SMTP_URL: 'smtps://shop:s%40cret@mail.example:465',
    MAIL_FROM: 'The Shop <shop@example.com>',
    MAIL_TIME_ZONE: 'Europe/Berlin',
  };
  t.match(loadConfig(settings), { mailFrom: settings.MAIL_FROM, mailTimeZone: 'Europe/Berlin' });
});
