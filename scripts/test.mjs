/** `npm test`: every test; arguments name single files. */
import { launch } from './setup/launch.mjs';

await launch('test');
