import { createDecipheriv, createECDH, hkdfSync, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import type { IncomingHttpHeaders } from 'node:http';
import { Agent, createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import type { Test } from 'tap';
import type { PushSubscriptionRecord } from '#application/messages/push-subscription-store.ts';
import { issueAuthority, issueLeaf } from '#http/certificate/issue.ts';
import { constraintsFor } from '#http/certificate/name-constraints.ts';

export interface ReceivedPush {
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

/** A push service (RFC 8030) on this machine, with a certificate that only `agent` trusts. */
export class PushService {
  readonly received: ReceivedPush[] = [];
  /** Status of the answer to a path. */
  answer: (path: string) => number = () => 201;
  readonly origin: string;
  readonly agent: Agent;

  private constructor(origin: string, agent: Agent) {
    this.origin = origin;
    this.agent = agent;
  }

  static async start(t: Test): Promise<PushService> {
    const names = { dnsNames: ['localhost'], addresses: ['127.0.0.1'] };
    const nowMs = Date.now();
    const authority = await issueAuthority('Test', constraintsFor(names), nowMs);
    const { certificate, key } = await issueLeaf(authority, names, nowMs);
    const server = createServer({ cert: certificate, key });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    // A TCP server that listens has an address with a port.
    const { port } = server.address() as AddressInfo;
    const agent = new Agent({ ca: authority.certificate });
    const service = new PushService(`https://localhost:${port}`, agent);
    server.on('request', (request, response) => {
      void buffer(request).then((body) => {
        const path = request.url ?? '';
        service.received.push({ path, headers: request.headers, body });
        const status = service.answer(path);
        response.writeHead(status, status === 302 ? { location: `${service.origin}/elsewhere` } : {}).end();
      });
    });
    t.teardown(() => {
      agent.destroy();
      server.closeAllConnections();
      server.close();
    });
    return service;
  }
}

/** A browser's half of a subscription: what it gives away, and how it reads what comes. */
export function pushBrowser(endpoint: string): {
  readonly subscription: PushSubscriptionRecord;
  readonly read: (body: Buffer) => unknown;
} {
  const pair = createECDH('prime256v1');
  const ownKey = pair.generateKeys();
  const auth = randomBytes(16);
  const derive = (secret: Buffer, salt: Buffer, info: Buffer, length: number): Buffer =>
    Buffer.from(hkdfSync('sha256', secret, salt, info, length));
  return {
    subscription: { endpoint, p256dh: ownKey.toString('base64url'), auth: auth.toString('base64url') },
    // RFC 8291, section 3.4, over the coding of RFC 8188, section 2.
    read(body) {
      const salt = body.subarray(0, 16);
      const theirKey = body.subarray(21, 21 + body.readUInt8(20));
      const sealed = body.subarray(21 + theirKey.length);
      const keyInfo = Buffer.concat([Buffer.from('WebPush: info\0'), ownKey, theirKey]);
      const secret = derive(pair.computeSecret(theirKey), auth, keyInfo, 32);
      const key = derive(secret, salt, Buffer.from('Content-Encoding: aes128gcm\0'), 16);
      const nonce = derive(secret, salt, Buffer.from('Content-Encoding: nonce\0'), 12);
      const decipher = createDecipheriv('aes-128-gcm', key, nonce);
      decipher.setAuthTag(sealed.subarray(-16));
      const plain = Buffer.concat([decipher.update(sealed.subarray(0, -16)), decipher.final()]);
      // The last record ends with a 2 and padding.
      return JSON.parse(plain.subarray(0, plain.lastIndexOf(2)).toString());
    },
  };
}
