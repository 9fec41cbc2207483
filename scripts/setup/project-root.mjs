import path from 'node:path';
import { fileURLToPath } from 'node:url';

/** The absolute path of this clone, without a slash at its end. */
export const projectRoot = path.resolve(fileURLToPath(new URL('../..', import.meta.url)));
