/** `npm run demo`: the server with a moving, speaking demo stage, and simulated viewers (`-- --viewers 5`). */
import { launch } from './setup/launch.mjs';

await launch('demo');
