import { createHmac } from 'node:crypto';
import { setTimeout } from 'node:timers/promises';

/** An event of Stripe on its way to an endpoint. */
export interface StripeNotice {
  readonly id: string;
  readonly type: string;
  readonly created: number;
  readonly body: string;
}

export interface SignedNotice {
  readonly body: Buffer;
  readonly signature: string;
}

/** Stripe repeats for three days; a test does not wait so long. */
const repeat = { everyMs: 50, times: 200 };

/** The notices of this Stripe. They wait until a test delivers, loses, doubles or reorders them, or go out by themselves. */
export class Notices {
  /** Everything that was ever told, in its order, whatever became of it. */
  readonly told: StripeNotice[] = [];
  readonly #nowMs: () => number;
  readonly #secret: string;
  #waiting: StripeNotice[] = [];
  #url: string | undefined;
  #isClosed = false;
  #sending: Promise<void> = Promise.resolve();

  constructor(nowMs: () => number, secret: string) {
    this.#nowMs = nowMs;
    this.#secret = secret;
  }

  get waiting(): readonly StripeNotice[] {
    return this.#waiting;
  }

  /** From now on they are sent to this address by themselves, in order, each until it was taken. */
  sendTo(url: string): void {
    this.#url = url;
    for (const notice of this.take()) this.#send(notice);
  }

  publish(type: string, object: object): void {
    const created = Math.floor(this.#nowMs() / 1000);
    const id = `evt_${String(this.told.length + 1).padStart(6, '0')}`;
    const event = {
      id,
      object: 'event',
      api_version: '2026-10-28.endive',
      created,
      livemode: false,
      pending_webhooks: 1,
      type,
      data: { object },
    };
    // Written at once: the object as it is now, whatever becomes of it.
    const notice = { id, type, created, body: JSON.stringify(event) };
    this.told.push(notice);
    if (this.#url === undefined) this.#waiting.push(notice);
    else this.#send(notice);
  }

  /** Takes what waits, or what of it has this type, out of the queue: to be delivered in another order, or lost. */
  take(type?: string): readonly StripeNotice[] {
    const taken = this.#waiting.filter((notice) => type === undefined || notice.type === type);
    this.#waiting = this.#waiting.filter((notice) => !taken.includes(notice));
    return taken;
  }

  /** `t=…,v1=…`: HMAC-SHA256 over `<time>.<body>` (docs.stripe.com/webhooks/signature), one for each secret. */
  signed(
    notice: Pick<StripeNotice, 'body'>,
    by: { readonly secrets?: readonly string[]; readonly signedAtMs?: number } = {},
  ): SignedNotice {
    const seconds = Math.floor((by.signedAtMs ?? this.#nowMs()) / 1000);
    const marks = (by.secrets ?? [this.#secret]).map(
      (secret) => `v1=${createHmac('sha256', secret).update(`${seconds}.${notice.body}`).digest('hex')}`,
    );
    return { body: Buffer.from(notice.body), signature: [`t=${seconds}`, ...marks].join(',') };
  }

  /** Sends one, whatever waits; answers the status it got. */
  async deliver(notice: StripeNotice, url: string): Promise<number> {
    const { body, signature } = this.signed(notice);
    const headers = { 'content-type': 'application/json; charset=utf-8', 'stripe-signature': signature };
    const answer = await fetch(url, { method: 'POST', headers, body: new Uint8Array(body) });
    await answer.arrayBuffer();
    return answer.status;
  }

  /** Resolves when all that was sent by itself has been taken, or given up. */
  async sent(): Promise<void> {
    await this.#sending;
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    await this.#sending;
  }

  #send(notice: StripeNotice): void {
    this.#sending = this.#sending.then(() => this.#sendUntilTaken(notice));
  }

  async #sendUntilTaken(notice: StripeNotice): Promise<void> {
    for (let attempt = 0; attempt < repeat.times && !this.#isClosed; attempt += 1) {
      const url = this.#url ?? '';
      const status = await this.deliver(notice, url).catch(() => 0);
      if (status >= 200 && status < 300) return;
      await setTimeout(repeat.everyMs);
    }
  }
}
