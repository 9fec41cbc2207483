import { hasServiceWorkers, startServiceWorker } from '../../shell/service-worker.ts';

const manifestPath = '/till.webmanifest';

/** The till is an app of its own, so only its page says where the manifest is. Returns how to take it away. */
export const wearManifest = (): (() => void) => {
  const link = document.createElement('link');
  link.rel = 'manifest';
  link.href = manifestPath;
  document.head.append(link);
  return () => link.remove();
};

/**
 * Has the service worker keep the page and everything it loads, so that it opens without a line, and asks the browser
 * not to throw away what the till stores. Without either the till works on; it only does not survive a reload.
 */
export const keepForOffline = async (): Promise<void> => {
  if (!hasServiceWorkers()) return;
  try {
    const registration = await startServiceWorker();
    registration.active?.postMessage({ type: 'keep-till' });
    await navigator.storage.persist();
  } catch {
    // Private windows refuse both.
  }
};

/** Whether the service worker has the page by now, so that it opens without a line. */
export const isKeptForOffline = async (): Promise<boolean> => {
  if (!hasServiceWorkers()) return false;
  try {
    return (await caches.match('/till', { cacheName: 'till-shell' })) !== undefined;
  } catch {
    return false;
  }
};
