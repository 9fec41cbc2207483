import { execFileSync } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { chromiumPath, launchBrowser } from './browser.ts';

const ip = process.env['IP_BIN'] ?? 'ip';
const certutil = process.env['CERTUTIL_BIN'] ?? 'certutil';

const run = (program: string, ...args: readonly string[]): void => {
  execFileSync(program, args, { stdio: ['ignore', 'ignore', 'pipe'] });
};

/**
 * Another device on a network of its own with this machine: a network namespace at the far end of a cable (veth).
 * It sees this machine at `address` and nothing else; loopback leads nowhere. Needs Linux and root.
 */
export class OtherDevice {
  /** This machine's address on that network. */
  readonly address: string;
  readonly #name: string;
  readonly #home: string;
  #browser: Browser | undefined;

  private constructor(name: string, address: string, home: string) {
    this.#name = name;
    this.address = address;
    this.#home = home;
  }

  /** Why there can be none here, or false. */
  static impossible(): string | false {
    if (process.platform !== 'linux') return 'network namespaces are a thing of Linux';
    if (process.getuid?.() !== 0) return 'making a network namespace needs root';
    return false;
  }

  /** Connects the device. The server that it shall reach is started afterwards, as a laptop at a venue is. */
  static async connect(): Promise<OtherDevice> {
    const number = randomInt(1, 16_000);
    // An interface's name may have 15 characters; the addresses are of a network for benchmarks (RFC 2544).
    const name = `popstage-${number}`;
    const network = `198.18.${Math.floor(number / 64)}`;
    const first = (number % 64) * 4;
    const home = await mkdtemp(join(tmpdir(), 'popstage-device-'));
    const device = new OtherDevice(name, `${network}.${first + 1}`, home);
    try {
      run(ip, 'netns', 'add', name);
      run(ip, 'link', 'add', name, 'type', 'veth', 'peer', 'name', 'eth0', 'netns', name);
      run(ip, 'address', 'add', `${device.address}/30`, 'dev', name);
      run(ip, 'link', 'set', name, 'up');
      run(ip, '-n', name, 'address', 'add', `${network}.${first + 2}/30`, 'dev', 'eth0');
      run(ip, '-n', name, 'link', 'set', 'eth0', 'up');
      run(ip, '-n', name, 'link', 'set', 'lo', 'up');
    } catch (error) {
      await device.close();
      throw error;
    }
    return device;
  }

  /** Installs a root certificate, as the owner of a phone does by hand (DER). */
  async trust(certificate: Uint8Array): Promise<void> {
    const file = join(this.#home, 'root.crt');
    await writeFile(file, certificate);
    const store = join(this.#home, '.pki', 'nssdb');
    await mkdir(store, { recursive: true });
    run(certutil, '-d', `sql:${store}`, '-N', '--empty-password');
    run(certutil, '-d', `sql:${store}`, '-A', '-t', 'C,,', '-n', 'Popstage', '-i', file);
  }

  /** Its browser, which takes certificates seriously. */
  async openBrowser(): Promise<Browser> {
    const program = join(this.#home, 'chromium');
    const line = `exec ${ip} netns exec ${this.#name} ${chromiumPath()} "$@"`;
    await writeFile(program, `#!/bin/sh\n${line}\n`);
    await chmod(program, 0o755);
    this.#browser = await launchBrowser({ program, home: this.#home });
    return this.#browser;
  }

  /** Idempotent. */
  async close(): Promise<void> {
    await this.#browser?.close();
    // Taking the namespace away takes both ends of the cable along.
    try {
      run(ip, 'netns', 'delete', this.#name);
    } catch {
      // It is gone already, or never came to be.
    }
    await rm(this.#home, { recursive: true, force: true });
  }
}
