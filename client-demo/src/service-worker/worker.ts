import { showPushes } from './push.ts';
import { keepTillShell } from './till-shell.ts';

/**
 * The service worker, built as `/sw.js` (vite.config.ts): one script without imports, since not every browser loads
 * modules here. Each task is a file of its own that adds its listeners; register it with `shell/service-worker.ts`.
 */
declare const self: ServiceWorkerGlobalScope;

// The next version takes over at once: pages are asked for anew each time, and the till's are kept as whole builds.
self.addEventListener('install', () => void self.skipWaiting());
self.addEventListener('activate', (event) => event.waitUntil(self.clients.claim()));

showPushes(self);
keepTillShell(self);
