import { ConfigError } from '#config/load.ts';
import { ExposedFileError } from '#config/private-file.ts';
import { PortTakenError } from '#http/listeners.ts';
import { RefusedStart } from './refused-start.ts';

/** What a person reads when the server cannot start: plain words for what he can mend, the whole error for bugs. */
export function explainFailure(error: unknown): string {
  if (error instanceof ConfigError || error instanceof ExposedFileError || error instanceof PortTakenError) {
    return error.message;
  }
  if (error instanceof RefusedStart) return error.message;
  if (!(error instanceof Error)) return String(error);
  if ('code' in error && typeof error.code === 'string' && 'path' in error) {
    return `${String(error.path)} cannot be used (${error.code}). Check its owner and rights, and the room on the disk.`;
  }
  return error.stack ?? error.message;
}
