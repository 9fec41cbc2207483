import { X509Certificate } from 'node:crypto';
import { chmodSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { test, type Test } from 'tap';
import { issueAuthority, issueLeaf } from '#http/certificate/issue.ts';
import { provideLocalCertificate, readConfiguredCertificate } from '#http/certificate/local-certificate.ts';
import { namesOfThisMachine } from '#http/certificate/machine-names.ts';
import { constraintsFor, within } from '#http/certificate/name-constraints.ts';

const dayMs = 86_400_000;
const nowMs = Date.now();

const makeFolder = (t: Test): string => {
  const folder = mkdtempSync(join(tmpdir(), 'popstage-certificate-'));
  t.teardown(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
};

test('the first start makes a root and a certificate for every name of this machine', async (t) => {
  const folder = makeFolder(t);
  const { certificate, authority } = await provideLocalCertificate(folder, ['stall.local'], nowMs);
  const [leaf, root] = [new X509Certificate(certificate), new X509Certificate(Buffer.from(authority ?? []))];
  t.ok(root.ca);
  t.ok(root.verify(root.publicKey));
  t.ok(leaf.verify(root.publicKey));
  t.ok(leaf.checkIssued(root));
  for (const name of ['localhost', hostname().toLowerCase(), 'stall.local']) t.ok(leaf.checkHost(name), name);
  for (const address of namesOfThisMachine([]).addresses) t.ok(leaf.checkIP(address), address);
  const lifeMs = leaf.validToDate.getTime() - leaf.validFromDate.getTime();
  t.ok(lifeMs <= 398 * dayMs, 'not longer than browsers accept');
  for (const file of ['authority.json', 'server.pem'])
    t.equal(statSync(join(folder, file)).mode & 0o777, 0o600);
});

test('a second start keeps both; a new name or a near end brings a new certificate from the same root', async (t) => {
  const folder = makeFolder(t);
  const first = await provideLocalCertificate(folder, [], nowMs);
  t.same(await provideLocalCertificate(folder, [], nowMs + dayMs), first);
  const named = await provideLocalCertificate(folder, ['popup.local'], nowMs + dayMs);
  t.not(named.certificate, first.certificate);
  const renewed = await provideLocalCertificate(folder, ['popup.local'], nowMs + 380 * dayMs);
  t.not(renewed.certificate, named.certificate);
  for (const later of [named, renewed]) t.same(later.authority, first.authority);
  t.ok(new X509Certificate(renewed.certificate).checkHost('popup.local'));
});

test('the root may speak for private networks and this machine, for nothing else', async (t) => {
  const machine = {
    dnsNames: ['localhost', 'stall', 'stall.local'],
    addresses: ['192.168.1.4', '203.0.113.9'],
  };
  const constraints = constraintsFor(machine);
  t.same(within(constraints, machine), machine, 'all of its own names, also the public address of today');
  const elsewhere = { dnsNames: ['bank.example', 'notlocal'], addresses: ['203.0.113.10', '2001:db8::1'] };
  t.same(within(constraints, elsewhere), { dnsNames: [], addresses: [] });
  t.same(within(constraints, { dnsNames: ['a.local'], addresses: ['10.9.8.7', 'fd00::5'] }), {
    dnsNames: ['a.local'],
    addresses: ['10.9.8.7', 'fd00::5'],
  });
});

test('a key that others can read stops the start', async (t) => {
  const folder = makeFolder(t);
  await provideLocalCertificate(folder, [], nowMs);
  chmodSync(join(folder, 'authority.json'), 0o644);
  await t.rejects(provideLocalCertificate(folder, [], nowMs), {
    name: 'ExposedFileError',
    message: /chmod 600/,
  });
});

test('two servers that start together end up with one root', async (t) => {
  const folder = makeFolder(t);
  const [left, right] = await Promise.all([
    provideLocalCertificate(folder, [], nowMs),
    provideLocalCertificate(folder, [], nowMs),
  ]);
  t.same(left.authority, right.authority);
});

test('a configured certificate is used as it is, with its own key only', async (t) => {
  const folder = makeFolder(t);
  const names = { dnsNames: ['shop.local'], addresses: [] };
  const root = await issueAuthority('Elsewhere', constraintsFor(names), nowMs);
  const [own, other] = [await issueLeaf(root, names, nowMs), await issueLeaf(root, names, nowMs)];
  const path = (name: string): string => join(folder, name);
  writeFileSync(path('own.crt'), own.certificate);
  writeFileSync(path('own.key'), own.key);
  writeFileSync(path('other.key'), other.key);
  const read = await readConfiguredCertificate(path('own.crt'), path('own.key'));
  t.equal(read.certificate, readFileSync(path('own.crt'), 'utf8'));
  t.equal(read.authority, undefined);
  await t.rejects(readConfiguredCertificate(path('own.crt'), path('other.key')), /does not belong/);
});
