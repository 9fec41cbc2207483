import type { Following } from '#application/application.ts';

/**
 * Follows what needs a look elsewhere before it can be told, in order. A look that fails is as good as a loss: who
 * follows starts anew. Resolves to `undefined` where `follow` does.
 */
export async function followThrough<Raw, Change>(
  follow: (listener: (raw: Raw) => void, onLost: () => void) => Promise<Following | undefined>,
  look: (raw: Raw) => Promise<Change>,
  listener: (change: Change) => void,
  onLost: () => void,
): Promise<Following | undefined> {
  let following: Following | undefined = undefined;
  let isOver = false;
  let telling: Promise<void> = Promise.resolve();
  const close = (): void => {
    isOver = true;
    following?.close();
  };
  const lose = (): void => {
    if (isOver) return;
    close();
    onLost();
  };
  const tell = async (raw: Raw): Promise<void> => {
    if (isOver) return;
    const change = await look(raw);
    if (!isOver) listener(change);
  };
  following = await follow((raw) => {
    telling = telling.then(() => tell(raw)).catch(lose);
  }, lose);
  if (isOver) following?.close();
  return following && { close };
}
