import { createHash } from 'node:crypto';
import { request, type Agent } from 'node:https';
import type { PushKeys, PushSender } from './push-sender.ts';

export interface WebPushOptions {
  readonly keys: PushKeys;
  /** Whom a push service may write to: `mailto:` or `https:` (RFC 8292, section 2.1). */
  readonly contact: string;
  /** Decides where connections may go; closed with the sender. */
  readonly agent: Agent;
  /** For one request in all. */
  readonly timeoutMs: number;
}

type Outcome = Awaited<ReturnType<PushSender['send']>>;

/** Web Push (RFC 8030), encrypted for the browser (RFC 8291). The library is loaded with the first push. */
export function createWebPushSender({ keys, contact, agent, timeoutMs }: WebPushOptions): PushSender {
  return {
    async send({ endpoint, p256dh, auth }, payload, lifeMs) {
      try {
        const { default: library } = await import('web-push');
        const prepared = library.generateRequestDetails(
          { endpoint, keys: { p256dh, auth } },
          JSON.stringify(payload),
          {
            vapidDetails: { subject: contact, ...keys },
            contentEncoding: 'aes128gcm',
            TTL: Math.max(0, Math.round(lifeMs / 1000)),
            urgency: 'high',
            topic: topicOf(payload.tag),
          },
        );
        return judge(await post(endpoint, prepared, agent, timeoutMs));
      } catch (error) {
        return faultOutcome(error);
      }
    },
    close: () => agent.destroy(),
  };
}

/** At most 32 characters of the URL-safe alphabet (RFC 8030, section 5.4). */
const topicOf = (tag: string): string => createHash('sha256').update(tag).digest('base64url').slice(0, 32);

/**
 * Our own request, because the library's gathers any answer in memory, however long, and waits for it for ever: the
 * status is all there is to know. Redirects are not followed.
 */
function post(
  endpoint: string,
  prepared: { readonly headers: object; readonly body: Buffer | null },
  agent: Agent,
  timeoutMs: number,
): Promise<number> {
  return new Promise((resolve, reject) => {
    const headers = { ...prepared.headers };
    const options = { method: 'POST', headers, agent, signal: AbortSignal.timeout(timeoutMs) };
    const sent = request(endpoint, options, (response) => {
      resolve(response.statusCode ?? 0);
      response.destroy();
    });
    sent.on('error', reject);
    sent.end(prepared.body ?? undefined);
  });
}

/** 404 and 410: the subscription ended (RFC 8030, section 7.3). 429 and 5xx pass; anything else is our fault. */
function judge(status: number): Outcome {
  if (status >= 200 && status < 300) return { outcome: 'accepted' };
  if (status === 404 || status === 410) return { outcome: 'gone' };
  const fault = String(status);
  return status === 429 || status >= 500 ? { outcome: 'later', fault } : { outcome: 'refused', fault };
}

/** A private address stays one, and so does a key that is none (Node's own codes); a line may be better later. */
function faultOutcome(error: unknown): Outcome {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  if (code === 'EPRIVATE' || code.startsWith('ERR_')) return { outcome: 'refused', fault: code };
  return { outcome: 'later', fault: code === '' ? 'unreachable' : code };
}
