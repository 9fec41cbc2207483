/** `npm run admin-link`: a new link for an operator who lost his, also while the server runs. */
import { launch } from './setup/launch.mjs';

await launch('admin-link');
