import type { Page } from 'playwright-core';
import { inPage } from './in-page.ts';

/** From now on `page` keeps when what `selector` names came and went. */
export const followPresence = async (page: Page, selector: string): Promise<void> => {
  await page.evaluate(await inPage('presence-log.ts', 'followPresence'), { selector });
};

/** When it came the last time, by the viewer's clock. */
export const lastCameAtMs = (page: Page): Promise<number> =>
  page.evaluate(() => {
    // Put there by the page's own half.
    const { presences } = globalThis as unknown as { presences: { isThere: boolean; atMs: number }[] };
    return presences.findLast(({ isThere }) => isThere)?.atMs ?? Number.NaN;
  });
