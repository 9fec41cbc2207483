import { Refusal } from '#protocol/errors.ts';

/**
 * Runs what mediasoup checks. It throws plain errors for parameters it cannot use, and when something was closed
 * meanwhile; the first is the client's fault, the second is told by `isClosed`.
 */
export async function checkedByMediasoup<Made>(
  isClosed: () => boolean,
  work: () => Promise<Made>,
): Promise<Made> {
  try {
    return await work();
  } catch (cause) {
    if (cause instanceof Refusal) throw cause;
    if (isClosed()) throw new Refusal('stage-not-joined', undefined, { cause });
    throw new Refusal('media-parameters-invalid', undefined, { cause });
  }
}
