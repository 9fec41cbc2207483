import { freshId } from '../../live/fresh-id.ts';
import type { CallError, Outcome } from '../../live/outcome.ts';
import type { LiveSocket } from '../../live/socket.ts';

/** The source this tab is, kept over a reload so that the same camera comes back instead of a second one. */
const storageKey = (showId: string) => `popstage.camera.${showId}`;

export const rememberedSource = (showId: string): string | null => sessionStorage.getItem(storageKey(showId));

/** What a new camera is called. */
export interface CameraSourceWish {
  readonly label: string;
  readonly hasAudio: boolean;
}

const add = async (
  socket: LiveSocket,
  showId: string,
  wish: CameraSourceWish,
): Promise<Outcome<{ readonly sourceId: string }>> => {
  const sourceId = freshId();
  const outcome = await socket.request('show.add-source', {
    commandId: freshId(),
    showId,
    sourceId,
    label: wish.label,
    kind: 'phone',
    hasVideo: true,
    hasAudio: wish.hasAudio,
  });
  if (!outcome.ok) return outcome;
  sessionStorage.setItem(storageKey(showId), sourceId);
  return { ok: true, value: { sourceId } };
};

/** The source of this tab: the one it had before a reload while the show still knows it, else a new one. */
export const claimSource = async (
  socket: LiveSocket,
  showId: string,
  knownSourceIds: readonly string[],
  wish: CameraSourceWish,
): Promise<Outcome<{ readonly sourceId: string }>> => {
  const remembered = rememberedSource(showId);
  if (remembered !== null && knownSourceIds.includes(remembered)) {
    return { ok: true, value: { sourceId: remembered } };
  }
  return add(socket, showId, wish);
};

/** Takes the camera out of the show: the host's list holds only what is there. */
export const giveUpSource = async (
  socket: LiveSocket,
  showId: string,
  sourceId: string,
): Promise<CallError | undefined> => {
  sessionStorage.removeItem(storageKey(showId));
  const outcome = await socket.request('show.remove-source', { commandId: freshId(), showId, sourceId });
  return outcome.ok ? undefined : outcome.error;
};
