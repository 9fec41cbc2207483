/**
 * Runs the tests that mediasoup ships in its npm package against our media worker. They and what they need are
 * installed into the cache, outside of the clone, because nothing else here uses jest.
 */
import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { createSelfSignedCertificate, HashAlgorithm, NamedCurveAlgorithm, SignatureAlgorithm } from 'werift';
import { createEntry, findEntry, lockFileOf } from '../setup/cache.mjs';
import { installedVersion } from '../setup/installed-version.ts';
import { withLock } from '../setup/lock.mjs';
import { runNpm } from '../setup/npm.mjs';
import { beginStage } from '../setup/progress.mjs';
import { projectRoot } from '../setup/project-root.mjs';

const INSTALL_LIMIT_MS = 600_000;
const mediasoupVersion = installedVersion(path.join(projectRoot, 'node_modules', 'mediasoup'));
/** The test dependencies of mediasoup 3.27.1, as its package.json names them. */
const dependencies = {
  mediasoup: mediasoupVersion,
  jest: '30.5.1',
  'pick-port': '2.2.1',
  'werift-sctp': '0.0.11',
};
const entry = `mediasoup-conformance-${mediasoupVersion}`;

const testFolder = path.join('node_modules', 'mediasoup', 'node', 'lib', 'test');

/** One of the tests wants a certificate with its key, which the npm package leaves out. */
async function addCertificate(folder: string): Promise<void> {
  const { certPem, keyPem } = await createSelfSignedCertificate(
    { signature: SignatureAlgorithm.ecdsa_3, hash: HashAlgorithm.sha256_4 },
    NamedCurveAlgorithm.secp256r1_23,
  );
  mkdirSync(folder, { recursive: true });
  writeFileSync(path.join(folder, 'dtls-cert.pem'), certPem);
  writeFileSync(path.join(folder, 'dtls-key.pem'), keyPem);
}

async function install(): Promise<string> {
  const progress = beginStage('conformance tests');
  const folder = await createEntry(entry, async (draft) => {
    const manifest = { name: 'mediasoup-conformance', private: true, dependencies };
    writeFileSync(path.join(draft, 'package.json'), JSON.stringify(manifest));
    await runNpm(['install', '--ignore-scripts'], { cwd: draft, timeLimitMs: INSTALL_LIMIT_MS });
    await addCertificate(path.join(draft, testFolder, 'data'));
  });
  progress.done();
  return folder;
}

const folder =
  findEntry(entry) ?? (await withLock(lockFileOf(entry), async () => findEntry(entry) ?? (await install())));
const config = {
  rootDir: folder,
  testEnvironment: 'node',
  testRegex: `${testFolder}/test-.*\\.js$`,
  // Jest leaves node_modules alone unless told otherwise.
  testPathIgnorePatterns: ['^$'],
  haste: { retainAllFiles: true },
};
const jest = path.join(folder, 'node_modules', 'jest', 'bin', 'jest.js');
// One test at a time: several measure time, and two of them on one core fail for want of it.
const args = [jest, '--runInBand', '--config', JSON.stringify(config), ...process.argv.slice(2)];
const { status } = spawnSync(process.execPath, args, {
  cwd: folder,
  stdio: ['ignore', 'inherit', 'inherit'],
});
process.exitCode = status ?? 1;
