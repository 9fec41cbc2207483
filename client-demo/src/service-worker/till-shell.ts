/** The build's list of what the till page loads (vite.config.ts). */
interface TillShell {
  /** The app's first script; a page that names another one is of another build. */
  readonly entry: string;
  readonly files: readonly string[];
}

const cacheName = 'till-shell';
const picturesName = 'till-pictures';
const pagePath = '/till';
const listPath = '/till-shell.json';
/** Files beside the build that the installed till shows. */
const extras = ['/icon.svg', '/till.webmanifest', '/till-192.png', '/till-512.png'];
/** Pictures of a shop in two sizes; the oldest go first. */
const maximumPictures = 400;
/** A line that is there answers sooner; a dead one must not keep the till from opening. */
const pageTimeoutMs = 4_000;

const readList = async (): Promise<TillShell> => {
  const answer = await fetch(listPath, { cache: 'no-cache' });
  if (!answer.ok) throw new Error('no list of the till shell');
  // Written by our own build.
  return (await answer.json()) as TillShell;
};

/**
 * Keeps the page and everything it loads. What was kept before goes only when the new is complete, so that there is
 * always a whole one; a page and a list of different builds (the server is being replaced) are not kept at all.
 */
const keepTill = async (caches: CacheStorage): Promise<void> => {
  const [{ entry, files }, page] = await Promise.all([readList(), fetch(pagePath, { cache: 'no-cache' })]);
  if (!page.ok || !(await page.clone().text()).includes(entry)) throw new Error('page and list differ');
  const cache = await caches.open(cacheName);
  const wanted = [...files, ...extras];
  for (const path of wanted) {
    if ((await cache.match(path)) === undefined) await cache.add(path);
  }
  await cache.put(pagePath, page);
  const kept = new Set([...wanted, pagePath]);
  for (const request of await cache.keys()) {
    if (!kept.has(new URL(request.url).pathname)) await cache.delete(request);
  }
};

/** The newest page while there is a line, else the one that is kept. */
const pageOrKept = async (caches: CacheStorage, request: Request): Promise<Response> => {
  const kept = await (await caches.open(cacheName)).match(pagePath);
  if (kept === undefined) return fetch(request);
  try {
    const answer = await fetch(request, { signal: AbortSignal.timeout(pageTimeoutMs) });
    return answer.ok ? answer : kept;
  } catch {
    return kept;
  }
};

/** Names of built files carry their hash: what is kept is what would come. */
const keptOrFetched = async (caches: CacheStorage, request: Request): Promise<Response> =>
  (await (await caches.open(cacheName)).match(request.url)) ?? fetch(request);

/** Pictures are named by their hash, too. Only for browsers that are tills: others keep none here. */
const picture = async (caches: CacheStorage, request: Request): Promise<Response> => {
  if (!(await caches.has(cacheName))) return fetch(request);
  const cache = await caches.open(picturesName);
  const kept = await cache.match(request.url);
  if (kept !== undefined) return kept;
  const answer = await fetch(request);
  if (!answer.ok || answer.status !== 200) return answer;
  await cache.put(request.url, answer.clone());
  const all = await cache.keys();
  for (const old of all.slice(0, Math.max(0, all.length - maximumPictures))) await cache.delete(old);
  return answer;
};

/** What this worker answers itself; everything else goes to the network untouched. */
const answerOf = (
  caches: CacheStorage,
  { origin }: { readonly origin: string },
  request: Request,
): Promise<Response> | undefined => {
  const url = new URL(request.url);
  if (request.method !== 'GET' || url.origin !== origin) return undefined;
  if (request.mode === 'navigate') return url.pathname === pagePath ? pageOrKept(caches, request) : undefined;
  if (url.pathname.startsWith('/assets/') || extras.includes(url.pathname))
    return keptOrFetched(caches, request);
  if (url.pathname.startsWith('/media/') && request.destination === 'image') return picture(caches, request);
  return undefined;
};

/** Lets the till open without a line. Nothing is kept until a till page asks for it. */
export const keepTillShell = (worker: ServiceWorkerGlobalScope): void => {
  worker.addEventListener('message', (event) => {
    const said: unknown = event.data;
    if (typeof said !== 'object' || said === null || !('type' in said) || said.type !== 'keep-till') return;
    // Without a line, or between two builds: what was kept before stays, and the next visit tries again.
    event.waitUntil(keepTill(worker.caches).catch(() => undefined));
  });
  worker.addEventListener('fetch', (event) => {
    const answer = answerOf(worker.caches, worker.location, event.request);
    if (answer !== undefined) event.respondWith(answer);
  });
};
