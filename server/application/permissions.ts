import type { MethodName } from '#protocol/methods/methods.ts';

/** What a method needs; `authorise.ts` says who has it. */
export type Permission =
  /** Ending one's own: always. */
  | 'let-go'
  /** Administrators, and hosts whose session is not for one show. */
  | 'create'
  /** Knowing of the show: everyone once it is announced, the crew always. */
  | 'see'
  /** Keeping the room in order: moderators, who runs the show. */
  | 'moderate'
  /** Knowing who is there: the whole crew. */
  | 'know-audience'
  /** Running the show: its host, administrators. */
  | 'direct'
  /** Bringing a source: staff and above. */
  | 'contribute'
  /** Changing a source: its owner among the staff, or who runs the show. */
  | 'change-source'
  /** Sending into a source: its owner only, administrators included. */
  | 'feed-source'
  /** Receiving what is on air: everyone while the show is live or paused, the crew always. */
  | 'watch'
  /** Watching, and what stays of it when the show is over. */
  | 'play'
  /** Receiving a certain source: what is on air as in `watch`, any other the crew only. */
  | 'watch-source'
  /** Working at the stall or the till: staff and above, in any show. */
  | 'keep-stock'
  /** What the shop is and sells, and giving money back: administrators and hosts. */
  | 'keep-shop'
  /** Taking an order back: its buyer, or who keeps the stock. */
  | 'own-order'
  /** `contribute` for sending, `watch` for receiving. */
  | 'open-transport';

/** The one table. A method without a row does not compile, and a test walks every row with every role. */
export const permissions: Readonly<Record<MethodName, Permission>> = {
  'show.create-show': 'create',
  'show.edit-show': 'direct',
  'show.schedule-show': 'direct',
  'show.start-rehearsal': 'direct',
  'show.finish-rehearsal': 'direct',
  'show.go-live': 'direct',
  'show.pause-show': 'direct',
  'show.resume-show': 'direct',
  'show.end-show': 'direct',
  'show.reopen-show': 'direct',
  'show.archive-show': 'direct',
  'show.add-source': 'contribute',
  'show.rename-source': 'change-source',
  'show.remove-source': 'change-source',
  'show.switch-programme': 'direct',
  'show.choose-microphone': 'direct',
  'room.send-message': 'see',
  'room.announce': 'moderate',
  'room.approve-message': 'moderate',
  'room.delete-message': 'moderate',
  'room.delete-messages-of': 'moderate',
  'room.restrict-person': 'moderate',
  'room.undo-ruling': 'moderate',
  'room.pin-message': 'moderate',
  'room.unpin-message': 'moderate',
  'room.set-rules': 'moderate',
  'room.report-message': 'see',
  'room.dismiss-reports': 'moderate',
  'room.block-person': 'see',
  'room.unblock-person': 'see',
  'auction.add-lot': 'direct',
  'auction.edit-lot': 'direct',
  'auction.move-lot': 'direct',
  'auction.remove-lot': 'direct',
  'auction.open-lot': 'direct',
  'auction.place-bid': 'see',
  'auction.place-floor-bid': 'contribute',
  'auction.withdraw-pre-bid': 'see',
  'auction.call-going': 'direct',
  'auction.take-back-going': 'direct',
  'auction.close-lot': 'direct',
  'auction.reopen-last-lot': 'direct',
  'auction.void-lot': 'moderate',
  'auction.rerun-lot': 'direct',
  'auction.offer-second-chance': 'direct',
  'auction.accept-second-chance': 'see',
  'auction.decline-second-chance': 'see',
  'auction.give-paddle': 'contribute',
  'auction.return-paddle': 'contribute',
  'auction.bar-bidder': 'moderate',
  'auction.unbar-bidder': 'moderate',
  'catalogue.save-product': 'keep-shop',
  'catalogue.archive-product': 'keep-shop',
  'catalogue.restore-product': 'keep-shop',
  'catalogue.set-shop': 'keep-shop',
  'ledger.receive-stock': 'keep-stock',
  'ledger.correct-stock': 'keep-stock',
  'ledger.move-stock': 'keep-stock',
  'ledger.block-stock': 'keep-stock',
  'ledger.unblock-stock': 'keep-stock',
  'ledger.set-reserve': 'keep-shop',
  'ledger.release-reserve': 'keep-shop',
  'ledger.plan-release': 'keep-shop',
  'shelf.add-offer': 'direct',
  'shelf.edit-offer': 'direct',
  'shelf.move-offer': 'direct',
  'shelf.remove-offer': 'direct',
  'shelf.open-offer': 'direct',
  'shelf.end-offer': 'direct',
  'shelf.pin-offer': 'direct',
  'order.take-offer': 'see',
  'order.change-line': 'see',
  'order.check-out': 'see',
  'order.pay-order': 'see',
  'order.cancel-lines': 'own-order',
  'order.refund-lines': 'keep-shop',
  'order.retry-refund': 'keep-shop',
  'order.hand-out': 'keep-stock',
  'order.undo-hand-out': 'keep-stock',
  'order.ship': 'keep-stock',
  'order.note-stall-payment': 'keep-stock',
  'order.mine': 'see',
  'till.add-till': 'keep-stock',
  'till.retire-till': 'keep-shop',
  'till.set-cashier': 'keep-shop',
  'till.remove-cashier': 'keep-shop',
  'till.open-drawer': 'keep-stock',
  'till.lease-quota': 'keep-stock',
  'till.return-quota': 'keep-stock',
  'till.sell-at-till': 'keep-stock',
  'till.undo-sale': 'keep-stock',
  'till.settle-order': 'keep-stock',
  'till.cash-up': 'keep-stock',
  'room.react': 'see',
  'room.list-present': 'know-audience',
  'channel.subscribe': 'see',
  'channel.unsubscribe': 'let-go',
  'stage.observe': 'see',
  'stage.unobserve': 'let-go',
  'stage.capabilities': 'see',
  'stage.playlists': 'play',
  'stage.delete-replay': 'direct',
  'stage.watch': 'watch',
  'stage.join': 'contribute',
  'stage.resume': 'watch',
  'stage.leave': 'let-go',
  'stage.create-transport': 'open-transport',
  'stage.connect-transport': 'watch',
  'stage.restart-ice': 'watch',
  'stage.produce': 'feed-source',
  'stage.set-producer': 'contribute',
  'stage.close-producer': 'let-go',
  'stage.consume': 'watch-source',
  'stage.set-consumer': 'watch',
  'stage.close-consumer': 'let-go',
};
