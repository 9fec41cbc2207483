import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Test } from 'tap';
import type { BrowserContextOptions, Page } from 'playwright-core';
import type { LotId, PersonId, SkuId } from '#domain/ids.ts';
import { axeFaults, axePath, still } from '../support/axe.ts';
import { eanModules, writeCodeFilm } from '../support/code-film.ts';
import { newShowId } from '../support/headless-client.ts';
import { TillStand, unlock } from './till-stand.ts';

const phone = { width: 390, height: 844 };
export const barcode = '4006381333931';

export const tab = (page: Page, name: string) => page.getByRole('tab', { name, exact: true }).click();
export const key = (page: Page, name: string | RegExp) => page.getByRole('button', { name, exact: true });

/** What is pressed at a stall and smaller than a cold thumb. Text, because the tests' own types know no DOM. */
const measureSmall = `[...document.querySelectorAll(':is(.till, .till-door) :is(button, summary, input, [role=tab])')]
  .map((one) => [one, one.getBoundingClientRect()])
  .filter(([, { width, height }]) => width > 0 && (width < 48 || height < 48))
  .map(([one, { width, height }]) => [one.ariaLabel ?? one.textContent, Math.round(width), Math.round(height)].join(' '))`;

/** Big enough for a cold thumb, and nothing that axe finds. */
export const checkLook = async (t: Test, page: Page, what: string): Promise<void> => {
  t.same(await page.evaluate(measureSmall), [], `${what}: nothing is smaller than 48 px`);
  t.same(await axeFaults(page), [], `${what}: axe finds nothing`);
};

/** What a scanner does that works as a keyboard. */
export const scan = async (page: Page, code: string): Promise<void> => {
  await page.keyboard.type(code);
  await page.keyboard.press('Enter');
};

/** A stall with two people, two articles, and a camera that sees a barcode until its film is another. */
export interface Counter {
  readonly stand: TillStand;
  readonly shop: Page;
  readonly vase: SkuId;
  readonly cup: SkuId;
  /** What the camera of every page sees. */
  readonly filmPath: string;
}

const addCashier = async (shop: Page, name: string, pin: string): Promise<void> => {
  await key(shop, 'Add a person').click();
  await shop.getByLabel('Name').fill(name);
  await shop.getByLabel('PIN').fill(pin);
  await key(shop, 'Save').click();
  await shop.getByRole('listitem').filter({ hasText: name }).waitFor();
};

export const openCounter = async (t: Test): Promise<Counter> => {
  const folder = await mkdtemp(join(tmpdir(), 'popstage-camera-'));
  const filmPath = join(folder, 'codes.y4m');
  await writeCodeFilm(filmPath, eanModules(barcode));
  const stand = await TillStand.open([`--use-file-for-fake-video-capture=${filmPath}`]);
  t.teardown(async () => {
    await stand.close();
    await rm(folder, { recursive: true });
  });
  const [vase] = await stand.addProduct('Vase', 2450, 20, { barcode });
  const longName = 'Salt-glazed stoneware cup with two handles, thrown on stage in autumn, second choice';
  const [cup] = await stand.addProduct(longName, 800, 4);
  if (vase === undefined || cup === undefined) throw new Error('a product has a variant');
  const shop = await stand.openShop();
  await addCashier(shop, 'Mira', '4711');
  await addCashier(shop, 'Ben', '2468');
  return { stand, shop, vase, cup, filmPath };
};

export const deviceLink = async ({ stand }: Counter): Promise<string> => {
  // The route answers `{ secret, link }` (server/http/routes/links.ts).
  const { secret } = (await stand.host.http('POST', '/api/links', {
    ...{ role: 'staff', label: 'Till', expiresAtMs: Date.now() + 3_600_000, maximumUses: 1 },
  })) as { readonly secret: string };
  return `${stand.server.origin}/till#${secret}`;
};

export interface TillWish extends BrowserContextOptions {
  readonly label: string;
  /** How far its clock is off. */
  readonly clockOffMs?: number;
}

/** A paired till at which Mira opened the drawer with 100. */
export const openTill = async (counter: Counter, wish: TillWish): Promise<Page> => {
  const { label, clockOffMs = 0, ...options } = wish;
  const device = await counter.stand.device({ viewport: phone, ...still, ...options });
  await device.addInitScript({ path: axePath });
  if (clockOffMs !== 0)
    await device.addInitScript(`{ const now = Date.now; Date.now = () => now() + ${clockOffMs}; }`);
  const page = await device.newPage();
  await page.goto(await deviceLink(counter));
  await page.getByLabel('Name of the till').fill(label);
  await key(page, 'Make it a till').click();
  await enter(page);
  return page;
};

export const enter = async (page: Page): Promise<void> => {
  await unlock(page, 'Mira', '4711');
  await page.getByLabel('Change in the drawer').fill('100');
  await key(page, 'Open the drawer').click();
  await page.locator('.article-key').first().waitFor();
};

export const payCash = async (page: Page): Promise<void> => {
  await key(page, 'Cash').locator('visible=true').last().click();
  await key(page, 'Cash taken').click();
};

export const setAside = async (page: Page, name: string, pieces: number): Promise<void> => {
  await tab(page, 'Quota');
  const field = page.getByLabel(`Quantity of ${name}`);
  await field.fill(String(pieces));
  await field.press('Tab');
  await key(page, 'Set aside').click();
  await page.locator('.quota[data-quota=held]').waitFor();
  await page.locator('.offline-ready[data-kept=true]').waitFor();
  await tab(page, 'Sell');
};

/** Somebody in the room wins these lots with paddle 12. */
export const winByPaddle = async ({ stand: { host } }: Counter, skuId: SkuId, prices: readonly number[]) => {
  const showId = newShowId();
  const guest = { name: 'Kim in the room', phone: '' };
  // The route answers the person's id (server/http/routes/paddle-guests.ts).
  const { personId } = (await host.http('POST', '/api/paddle-guests', guest)) as { personId: PersonId };
  await host.command('show.create-show', { showId, title: 'Evening', description: '' });
  await host.command('show.start-rehearsal', { showId });
  await host.command('show.go-live', { showId });
  await host.command('auction.give-paddle', { showId, paddle: 12, personId });
  for (const [at, priceMinor] of prices.entries()) {
    // A test makes its own ids; the cast is their only maker here.
    const on = { showId, lotId: `${showId}-${at}`.slice(-36) as LotId };
    const terms = {
      ...({ kind: 'hammer', startMinor: 1000, reserveMinor: null, durationMs: 60_000 } as const),
      ...{ counterBidMs: 10_000, extensionCapMs: 120_000, increments: null },
    };
    const lot = {
      title: `Lot ${at + 1}`,
      productId: null,
      mediaId: null,
      lines: [{ skuId, quantity: 1 }],
      terms,
    };
    await host.command('auction.add-lot', { ...on, lot });
    await host.command('auction.open-lot', on);
    const bid = { run: 1, paddle: 12, amountMinor: priceMinor, tappedAtMs: Date.now() };
    await host.command('auction.place-floor-bid', { ...on, ...bid });
    for (const call of [1, 2] as const)
      await host.command('auction.call-going', { ...on, call, seenPriceMinor: priceMinor });
    await host.command('auction.close-lot', { ...on, seenPriceMinor: priceMinor });
  }
};

export const tillNamed = async ({ stand }: Counter, label: string) => {
  const till = (await stand.tills()).findLast((one) => one.label === label);
  if (till === undefined) throw new Error(`no till ${label}`);
  return till;
};

/** Without a line one piece more is sold out of the quota. */
export const sellOffline = async (page: Page): Promise<void> => {
  await page.context().setOffline(true);
  await page.locator('[data-line=off]').waitFor();
  await tab(page, 'Sell');
  await key(page, /^Vase/).click();
  await payCash(page);
  await page.getByText('told when the line is back').waitFor();
  await key(page, 'Next sale').click();
};
