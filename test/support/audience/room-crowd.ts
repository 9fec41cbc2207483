import { setTimeout as wait } from 'node:timers/promises';
import { HeadlessClient, newCommandId, newMessageId, newShowId } from '../headless-client.ts';
import type { ServerProcess } from '../server-process.ts';
import { numbered, RoomReader } from './room-reader.ts';
import { seeded } from './seeded.ts';

interface CrowdOptions {
  readonly server: ServerProcess;
  readonly clients: number;
  readonly seed: number;
}

const atOnce = 25;
const retryMs = 100;
const lookMs = 50;

/** What a crowd went through. */
export interface CrowdResult {
  /** Of what was said, at everybody; 1 is all. */
  readonly deliveredShare: number;
  readonly faults: number;
  readonly snapshots: number;
  readonly recoveries: number;
  readonly replaysMs: readonly number[];
  readonly absencesMs: readonly number[];
}

/** A room with many readers, and a moderator who counts aloud and repeats what was not acknowledged. */
export class RoomCrowd {
  readonly readers: readonly RoomReader[];
  readonly random: () => number;
  readonly #host: HeadlessClient;
  readonly #showId: ReturnType<typeof newShowId>;
  #acknowledged = 0;

  private constructor(
    host: HeadlessClient,
    showId: ReturnType<typeof newShowId>,
    tokens: readonly string[],
    seed: number,
  ) {
    this.#host = host;
    this.#showId = showId;
    this.random = seeded(seed);
    this.readers = tokens.map(
      (token) =>
        new RoomReader({
          origin: host.origin,
          token,
          channel: `room-${showId}`,
          random: this.random,
          acknowledged: () => this.#acknowledged,
        }),
    );
  }

  /** Opens a show and brings everybody into its room. */
  static async gather({ server, clients, seed }: CrowdOptions): Promise<RoomCrowd> {
    const host = await HeadlessClient.connect(server.origin, { link: server.adminLink, name: 'Hanna' });
    const showId = newShowId();
    await host.command('show.create-show', { showId, title: 'Pottery', description: '' });
    await host.command('show.go-live', { showId });
    host.close();
    const tokens: string[] = [];
    while (tokens.length < clients) {
      const size = Math.min(atOnce, clients - tokens.length);
      const signingIn = Array.from({ length: size }, () => HeadlessClient.signIn(server.origin));
      tokens.push(...(await Promise.all(signingIn)).map(({ grant }) => grant.accessToken));
    }
    const crowd = new RoomCrowd(host, showId, tokens, seed);
    for (let from = 0; from < clients; from += atOnce) {
      await Promise.all(crowd.readers.slice(from, from + atOnce).map((reader) => reader.join()));
    }
    return crowd;
  }

  /** Says the next so many messages, one each `everyMs`; resolves when the last is acknowledged. */
  async say(count: number, everyMs: number): Promise<void> {
    for (let index = 0; index < count; index += 1) {
      const nextAtMs = performance.now() + everyMs;
      await this.#sayOne(this.#acknowledged + 1);
      await wait(Math.max(0, nextAtMs - performance.now()));
    }
  }

  get said(): number {
    return this.#acknowledged;
  }

  /** Resolves when all are back and up to date, or with how many are not after `deadlineMs`. */
  async settled(deadlineMs: number): Promise<number> {
    const endMs = performance.now() + deadlineMs;
    for (;;) {
      const missing = this.readers.filter((reader) => !reader.isUpToDate).length;
      if (missing === 0 || performance.now() > endMs) return missing;
      await wait(lookMs);
    }
  }

  get result(): CrowdResult {
    const sum = (pick: (reader: RoomReader) => number): number =>
      this.readers.reduce((total, reader) => total + pick(reader), 0);
    return {
      deliveredShare: sum(({ received }) => received) / (this.readers.length * this.#acknowledged),
      faults: sum(({ faults }) => faults),
      snapshots: sum(({ snapshots }) => snapshots),
      recoveries: sum(({ recoveries }) => recoveries),
      replaysMs: this.readers.flatMap(({ replaysMs }) => replaysMs),
      absencesMs: this.readers.flatMap(({ absencesMs }) => absencesMs),
    };
  }

  leave(): void {
    for (const reader of this.readers) reader.leave();
  }

  /** The same command until it is answered: the server may be gone, or have answered into a dead line. */
  async #sayOne(number: number): Promise<void> {
    const command = {
      commandId: newCommandId(),
      messageId: newMessageId(),
      showId: this.#showId,
      text: numbered(number),
      replyToId: null,
      mentionIds: [],
      audience: 'room',
    };
    for (;;) {
      try {
        await this.#host.http('POST', '/api/commands/room.send-message', command);
        break;
      } catch {
        await wait(retryMs);
      }
    }
    this.#acknowledged = number;
  }
}
