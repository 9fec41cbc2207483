import { readPush } from './notification.ts';

/** Shows what the shop pushes, and opens its page on a tap. */
export const showPushes = (worker: ServiceWorkerGlobalScope): void => {
  worker.addEventListener('push', (event) => {
    const { title, body, language, direction, tag, path } = readPush(event.data?.text() ?? '');
    const shown = worker.registration.showNotification(title, {
      body,
      tag,
      lang: language,
      dir: direction,
      icon: '/icon.svg',
      data: path,
    });
    event.waitUntil(shown);
  });
  worker.addEventListener('notificationclick', (event) => {
    event.notification.close();
    const path: unknown = event.notification.data;
    event.waitUntil(openPage(worker, typeof path === 'string' ? path : '/'));
  });
};

/** Goes to a tab that shows the page already; otherwise opens one, because another tab may be somebody's camera. */
const openPage = async ({ clients, location }: ServiceWorkerGlobalScope, path: string): Promise<void> => {
  const wanted = new URL(path, location.origin);
  const windows = await clients.matchAll({ type: 'window', includeUncontrolled: true });
  const there = windows.find(({ url }) => new URL(url).pathname === wanted.pathname);
  if (there === undefined) await clients.openWindow(wanted.href);
  else await there.focus();
};
