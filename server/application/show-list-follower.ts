import type { ShopId } from '#domain/ids.ts';
import type { ShowListChange } from './application.ts';
import type { Bus } from './ports.ts';
import type { ShowList } from './show-list.ts';
import { feedTopic } from './streams.ts';

export interface ShowListFollowerOptions {
  readonly shopId: ShopId;
  readonly bus: Bus;
  readonly shows: ShowList;
  /** The place in the feed that the listener knows. */
  readonly after: number;
  readonly listener: (change: ShowListChange) => void;
  /** It can no longer be told what changed; it has closed by then. */
  readonly onLost?: (() => void) | undefined;
  readonly onError: (error: unknown, where: string) => void;
}

/** Chat wakes the feed fifty times a second, and a lobby a tenth of a second old is young. */
const gatherMs = 100;

/** Tells one listener what became of the list of shows. */
export class ShowListFollower {
  readonly #options: ShowListFollowerOptions;
  readonly #unsubscribe: () => void;
  #after: number;
  #timer: NodeJS.Timeout | undefined;
  #closed = false;

  constructor(options: ShowListFollowerOptions) {
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
    const { shows, onError } = this.#options;
    shows
      .catchUp()
      .then(() => this.#tell())
      .catch((error: unknown) => onError(error, 'list of shows'));
  }

  close(): void {
    this.#closed = true;
    clearTimeout(this.#timer);
    this.#unsubscribe();
  }

  #tell(): void {
    if (this.#closed) return;
    const { shows, listener, onLost } = this.#options;
    const change = shows.changesSince(this.#after);
    if (change === undefined) {
      this.close();
      onLost?.();
      return;
    }
    if (change.shows.length === 0) return;
    this.#after = change.position.version;
    listener(change);
  }
}
