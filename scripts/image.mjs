/** `node scripts/image.mjs <folder>`: what a container image needs beside the code; the Dockerfile runs it. */
import { launch } from './setup/launch.mjs';

await launch('image');
