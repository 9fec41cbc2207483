import type { IconName } from '../../design/icon.tsx';
import type { Outcome } from '../../live/outcome.ts';
import type { MessageKey } from '../../messages/language.ts';
import type { Shop } from './use-shop.ts';

/** What can be done with the stock of a variant. */
export type StockAct = 'receive' | 'count' | 'move' | 'block' | 'unblock' | 'reserve' | 'release';

interface ActFields {
  readonly quantity: number;
  readonly placeId: string;
  readonly toPlaceId: string;
  readonly note: string;
}

interface ActLook {
  readonly title: MessageKey;
  readonly icon: IconName;
  readonly quantity: MessageKey;
  readonly hasPlace: boolean;
  readonly hasNote: boolean;
  readonly mayBeNone: boolean;
  run(shop: Shop, skuId: string, fields: ActFields): Promise<Outcome<unknown>>;
}

export const stockActs: Readonly<Record<StockAct, ActLook>> = {
  receive: {
    title: 'shop.receive',
    icon: 'plus',
    quantity: 'shop.received',
    hasPlace: true,
    hasNote: true,
    mayBeNone: false,
    run: (shop, skuId, { placeId, quantity, note }) =>
      shop.ask('ledger.receive-stock', { skuId, placeId, quantity, note }),
  },
  count: {
    title: 'shop.count',
    icon: 'check',
    quantity: 'shop.counted',
    hasPlace: true,
    hasNote: true,
    mayBeNone: true,
    run: (shop, skuId, { placeId, quantity, note }) =>
      shop.ask('ledger.correct-stock', {
        ...{ skuId, placeId, counted: quantity },
        isWithPaid: true,
        reason: note,
      }),
  },
  move: {
    title: 'shop.moveStock',
    icon: 'truck',
    quantity: 'shop.quantity',
    hasPlace: true,
    hasNote: false,
    mayBeNone: false,
    run: (shop, skuId, { placeId, toPlaceId, quantity }) =>
      shop.ask('ledger.move-stock', { skuId, fromPlaceId: placeId, toPlaceId, quantity }),
  },
  block: {
    title: 'shop.block',
    icon: 'ban',
    quantity: 'shop.quantity',
    hasPlace: true,
    hasNote: true,
    mayBeNone: false,
    run: (shop, skuId, { placeId, quantity, note }) =>
      shop.ask('ledger.block-stock', { skuId, placeId, quantity, reason: note }),
  },
  unblock: {
    title: 'shop.unblock',
    icon: 'undo',
    quantity: 'shop.quantity',
    hasPlace: true,
    hasNote: false,
    mayBeNone: false,
    run: (shop, skuId, { placeId, quantity }) =>
      shop.ask('ledger.unblock-stock', { skuId, placeId, quantity }),
  },
  reserve: {
    title: 'shop.setReserve',
    icon: 'flag',
    quantity: 'shop.reserveQuantity',
    hasPlace: false,
    hasNote: false,
    mayBeNone: true,
    run: (shop, skuId, { quantity }) => shop.ask('ledger.set-reserve', { skuId, remaining: quantity }),
  },
  release: {
    title: 'shop.releaseReserve',
    icon: 'share',
    quantity: 'shop.quantity',
    hasPlace: false,
    hasNote: false,
    mayBeNone: false,
    run: (shop, skuId, { quantity }) => shop.ask('ledger.release-reserve', { skuId, quantity }),
  },
};
