import type { StageResults } from '#protocol/methods/stage.ts';
import type { Outcome } from '../live/outcome.ts';
import type { LiveSocket } from '../live/socket.ts';

/** A membership with one transport, as studio and cameras use it. */
export type JoinedOneWay = StageResults['stage.join'] & StageResults['stage.create-transport'];

export const joinOneWay = async (
  socket: LiveSocket,
  wish: { readonly showId: string; readonly peerId: string; readonly direction: 'send' | 'receive' },
): Promise<Outcome<JoinedOneWay>> => {
  const { direction, ...onPeer } = wish;
  const joined = await socket.request('stage.join', onPeer);
  if (!joined.ok) return joined;
  const made = await socket.request('stage.create-transport', { ...onPeer, direction });
  return made.ok ? { ok: true, value: { ...joined.value, ...made.value } } : made;
};
