/** Whether this browser can run one here: not on plain HTTP beyond localhost, nor in some private windows. */
export const hasServiceWorkers = (): boolean => window.isSecureContext && 'serviceWorker' in navigator;

/**
 * Starts the service worker (service-worker/worker.ts) or finds the one that runs; resolves when it is active. Only
 * what needs it calls this, so that whoever just watches installs nothing. Rejects where there can be none.
 */
export const startServiceWorker = async (): Promise<ServiceWorkerRegistration> => {
  await navigator.serviceWorker.register('/sw.js', { scope: '/', updateViaCache: 'none' });
  return navigator.serviceWorker.ready;
};

/** The service worker of this browser if it was ever started. */
export const findServiceWorker = async (): Promise<ServiceWorkerRegistration | undefined> =>
  hasServiceWorkers() ? navigator.serviceWorker.getRegistration('/') : undefined;
