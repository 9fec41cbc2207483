/** `npm run bench`: the benchmarks. */
import { launch } from './setup/launch.mjs';

await launch('bench');
