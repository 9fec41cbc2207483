/** `npm run soak`: the long-running tests. */
import { launch } from './setup/launch.mjs';

await launch('soak');
