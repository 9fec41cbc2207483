import { createHash } from 'node:crypto';
import type { Redis } from 'ioredis';
import type {
  MessageKind,
  MessageStore,
  OutgoingMessage,
  StoredMessage,
} from '#application/messages/message-store.ts';
import type { ShopId } from '#domain/ids.ts';
import { fieldsOf } from '../identity/credential-fields.ts';
import type { LuaScript } from '../redis/lua-script.ts';
import * as scripts from './message-scripts.ts';
import { afterSettlement } from './settled.ts';

/** One call of the script that forgets blocks Redis for some 5 ms at most. */
const forgottenAtOnce = 500;
/** Each recipient has an index per kind; a kind that is missing here is a type error. */
const kindTable: Readonly<Record<MessageKind, true>> = {
  'sign-in': true,
  outbid: true,
  won: true,
  'payment-due': true,
  'payment-failed': true,
  'second-chance': true,
  'order-placed': true,
  'pick-up-ready': true,
};
const messageKinds = Object.keys(kindTable);

/** Addresses stand in no key. */
const digestOf = (kind: string, recipient: string): string =>
  `${kind}:${createHash('sha256').update(recipient).digest('base64url')}`;

/** The outbox that all servers of a shop share: each message is sent by whichever takes it first. The connection is the caller's to close. */
export function createRedisMessageStore(redis: Redis, shopId: ShopId, maximumMessages: number): MessageStore {
  const prefix = `{${shopId}}:messages:`;
  const run = (script: LuaScript, ...args: readonly (string | number)[]): Promise<unknown> =>
    script(redis, [prefix], args);
  const rewrite = async (): Promise<void> => {
    // Refused while another rewrite or a snapshot runs, or where nothing is kept on disk; the next one does it, too.
    await redis.bgrewriteaof().catch(() => undefined);
  };
  const find = async (messageId: string): Promise<StoredMessage | undefined> =>
    toMessage(await redis.hgetall(`${prefix}m:${messageId}`));
  return {
    async add(message, state) {
      const { messageId, personId, recipient, kind, createdAtMs } = message;
      const to = recipient === null ? '' : digestOf(kind, recipient);
      const rest = [JSON.stringify(message), state, createdAtMs, maximumMessages];
      const answer = await run(scripts.addMessage, messageId, personId, to, ...rest);
      // The script answers these three words.
      return answer as 'added' | 'known' | 'full';
    },
    async takeDue({ nowMs, leaseMs, limit }) {
      const taken = await run(scripts.takeDue, nowMs, nowMs + leaseMs, limit);
      return (Array.isArray(taken) ? taken : []).flatMap((flat: unknown) => toMessage(fieldsOf(flat)) ?? []);
    },
    async settle({ messageId, attempts }, settlement) {
      const found = await find(messageId);
      if (found === undefined) return;
      const {
        state,
        nextAttemptAtMs,
        fault,
        finishedAtMs,
        attempts: _,
        ...after
      } = afterSettlement(found, settlement);
      const body: OutgoingMessage = after;
      const changed = [state, nextAttemptAtMs, fault ?? '', finishedAtMs ?? ''];
      await run(scripts.settleMessage, messageId, attempts, JSON.stringify(body), ...changed);
    },
    find,
    async list(limit) {
      const ids = await redis.zrevrange(`${prefix}all`, 0, limit - 1);
      const found = await Promise.all(ids.map(find));
      return found.filter((message) => message !== undefined);
    },
    async countTo(recipient, kinds, sinceMs) {
      const counts = kinds.map((kind) =>
        redis.zcount(`${prefix}to:${digestOf(kind, recipient)}`, sinceMs, '+inf'),
      );
      return (await Promise.all(counts)).reduce((sum, count) => sum + count, 0);
    },
    async eraseOf(personId, recipients) {
      const digests = recipients.flatMap((recipient) =>
        messageKinds.map((kind) => digestOf(kind, recipient)),
      );
      if ((await run(scripts.eraseMessages, personId, ...digests)) === 0) return;
      await rewrite();
    },
    async forgetBefore(beforeMs) {
      let sum = 0;
      for (;;) {
        const count = Number(await run(scripts.forgetMessages, beforeMs, forgottenAtOnce));
        sum += count;
        if (count === forgottenAtOnce) continue;
        if (sum > 0) await rewrite();
        return sum;
      }
    },
    close: async () => undefined,
  };
}

/** Only this store writes these hashes; an empty field is a null. */
function toMessage(fields: Readonly<Record<string, string>>): StoredMessage | undefined {
  const { body, state, fault = '', finishedAtMs = '' } = fields;
  if (body === undefined) return undefined;
  return {
    ...(JSON.parse(body) as OutgoingMessage),
    state: state as StoredMessage['state'],
    attempts: Number(fields['attempts']),
    nextAttemptAtMs: Number(fields['nextAttemptAtMs']),
    fault: fault === '' ? null : fault,
    finishedAtMs: finishedAtMs === '' ? null : Number(finishedAtMs),
  };
}
