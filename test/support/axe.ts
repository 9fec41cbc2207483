import { createRequire } from 'node:module';
import type { Page } from 'playwright-core';

/** A context of a page that is to be looked at needs both of these: an init script of this path, and these options. */
export const axePath = createRequire(import.meta.url).resolve('axe-core/axe.min.js');
/** Axe is put into the page past its own rules for scripts, and looks at it when nothing moves. */
export const still = { bypassCSP: true, reducedMotion: 'reduce' } as const;

/** What axe says of the page as it stands, or of what this selector finds in it: rule, element, why. */
export const axeFaults = (page: Page, within = 'html'): Promise<readonly string[]> =>
  // Text, because it runs in the page: the tests' own types know no DOM.
  page.evaluate<
    readonly string[]
  >(`axe.run('${within}', { resultTypes: ['violations'] }).then(({ violations }) =>
    violations.flatMap(({ id, nodes }) =>
      nodes.map(({ html, failureSummary }) => id + ': ' + html.slice(0, 160) + ' ' + failureSummary)))`);

/** How much wider than the screen the page is, px; 0 or less where nothing is. */
export const spillOf = (page: Page): Promise<number> =>
  page.evaluate<number>('document.documentElement.scrollWidth - window.innerWidth');
