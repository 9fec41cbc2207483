import type { ShopId } from '#domain/ids.ts';
import type { Bus, Position } from './ports.ts';
import { feedTopic } from './streams.ts';

/** A list that is kept up to date from the feed. */
export interface FollowedList<Change> {
  /** Resolves once everything appended before the call is in. */
  catchUp(): Promise<void>;
  /** Whether it can be told what changed since; the feed must still hold the event there. */
  holds(position: Position): Promise<boolean>;
  /** What changed after a place in the feed; undefined when it can no longer be told. */
  changesSince(after: number): Change | undefined;
}

export interface ListFollowerOptions<Change> {
  readonly shopId: ShopId;
  readonly bus: Bus;
  readonly list: FollowedList<Change>;
  /** For the operator's log. */
  readonly name: string;
  readonly isEmpty: (change: Change) => boolean;
  /** The place in the feed that the listener knows. */
  readonly after: number;
  readonly listener: (change: Change) => void;
  /** It can no longer be told what changed; it has closed by then. */
  readonly onLost?: (() => void) | undefined;
  readonly onError: (error: unknown, where: string) => void;
}

/** Chat wakes the feed fifty times a second, and a list a tenth of a second old is young. */
const gatherMs = 100;

/** Follows a list from a place on; `undefined` when it can no longer tell what changed since. */
export async function followList<Change extends { readonly position: Position }>(
  options: Omit<ListFollowerOptions<Change>, 'after'>,
  after: Position,
): Promise<ListFollower<Change> | undefined> {
  const { list } = options;
  await list.catchUp();
  if (!(await list.holds(after))) return undefined;
  const follower = new ListFollower({ ...options, after: after.version });
  follower.wake();
  return follower;
}

/** Tells one listener what became of a list. */
export class ListFollower<Change extends { readonly position: Position }> {
  readonly #options: ListFollowerOptions<Change>;
  readonly #unsubscribe: () => void;
  #after: number;
  #timer: NodeJS.Timeout | undefined;
  #closed = false;

  constructor(options: ListFollowerOptions<Change>) {
    this.#options = options;
    this.#after = options.after;
    this.#unsubscribe = options.bus.subscribe(feedTopic(options.shopId), () => {
      this.#timer ??= setTimeout(() => this.wake(), gatherMs);
    });
  }

  /** Looks at once. Calls that come together share one reading of the feed. */
  wake(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const { list, name, onError } = this.#options;
    list
      .catchUp()
      .then(() => this.#tell())
      .catch((error: unknown) => onError(error, name));
  }

  close(): void {
    this.#closed = true;
    clearTimeout(this.#timer);
    this.#unsubscribe();
  }

  #tell(): void {
    if (this.#closed) return;
    const { list, isEmpty, listener, onLost } = this.#options;
    const change = list.changesSince(this.#after);
    if (change === undefined) {
      this.close();
      onLost?.();
      return;
    }
    if (isEmpty(change)) return;
    this.#after = change.position.version;
    listener(change);
  }
}
