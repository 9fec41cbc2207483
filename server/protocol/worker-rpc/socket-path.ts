import { createHash } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

/** `sun_path` holds 108 bytes on Linux and 104 on macOS, the closing zero included. */
const longestPathBytes = 103;

/** Where the worker of this data folder listens. Server and worker compute the same, whatever their folder is called. */
export function workerSocketPath(config: { readonly dataDir: string; readonly mediaSocket: string }): string {
  if (config.mediaSocket !== '') return resolve(config.mediaSocket);
  const inDataDir = resolve(config.dataDir, 'media.sock');
  if (Buffer.byteLength(inDataDir) <= longestPathBytes) return inDataDir;
  const digest = createHash('sha256').update(inDataDir).digest('hex').slice(0, 16);
  return join(tmpdir(), `popstage-${process.getuid?.() ?? 0}-${digest}`, 'media.sock');
}
