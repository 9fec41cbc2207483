import { readFileSync } from 'node:fs';
import path from 'node:path';

/** The version of an installed npm package. Throws when the folder holds none. */
export function installedVersion(packageRoot: string): string {
  const manifest: unknown = JSON.parse(readFileSync(path.join(packageRoot, 'package.json'), 'utf8'));
  if (typeof manifest === 'object' && manifest !== null && 'version' in manifest) {
    if (typeof manifest.version === 'string') return manifest.version;
  }
  throw new Error(`${packageRoot} holds no npm package`);
}
