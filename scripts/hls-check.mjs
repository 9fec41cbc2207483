/** `npm run hls:check -- <playlist url>`: checks an LL-HLS stream as a player sees it. */
import { launch } from './setup/launch.mjs';

await launch('hls-check');
