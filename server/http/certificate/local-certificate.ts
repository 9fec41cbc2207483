import { createPrivateKey, X509Certificate } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { keepPrivateFile, readPrivateFile, writePrivateFile } from '#config/private-file.ts';
import { issueApart } from './issue-apart.ts';
import type { IssuedPair } from './issue.ts';
import { namesOfThisMachine, type MachineNames } from './machine-names.ts';
import { constraintsFor, within, type NameConstraints } from './name-constraints.ts';

/** Certificate chain and key in PEM, ready for a TLS server. */
export interface ServerCertificate {
  readonly certificate: string;
  readonly key: string;
  /** The root that devices must trust, DER; absent where a public authority is behind the certificate. */
  readonly authority?: Uint8Array;
}

/** The authority of this machine as it is kept: pair and constraints in one file, so that they cannot part. */
interface StoredAuthority extends IssuedPair {
  readonly constraints: NameConstraints;
}

/** Renewed while it still works, so that a long show never meets the end of it. */
const renewBeforeMs = 30 * 86_400_000;

/**
 * A certificate from an authority of this machine, made at the first start and kept in `folder` (keys: mode 0600).
 * A new one is issued when the machine's names changed or the end is near; the root stays, so phones keep trusting.
 */
export async function provideLocalCertificate(
  folder: string,
  extraNames: readonly string[],
  nowMs: number,
): Promise<ServerCertificate> {
  const machine = namesOfThisMachine(extraNames);
  const authority = await keepAuthority(join(folder, 'authority.json'), machine, nowMs);
  const names = within(authority.constraints, machine);
  const leafPath = join(folder, 'server.pem');
  const known = await readLeaf(leafPath);
  const leaf =
    known !== undefined && isStillGood(known, authority, names, nowMs)
      ? known
      : (await issueApart({ authority, names, nowMs, commonName: '', constraints: authority.constraints }))
          .leaf;
  if (leaf !== known) await writePrivateFile(leafPath, `${leaf.certificate}\n${leaf.key}\n`);
  return { ...leaf, authority: new X509Certificate(authority.certificate).raw };
}

async function keepAuthority(path: string, machine: MachineNames, nowMs: number): Promise<StoredAuthority> {
  const text = await keepPrivateFile(path, async () => {
    const constraints = constraintsFor(machine);
    // The day tells two roots of one machine apart in a phone's list.
    const commonName = `Popstage on ${hostname()} (${new Date(nowMs).toISOString().slice(0, 10)})`;
    const names = within(constraints, machine);
    const { authority } = await issueApart({ commonName, constraints, names, nowMs });
    return Buffer.from(JSON.stringify({ ...authority, constraints }));
  });
  // Written a few lines above, readable by its owner only.
  return JSON.parse(text.toString('utf8')) as StoredAuthority;
}

async function readLeaf(path: string): Promise<IssuedPair | undefined> {
  const text = (await readPrivateFile(path))?.toString('utf8');
  const certificate = /-----BEGIN CERTIFICATE-----[^]+?-----END CERTIFICATE-----/.exec(text ?? '')?.[0];
  const key = /-----BEGIN PRIVATE KEY-----[^]+?-----END PRIVATE KEY-----/.exec(text ?? '')?.[0];
  return certificate === undefined || key === undefined ? undefined : { certificate, key };
}

function isStillGood(leaf: IssuedPair, authority: IssuedPair, names: MachineNames, nowMs: number): boolean {
  const certificate = new X509Certificate(leaf.certificate);
  const isOurs = certificate.checkIssued(new X509Certificate(authority.certificate));
  const isFresh = certificate.validToDate.getTime() - nowMs > renewBeforeMs;
  // More names than needed do no harm: a laptop that moves between two networks keeps one certificate a while.
  const isComplete =
    names.dnsNames.every((name) => certificate.checkHost(name) !== undefined) &&
    names.addresses.every((address) => certificate.checkIP(address) !== undefined);
  return isOurs && isFresh && isComplete;
}

/** The operator's own certificate, read anew each time, so that a renewed file is taken up. */
export async function readConfiguredCertificate(
  certificatePath: string,
  keyPath: string,
): Promise<ServerCertificate> {
  const [certificate, key] = await Promise.all([
    readFile(certificatePath, 'utf8'),
    readFile(keyPath, 'utf8'),
  ]);
  // Fails here with a plain message rather than in every handshake.
  if (!new X509Certificate(certificate).checkPrivateKey(createPrivateKey(key))) {
    throw new Error(`TLS_KEY (${keyPath}) does not belong to TLS_CERTIFICATE (${certificatePath})`);
  }
  return { certificate, key };
}
