import type { Page } from 'playwright-core';
import type { LotId, OfferId, ProductId, SkuId } from '#domain/ids.ts';
import type { OfferTerms } from '#domain/shelf/shelf.ts';
import { newPerson, type Screen } from '../support/browser.ts';
import type { AuctionStand, Bidder } from './auction-stand.ts';

/** One kind of thing in the shop. */
export interface Goods {
  readonly productId: ProductId;
  readonly skuId: SkuId;
}

/** A product with one variant. Of what comes in 30 %, rounded up, are set aside for the room. */
export const addGoods = async (
  stand: AuctionStand,
  title: string,
  priceMinor: number,
  pieces: number,
): Promise<Goods> => {
  const { productId, skuIds } = await stand.addProduct(title, [{ label: '', priceMinor, pieces }]);
  const [skuId] = skuIds;
  if (skuId === undefined) throw new Error('a product has a variant');
  return { productId, skuId };
};

export const openOfferOf = (
  stand: AuctionStand,
  goods: readonly Goods[],
  terms: Pick<OfferTerms, 'kind' | 'title' | 'priceMinor'> & Partial<OfferTerms>,
): Promise<OfferId> =>
  stand.openOffer({
    mediaId: null,
    insteadOfMinor: null,
    items: goods.map(({ productId, skuId }) => ({ productId, skuId, quantity: 1 })),
    isChoice: false,
    limitTotal: null,
    limitPerBuyer: null,
    durationMs: null,
    claim: 'on-hold',
    ...terms,
  });

/** The host's own browser, let in by his link. */
export const enterAsHost = async (
  { stage }: AuctionStand,
  screen: Screen,
  options: Parameters<typeof newPerson>[2] = {},
  scripts: readonly string[] = [],
): Promise<Page> => {
  const context = await newPerson(stage.browser, screen, options);
  for (const path of scripts) await context.addInitScript({ path });
  const page = await context.newPage();
  await page.goto(`${stage.server.origin}/enter#${stage.server.adminLink}`);
  await page.waitForURL('**/operator');
  return page;
};

const longTitle = 'Salt-glazed stoneware storage jar with a wooden lid, thrown on stage in autumn, number';

/** A shop in the middle of its evening: an open lot with bids, a long queue, offers, and orders. */
export const fillShop = async (stand: AuctionStand, buyer: Bidder, lots = 6): Promise<LotId> => {
  const { host } = stand.stage;
  const cup = await addGoods(stand, 'Espresso cup', 1800, 12);
  const jar = await addGoods(stand, `${longTitle} one`, 12_345_00, 9);
  const first = await stand.addLot({ title: `${longTitle} 1`, startMinor: 1000, reserveMinor: 90_000 });
  for (let number = 2; number <= lots; number += 1) {
    const durationMs = number % 2 === 0 ? 60_000 : null;
    await stand.addLot({ title: `${longTitle} ${number}`, startMinor: number * 100_000, durationMs });
  }
  await openOfferOf(stand, [cup, jar], {
    kind: 'bundle',
    title: `${longTitle}, with a cup`,
    priceMinor: 99_900,
  });
  const flash = { kind: 'flash', title: 'Cup, tonight only', durationMs: 900_000, limitTotal: 5 } as const;
  const offerId = await openOfferOf(stand, [cup], { ...flash, priceMinor: 1500, insteadOfMinor: 1800 });
  await host.command('shelf.pin-offer', { showId: stand.showId, offerId });
  await buyer.page.getByTestId('pinned').getByTestId('take').click();
  await buyer.page.getByTestId('pinned').getByRole('button', { name: 'In the cart' }).waitFor();
  await buyer.page.getByTestId('cart-key').click();
  await buyer.page.getByTestId('to-checkout').click();
  await buyer.page.getByTestId('check-out').click();
  await buyer.page.getByTestId('payment-state').waitFor();
  await buyer.page.keyboard.press('Escape');
  await stand.openLot(first);
  await buyer.mood('open');
  await buyer.button.click();
  await buyer.mood('leading');
  return first;
};
