import { createSocket, type Socket as UdpSocket } from 'node:dgram';
import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import type { BrowserContext } from 'playwright-core';

/** What a line does to what goes over it. All of it can be changed while it runs. */
export interface LineSettings {
  /** Of the whole line, downwards; Infinity for as fast as it goes. */
  readonly bitsPerSecond: number;
  /** Added on the way down, ms: the round trip grows by it. */
  readonly delayMs: number;
  /** Of packets of 1400 bytes, 0 to 1. */
  readonly lossRatio: number;
  /** Nothing goes through, in either direction, and nobody is told. */
  readonly isCut: boolean;
  /** The same for UDP alone: a firewall that was put in the way. */
  readonly isUdpCut: boolean;
}

const loopback = '127.0.0.1';
const packetBytes = 1400;
/** A queue longer than this is dropped (UDP) or makes the sender wait (TCP); home routers have about as much. */
const queueMs = 1500;

/**
 * A line that lies between a browser and a server on this machine: what the kernel's netem does, for machines that
 * have none. All that is opened over it shares its bandwidth. TCP is ended on both sides, so a lost packet is a wait
 * of one round trip for whatever comes after it on its connection; UDP loses it for good.
 */
export class RoughLine {
  #settings: LineSettings = {
    bitsPerSecond: Number.POSITIVE_INFINITY,
    delayMs: 0,
    lossRatio: 0,
    isCut: false,
    isUdpCut: false,
  };
  #freeAtMs = 0;
  readonly #closers: (() => void)[] = [];
  readonly #waiting = new Set<() => void>();

  set(change: Partial<LineSettings>): void {
    this.#settings = { ...this.#settings, ...change };
    if (!this.#settings.isCut) for (const go of [...this.#waiting]) go();
  }

  /** A port on loopback that leads to `port` over this line. */
  async tcp(port: number): Promise<number> {
    const server = createServer({ pauseOnConnect: false }, (near) => this.#join(near, port));
    this.#closers.push(() => closeServer(server));
    server.listen(0, loopback);
    await once(server, 'listening');
    // A TCP server's address is an object.
    return (server.address() as AddressInfo).port;
  }

  /** The same for UDP; every sender gets a port of its own behind it. */
  async udp(port: number): Promise<number> {
    const near = createSocket('udp4');
    const far = new Map<number, UdpSocket>();
    near.on('message', (data, from) => {
      if (this.#isUdpShut()) return;
      let socket = far.get(from.port);
      if (socket === undefined) {
        socket = createSocket('udp4');
        socket.on('message', (answer) =>
          this.#dropOrDeliver(answer, () => near.send(answer, from.port, from.address)),
        );
        socket.on('error', () => undefined);
        far.set(from.port, socket);
      }
      socket.send(data, port, loopback);
    });
    this.#closers.push(() => {
      near.close();
      for (const socket of far.values()) socket.close();
    });
    near.bind(0, loopback);
    await once(near, 'listening');
    return near.address().port;
  }

  close(): void {
    for (const close of this.#closers.splice(0)) close();
  }

  #isUdpShut(): boolean {
    return this.#settings.isCut || this.#settings.isUdpCut;
  }

  /** When the last bit of this much has left the line, ms from now, without the delay. */
  #book(bytes: number): number {
    const now = performance.now();
    this.#freeAtMs = Math.max(now, this.#freeAtMs) + (bytes * 8000) / this.#settings.bitsPerSecond;
    return this.#freeAtMs - now;
  }

  #dropOrDeliver(data: Buffer, deliver: () => void): void {
    const { delayMs, lossRatio } = this.#settings;
    if (this.#isUdpShut() || Math.random() < lossRatio) return;
    if (this.#freeAtMs - performance.now() > queueMs) return;
    later(this.#book(data.length) + delayMs, deliver);
  }

  #join(near: Socket, port: number): void {
    const far = connect(port, loopback);
    this.#closers.push(() => {
      near.destroy();
      far.destroy();
    });
    for (const socket of [near, far]) socket.on('error', () => undefined).setNoDelay(true);
    near.on('close', () => far.destroy());
    far.on('close', () => later(this.#settings.delayMs * 2, () => near.end()));
    // The handshake takes a round trip before the first request goes.
    const openAtMs = performance.now() + this.#settings.delayMs;
    void this.#carry(near, far, () => Math.max(0, openAtMs - performance.now()), false);
    void this.#carry(far, near, () => this.#settings.delayMs, true);
  }

  /** In order, packet by packet on the way down; upwards it is only cut. */
  async #carry(from: Socket, to: Socket, delayMs: () => number, isDown: boolean): Promise<void> {
    let notBeforeMs = 0;
    try {
      for await (const chunk of from as AsyncIterable<Buffer>) {
        for (let at = 0; at < chunk.length; at += packetBytes) {
          const packet = chunk.subarray(at, at + packetBytes);
          await this.#uncut();
          const isLost = isDown && Math.random() < this.#settings.lossRatio;
          const leavesMs = isDown ? this.#book(packet.length) : 0;
          const arrivesAtMs = performance.now() + leavesMs + delayMs() * (isLost ? 2 : 1);
          notBeforeMs = Math.max(notBeforeMs, arrivesAtMs);
          later(notBeforeMs - performance.now(), () => void to.write(packet));
          if (leavesMs > queueMs) await new Promise((resolve) => setTimeout(resolve, leavesMs - queueMs));
        }
      }
      later(Math.max(0, notBeforeMs - performance.now()), () => to.end());
    } catch {
      to.destroy();
    }
  }

  async #uncut(): Promise<void> {
    while (this.#settings.isCut) {
      await new Promise<void>((resolve) => {
        const go = () => {
          this.#waiting.delete(go);
          resolve();
        };
        this.#waiting.add(go);
      });
    }
  }
}

const later = (delayMs: number, task: () => void): void => {
  if (delayMs <= 0) task();
  else setTimeout(task, delayMs);
};

function closeServer(server: Server): void {
  server.close();
}

/** Ports that nobody has right now, for servers that must be told theirs beforehand. */
export const freePorts = async (count: number): Promise<readonly number[]> => {
  const servers = Array.from({ length: count }, () => createServer().listen(0, loopback));
  await Promise.all(servers.map((server) => once(server, 'listening')));
  const ports = servers.map((server) => (server.address() as AddressInfo).port);
  await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
  return ports;
};

/**
 * WebRTC of every page in `context` finds the stage at this UDP port alone, instead of where it says it is;
 * `null`: nowhere at all, as behind a firewall that lets nothing but the web through.
 */
export const leadWebRtcTo = (context: BrowserContext, udpPort: number | null): Promise<unknown> =>
  // Text, because it runs in the page: the tests' own types know no DOM.
  context.addInitScript(`(() => {
    const apply = RTCPeerConnection.prototype.setRemoteDescription;
    const port = ${udpPort ?? 9};
    const lead = (line) => {
      const parts = line.split(' ');
      if (parts[2]?.toLowerCase() !== 'udp') return [];
      parts[5] = String(port);
      return [parts.join(' ')];
    };
    RTCPeerConnection.prototype.setRemoteDescription = function (description) {
      const sdp = description.sdp.split('\\r\\n')
        .flatMap((line) => line.startsWith('a=candidate:') ? lead(line) : [line]).join('\\r\\n');
      return apply.call(this, { type: description.type, sdp });
    };
  })()`);
