/** `npm run demo`: the server with a moving, speaking demo stage. */
import { launch } from './setup/launch.mjs';

await launch('demo');
