/** `npm run check`: types, lint, format and dependency rules. */
import { launch } from './setup/launch.mjs';

await launch('check');
