/** `npm run worker:conformance`: mediasoup's own tests against our media worker. */
import { launch } from './setup/launch.mjs';

await launch('conformance');
