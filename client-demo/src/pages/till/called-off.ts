import { computed, type ReadonlySignal } from '@preact/signals';
import { closeCodes } from '#protocol/close-codes.ts';
import type { TillView } from '#protocol/till-views.ts';
import type { Follow } from '../../live/commerce/follow-view.ts';
import type { SocketState } from '../../live/socket.ts';

/**
 * Why this device sells no more, though it may have a line. `retired`: the shop put the till away; it still tells what
 * is left. `unpaired`: the device is signed out or was never a till of this shop; nothing can be told as it is.
 */
export type CalledOff = 'retired' | 'unpaired';

/** The server ended the session of this device for good. */
const signedOutCodes: readonly number[] = [
  closeCodes['session-revoked'].code,
  closeCodes['token-invalid'].code,
];

export const isSignedOut = (state: SocketState): boolean =>
  state.status === 'ended' && signedOutCodes.includes(state.closeCode);

interface Signs {
  /** Why the server would not hear what is told; null: it does. */
  readonly blocked: ReadonlySignal<string | null>;
  readonly shop: ReadonlySignal<Follow<unknown>>;
  readonly socket: ReadonlySignal<SocketState>;
  readonly view: ReadonlySignal<TillView | null>;
}

/** null: the till may sell. What a till knew when the line dropped holds until the line is back. */
export const calledOffBy = ({ blocked, shop, socket, view }: Signs): ReadonlySignal<CalledOff | null> =>
  computed(() => {
    const said = shop.value;
    const isShut = said.status === 'refused' && said.error.code === 'forbidden';
    if (blocked.value !== null || isShut || isSignedOut(socket.value)) return 'unpaired';
    return view.value?.isRetired === true ? 'retired' : null;
  });
