import { effect, signal } from '@preact/signals';
import type { OrderView } from '#protocol/order-views.ts';
import { backOffMs } from '../back-off.ts';
import { followOrder } from './order-book.ts';
import type { Follow, Followed, FollowShowOptions } from './follow-view.ts';

/**
 * What this person buys and wins in one show: asks where the order is, then follows it. Another person behind the tab
 * gets his own, with nothing of the one before left on screen.
 */
export const followOwnOrder = ({ socket, time, showId }: FollowShowOptions): Followed<OrderView> => {
  const follow = signal<Follow<OrderView>>({ status: 'loading' });
  let personId: string | undefined;
  let order: Followed<OrderView> | undefined;
  let stopMirror = () => {};
  let cancelRetry = () => {};
  let failures = 0;
  let generation = 0;

  const drop = () => {
    generation += 1;
    cancelRetry();
    stopMirror();
    order?.close();
    order = undefined;
  };
  const ask = async () => {
    const mine = ++generation;
    const answer = await socket.request('order.mine', { showId });
    if (mine !== generation) return;
    if (answer.ok) {
      failures = 0;
      const followed = followOrder({ socket, time, orderId: answer.value.orderId });
      order = followed;
      stopMirror = effect(() => {
        follow.value = followed.follow.value;
      });
    } else if (answer.error.temporary) {
      cancelRetry = time.after(
        backOffMs(failures++, () => time.random()),
        () => void ask(),
      );
    } else follow.value = { status: 'refused', error: answer.error };
  };
  const look = () => {
    const state = socket.state.peek();
    if (state.status !== 'open') return;
    const isSame = personId === undefined || personId === state.welcome.personId;
    personId = state.welcome.personId;
    if (isSame && order !== undefined) return;
    drop();
    if (!isSame) follow.value = { status: 'loading' };
    void ask();
  };
  const stopOpen = socket.onOpen(look);
  look();
  return {
    follow,
    close: () => {
      stopOpen();
      drop();
    },
  };
};
