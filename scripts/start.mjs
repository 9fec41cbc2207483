/** `npm start`: the server, with everything it needs. */
import { launch } from './setup/launch.mjs';

await launch('start');
