import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Where the build puts the browser app. */
export const clientFolder = fileURLToPath(new URL('../../client-demo/dist', import.meta.url));

export const isClientBuilt = (): boolean => existsSync(join(clientFolder, 'index.html'));
