import { computed, signal } from '@preact/signals';
import type { ComponentChildren, ComponentType } from 'preact';

/** What a page is given: the variable parts of its address, by name. */
export interface PageProps {
  readonly params: Readonly<Record<string, string>>;
}

/** A page and the address it answers; loaded when first visited. Every page file exports `Page`. */
export interface PageRoute {
  readonly name: string;
  readonly pattern: RegExp;
  readonly load: () => Promise<{ readonly Page: ComponentType<PageProps> }>;
}

const id = '[A-Za-z0-9_-]{8,40}';
const word = '[a-z-]{3,20}';

export const routes: readonly PageRoute[] = [
  { name: 'lobby', pattern: /^\/$/, load: () => import('./pages/lobby/page.tsx') },
  { name: 'enter', pattern: /^\/enter$/, load: () => import('./pages/enter/page.tsx') },
  { name: 'account', pattern: /^\/account$/, load: () => import('./pages/account/page.tsx') },
  { name: 'operator', pattern: /^\/operator$/, load: () => import('./pages/operator/page.tsx') },
  { name: 'studio-list', pattern: /^\/studio$/, load: () => import('./pages/studio/list/page.tsx') },
  {
    name: 'studio',
    pattern: new RegExp(`^/studio/(?<showId>${id})$`),
    load: () => import('./pages/studio/page.tsx'),
  },
  {
    name: 'watch',
    pattern: new RegExp(`^/watch/(?<showId>${id})$`),
    load: () => import('./pages/watch/page.tsx'),
  },
  { name: 'orders', pattern: /^\/orders$/, load: () => import('./pages/orders/page.tsx') },
  {
    name: 'order',
    pattern: new RegExp(`^/orders/(?<orderId>${id})$`),
    load: () => import('./pages/orders/one/page.tsx'),
  },
  {
    name: 'moderation-list',
    pattern: /^\/moderation$/,
    load: () => import('./pages/moderation/list/page.tsx'),
  },
  {
    name: 'moderation',
    pattern: new RegExp(`^/moderation/(?<showId>${id})$`),
    load: () => import('./pages/moderation/page.tsx'),
  },
  { name: 'shop', pattern: /^\/shop$/, load: () => import('./pages/shop/page.tsx') },
  {
    name: 'shop-part',
    pattern: new RegExp(`^/shop/(?<part>${word})$`),
    load: () => import('./pages/shop/page.tsx'),
  },
  { name: 'till', pattern: /^\/till$/, load: () => import('./pages/till/page.tsx') },
  {
    name: 'sale',
    pattern: new RegExp(`^/sale/(?<showId>${id})$`),
    load: () => import('./pages/sale/page.tsx'),
  },
  {
    name: 'camera',
    pattern: new RegExp(`^/camera/(?<showId>${id})$`),
    load: () => import('./pages/camera/page.tsx'),
  },
];

export const notFound: PageRoute = {
  name: 'not-found',
  pattern: /^/,
  load: () => import('./pages/not-found/page.tsx'),
};

/** The route of a path (without query and fragment) and its parameters. Pure; a trailing slash does not matter. */
export const matchRoute = (
  path: string,
): { readonly route: PageRoute; readonly params: Record<string, string> } => {
  const clean = path.length > 1 ? path.replace(/\/+$/, '') : path;
  for (const route of routes) {
    const match = route.pattern.exec(clean);
    if (match !== null) return { route, params: { ...match.groups } };
  }
  return { route: notFound, params: {} };
};

/** The path on screen. Change it with `navigate`. */
export const path = signal('/');
export const currentRoute = computed(() => matchRoute(path.value));

/** Set while leaving would lose something; asked before every navigation. Returns whether to go. */
export const leaveGuard = signal<(() => boolean) | null>(null);

const show = (nextPath: string): void => {
  path.value = nextPath;
  window.scrollTo(0, 0);
};

/** Goes to a page of ours. `replace` leaves no way back to the page before. */
export const navigate = (to: string, { replace = false } = {}): void => {
  if (leaveGuard.value?.() === false) return;
  if (replace) history.replaceState(null, '', to);
  else history.pushState(null, '', to);
  show(location.pathname);
};

/** Follows the address bar and the back button from now on. */
export const startRouter = (): void => {
  path.value = location.pathname;
  window.addEventListener('popstate', () => {
    if (leaveGuard.value?.() === false) {
      history.pushState(null, '', path.value);
      return;
    }
    show(location.pathname);
  });
  window.addEventListener('beforeunload', (event) => {
    // The browser asks with its own words; our question would come twice.
    if (leaveGuard.value !== null) event.preventDefault();
  });
};

interface LinkProps {
  readonly href: string;
  readonly class?: string;
  readonly 'aria-label'?: string;
  readonly 'aria-current'?: 'page' | undefined;
  readonly children: ComponentChildren;
}

/** A link between pages without reloading; modified clicks (new tab, download) stay the browser's. */
export const Link = ({ href, children, ...rest }: LinkProps) => (
  <a
    {...rest}
    href={href}
    onClick={(event) => {
      if (event.defaultPrevented || event.button !== 0) return;
      if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
      event.preventDefault();
      navigate(href);
    }}
  >
    {children}
  </a>
);
