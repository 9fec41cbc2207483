import { spawnSync } from 'node:child_process';
import { test } from 'tap';

const program = `
  import { createLogger } from '#telemetry/logger.ts';
  const logger = createLogger({ logLevel: 'info' }, { service: 'test' });
  logger.debug('not worth a line');
  logger.info({ token: 'sesame-1', request: { headers: { authorization: 'sesame-2', cookie: 'sesame-3' } } }, 'asked');
  logger.child({ sessionId: 's-1' }).warn({ grant: { accessToken: 'sesame-4', secret: 'sesame-5' } }, 'granted');
`;

test('lines are JSON on stderr, carry their bindings, and hold no secret', (t) => {
  const { stdout, stderr } = spawnSync(
    process.execPath,
    ['--input-type=module-typescript', '--eval', program],
    { encoding: 'utf8', cwd: process.cwd() },
  );
  t.equal(stdout, '');
  t.notMatch(stderr, /sesame/);
  const lines = stderr
    .trim()
    .split('\n')
    .filter((line) => line.startsWith('{'));
  t.match(
    lines.map((line) => JSON.parse(line) as unknown),
    [
      { level: 'info', service: 'test', msg: 'asked', token: '[redacted]' },
      { level: 'warn', sessionId: 's-1', msg: 'granted' },
    ],
  );
  t.end();
});
