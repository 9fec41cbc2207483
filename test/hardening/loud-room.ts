import type { Test } from 'tap';
import type { ShowId } from '#domain/ids.ts';
import type { CloseReason } from '#protocol/close-codes.ts';
import type { ChannelReader } from '#test/support/channel-reader.ts';
import { HeadlessClient, newShowId } from '#test/support/headless-client.ts';
import { RawSocket } from '#test/support/raw-socket.ts';
import { ServerProcess } from '#test/support/server-process.ts';

/** The offender comes from here; room and bystander from 127.0.0.1. Linux answers for all of 127.0.0.0/8. */
export const offender = '127.0.0.66';

/** How often the room speaks while it is attacked. */
const speakEveryMs = 40;
/** Two cores carry the server, the attack and several test files at once; a room that stands still takes far longer. */
const boundedDelayMs = 4000;
/** Sockets that were attacked with are gone when the server has noticed that they are. */
const quietMs = 12_000;
const lookMs = 50;

const wait = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/**
 * A real server with a live room: a moderator who speaks without pause, and a bystander who must hear it all, in order
 * and soon, whatever an offender does meanwhile.
 */
export class LoudRoom {
  readonly server: ServerProcess;
  readonly host: HeadlessClient;
  readonly bystander: HeadlessClient;
  readonly showId: ShowId;
  readonly #reader: ChannelReader<`room-${string}`>;
  readonly #saidAtMs = new Map<string, number>();
  readonly #heardAfterMs: number[] = [];
  #said = 0;

  private constructor(
    server: ServerProcess,
    host: HeadlessClient,
    bystander: HeadlessClient,
    showId: ShowId,
    reader: ChannelReader<`room-${string}`>,
  ) {
    this.server = server;
    this.host = host;
    this.bystander = bystander;
    this.showId = showId;
    this.#reader = reader;
    bystander.socket.listen((message) => {
      if (message.type === 'push') this.#note();
    });
  }

  /** `environment` sets the limits that are to be run into. Ends with the test. */
  static async open(t: Test, environment: Readonly<Record<string, string>> = {}): Promise<LoudRoom> {
    const server = await ServerProcess.start({ environment });
    t.teardown(() => server.close());
    const host = await HeadlessClient.connect(server.origin, { link: server.adminLink, name: 'Hanna' });
    const showId = newShowId();
    await host.command('show.create-show', { showId, title: 'Pottery', description: '' });
    await host.command('show.go-live', { showId });
    const bystander = await HeadlessClient.connect(server.origin);
    const reader = await bystander.read<`room-${string}`>(`room-${showId}`);
    t.teardown(() => [host, bystander].forEach((client) => client.close()));
    return new LoudRoom(server, host, bystander, showId, reader);
  }

  get url(): string {
    return `${this.server.origin.replace('http', 'ws')}/api/socket`;
  }

  /** A socket of the offender, not greeted yet. */
  attacker(options: { readonly origin?: string } = {}): RawSocket {
    return new RawSocket(this.url, { localAddress: offender, perMessageDeflate: false, ...options });
  }

  /** A person of the offender's, with a session. */
  async stranger(): Promise<HeadlessClient> {
    return HeadlessClient.signIn(this.server.origin);
  }

  /** Runs the attack while the room speaks, and then looks whether the room suffered. */
  async withstands<Result>(t: Test, attack: () => Promise<Result>): Promise<Result> {
    const before = this.#said;
    const attacked = attack();
    let over = false;
    attacked.finally(() => (over = true)).catch(() => undefined);
    while (!over || this.#said < before + 3) {
      await this.#speak();
      await wait(speakEveryMs);
    }
    const result = await attacked;
    await this.#speak();
    await this.#reader.until(() => this.#heard.length >= this.#said);
    t.same(
      this.#heard,
      Array.from({ length: this.#said }, (_, index) => textOf(index)),
      'the bystander heard all of it, once and in order',
    );
    t.same(this.#reader.faults, [], 'without a gap');
    t.equal(this.#reader.snapshots, 1, 'on one subscription');
    t.ok(Math.max(...this.#heardAfterMs) < boundedDelayMs, 'and soon');
    return result;
  }

  /** Resolves when nobody but host and bystander has a socket; throws when some stay. */
  async isQuiet(): Promise<void> {
    const deadlineMs = performance.now() + quietMs;
    for (;;) {
      const open = await this.metric('popstage_sockets_open');
      if (open === 2) return;
      if (performance.now() > deadlineMs) throw new Error(`${open} sockets are still open`);
      await wait(lookMs);
    }
  }

  /** How many sockets were closed for this reason so far. */
  async closings(reason: CloseReason): Promise<number> {
    const count = await this.metric(`popstage_sockets_closed_total\\{reason="${reason}"\\}`);
    return Number.isNaN(count) ? 0 : count;
  }

  /** One value as Prometheus would read it; NaN when there is none. `name` is a pattern. */
  async metric(name: string): Promise<number> {
    const text = await (await fetch(`${this.server.origin}/metrics`)).text();
    return Number(new RegExp(`^${name} (\\S+)$`, 'm').exec(text)?.[1] ?? Number.NaN);
  }

  get #heard(): readonly string[] {
    const texts = this.#reader.all.flatMap((event) =>
      event.type === 'room.message' ? [event.message.text] : [],
    );
    // Others may write as well.
    return texts.filter((text) => this.#saidAtMs.has(text));
  }

  async #speak(): Promise<void> {
    const text = textOf(this.#said);
    this.#said += 1;
    this.#saidAtMs.set(text, performance.now());
    await this.host.send(this.showId, text);
  }

  #note(): void {
    const nowMs = performance.now();
    for (const text of this.#heard.slice(this.#heardAfterMs.length)) {
      this.#heardAfterMs.push(nowMs - (this.#saidAtMs.get(text) ?? nowMs));
    }
  }
}

/** Each another text, so that nothing is taken for a repetition. */
const textOf = (index: number): string => `Now comes number ${index + 1}`;
