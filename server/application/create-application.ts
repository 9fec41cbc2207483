import type { Rejection } from '#domain/decision.ts';
import type { ShowId, SourceId } from '#domain/ids.ts';
import { initialShowState, type ShowState } from '#domain/show/show.ts';
import type { ErrorCode } from '#protocol/errors.ts';
import type { MethodName } from '#protocol/methods/methods.ts';
import type {
  Application,
  Command,
  CommandOutcome,
  Following,
  MethodSubject,
  Reading,
  RecoveryLimits,
  ShowListChange,
  StreamChange,
  Streams,
} from './application.ts';
import { authorise } from './authorise.ts';
import { keepBackground } from './background.ts';
import type { StreamRef } from './command-handler.ts';
import type { BidLog } from './commerce/bid-log.ts';
import type { OrderFilter, OrderListChange } from './commerce/order-list.ts';
import { takePaymentNotice } from './commerce/payment-notices.ts';
import { joinCore, type ApplicationOptions, type Core } from './core.ts';
import { FeedFollower } from './feed-follower.ts';
import { randomIds } from './id-source.ts';
import { FeedTail } from './feed-tail.ts';
import { followList } from './list-follower.ts';
import type { Names } from './names.ts';
import type { PaymentNotice } from './payment/payment-provider.ts';
import type { Policy } from './policy.ts';
import type { Position, RecordedEvent } from './ports.ts';
import type { Principal } from './principal.ts';
import { ShowList } from './show-list.ts';

export type { ApplicationOptions } from './core.ts';

/** Builds the core over a log and a bus; both stay the caller's to close, after `shutdown`. */
export async function createApplication(options: ApplicationOptions): Promise<Application> {
  const { log, shopId } = options;
  const feed = new FeedTail(log, shopId);
  const core = joinCore(options, feed, await ShowList.open({ log, shopId, feed }));
  await core.orders.restore();
  const application = new ShopApplication(core);
  await keepBackground(application, core);
  return application;
}

/** The doors of the core, each a few lines to the part behind it. */
class ShopApplication implements Application {
  readonly streams: Streams;
  readonly names: Names;
  readonly bidLog: BidLog;
  readonly #core: Core;
  #shutdown: Promise<void> | undefined;

  constructor(core: Core) {
    this.streams = core.streams;
    this.names = core.names;
    this.bidLog = core.bidLog;
    this.#core = core;
  }

  nowMs(): number {
    return this.#core.options.log.nowMs();
  }

  execute({ command, commandId, principal }: Parameters<Application['execute']>[0]) {
    const go = async () =>
      this.#acknowledged(command, await this.#core.executor.execute(command, commandId, principal));
    const orderId = 'orderId' in command ? command.orderId : undefined;
    const isKnown = orderId === undefined || this.#core.orders.find(orderId) !== undefined;
    // What an order is decided on follows from its show, which another server may just have opened it in.
    return isKnown ? go() : this.#core.orders.catchUp().then(go);
  }

  /** A bid is answered with its receipt; the event stands already, so nothing is lost should the server end here. */
  async #acknowledged(command: Command, outcome: CommandOutcome): Promise<CommandOutcome> {
    if (outcome.outcome === 'rejected') return outcome;
    const acknowledgement = this.bidLog.acknowledge(command, outcome);
    if (command.type !== 'place-bid') return outcome;
    const { receipt = null } = await acknowledgement;
    return { ...outcome, answer: { receipt } };
  }

  read<State, Event>(stream: StreamRef<State, Event>): Promise<Reading<State>> {
    return this.#core.access.read(stream);
  }

  readShow(showId: ShowId): Promise<Reading<ShowState>> {
    return this.read(this.streams.show(showId));
  }

  async listShows(principal: Principal) {
    await this.#core.shows.catchUp();
    return this.#core.shows.list(principal);
  }

  async readShowList() {
    await this.#core.shows.catchUp();
    return this.#core.shows.read();
  }

  async followShowList(
    after: Position,
    listener: (change: ShowListChange) => void,
    onLost?: () => void,
  ): Promise<Following | undefined> {
    const isEmpty = ({ shows }: ShowListChange) => shows.length === 0;
    const about = { name: 'list of shows', list: this.#core.shows, isEmpty, listener, onLost };
    const follower = await followList({ ...this.#core.options, ...about }, after);
    return follower && this.#core.followers.keep(follower);
  }

  async listOrders(filter?: OrderFilter) {
    await this.#core.orders.catchUp();
    return this.#core.orders.list(filter);
  }

  async readOrderList() {
    await this.#core.orders.catchUp();
    return this.#core.orders.read();
  }

  async followOrderList(
    after: Position,
    listener: (change: OrderListChange) => void,
    onLost?: () => void,
  ): Promise<Following | undefined> {
    const isEmpty = ({ orders }: OrderListChange) => orders.length === 0;
    const about = { name: 'list of orders', list: this.#core.orders, isEmpty, listener, onLost };
    const follower = await followList({ ...this.#core.options, ...about }, after);
    return follower && this.#core.followers.keep(follower);
  }

  takePaymentNotice(notice: PaymentNotice): Promise<void> {
    return takePaymentNotice({ application: this, ids: randomIds }, notice);
  }

  follow<State, Event>(
    stream: StreamRef<State, Event>,
    after: Position,
    listener: (change: StreamChange<State, Event>) => void,
    onLost?: () => void,
  ): Promise<Following | undefined> {
    return this.#core.access.follow(stream, after, listener, onLost);
  }

  eventsSince<State, Event>(
    stream: StreamRef<State, Event>,
    after: Position,
    limits: RecoveryLimits,
  ): Promise<readonly RecordedEvent<Event>[] | undefined> {
    return this.#core.access.eventsSince(stream, after, limits);
  }

  async authorise(
    principal: Principal,
    method: MethodName,
    subject: MethodSubject,
  ): Promise<Rejection<ErrorCode> | undefined> {
    const showId = subject.showId ?? showIdOfChannel(subject.channel);
    const show = showId === undefined ? initialShowState : (await this.readShow(showId)).state;
    // Ids are compared only, so one that came unparsed simply matches nothing.
    const sourceId = subject.sourceId as SourceId | undefined;
    return authorise(principal, method, { show, sourceId, direction: subject.direction });
  }

  async startPolicy(policy: Policy): Promise<Following> {
    const { feed, followers, options } = this.#core;
    return followers.keep(await FeedFollower.start({ ...options, feed, policy }));
  }

  shutdown(): Promise<void> {
    this.#shutdown ??= this.#stop();
    return this.#shutdown;
  }

  async #stop(): Promise<void> {
    const { executor, followers, names, shows, orders } = this.#core;
    await executor.drain();
    await followers.close();
    names.close();
    await shows.catchUp();
    await shows.save();
    await orders.catchUp();
    await orders.save();
  }
}

/** The schema of `channel.subscribe` checked the form, which is that of a show's id after the prefix. */
const showIdOfChannel = (channel: string | undefined): ShowId | undefined =>
  /^(?:show|room|auction|shelf)-(?<showId>.+)$/.exec(channel ?? '')?.groups?.['showId'] as ShowId | undefined;
