import type { AuctionRejectionCode } from '#domain/auction/auction.ts';
import type { CatalogueRejectionCode } from '#domain/catalogue/catalogue.ts';
import type { LedgerRejectionCode } from '#domain/ledger/ledger.ts';
import type { OrderRejectionCode } from '#domain/order/order.ts';
import type { RoomRejectionCode } from '#domain/room/commands.ts';
import type { ShelfRejectionCode } from '#domain/shelf/shelf.ts';
import type { ShowRejectionCode } from '#domain/show/show.ts';
import type { TillRejectionCode } from '#domain/till/till.ts';

/** One row of the error table: how a refusal looks on every wire, and what a client should do about it. */
export interface ErrorRow {
  /** Status of an HTTP answer that carries this error. */
  readonly httpStatus: number;
  /** Number on the socket, stable for ever: 1xx protocol, 2xx identity, 3xx commands, 4xx media, 5xx server, 6xx commerce. */
  readonly socketCode: number;
  /** `true`: the same request may succeed later without a change. */
  readonly temporary: boolean;
  readonly meaning: string;
  readonly advice: string;
}

const row = (
  httpStatus: number,
  socketCode: number,
  temporary: boolean,
  meaning: string,
  advice: string,
) => ({
  httpStatus,
  socketCode,
  temporary,
  meaning,
  advice,
});

const protocolErrors = {
  'request-invalid': row(
    400,
    100,
    false,
    'The request does not match its schema.',
    'Correct the fields named in `details`.',
  ),
  'method-unknown': row(
    404,
    101,
    false,
    'No such method or route.',
    'Check the protocol version and the documentation.',
  ),
  'body-too-large': row(
    413,
    102,
    false,
    'The body or frame is larger than the limit.',
    'Send less; the limit is in `details.limitBytes`.',
  ),
  'media-type-unsupported': row(
    415,
    103,
    false,
    'This kind of content is not accepted here.',
    'Send one of the documented types.',
  ),
  'rate-limited': row(
    429,
    104,
    true,
    'Too many requests in a short time.',
    'Wait `details.retryAfterMs`, then try again.',
  ),
  'protocol-version-unsupported': row(
    426,
    105,
    false,
    'The server does not speak this protocol version.',
    'Reload the page to get a matching client.',
  ),
  'subscription-limit-reached': row(
    409,
    107,
    false,
    'The socket follows as many channels as it may.',
    'Unsubscribe from one first; the limit is in `details.limit`.',
  ),
  'command-id-reused': row(
    409,
    106,
    false,
    'This command id was already used for another command.',
    'Make a new id for each command.',
  ),
} as const;

const identityErrors = {
  'token-missing': row(
    401,
    200,
    false,
    'The request carries no token.',
    'Open a magic link or start an anonymous session.',
  ),
  'token-invalid': row(
    401,
    201,
    false,
    'The token is malformed, forged or of another server.',
    'Sign in again.',
  ),
  'token-expired': row(
    401,
    202,
    false,
    'The token is past its life time.',
    'Refresh the session, then try again.',
  ),
  'session-revoked': row(
    401,
    203,
    false,
    'The session was ended by its owner or an operator.',
    'Sign in again.',
  ),
  'link-invalid': row(
    401,
    204,
    false,
    'The magic link is unknown, used up, expired or revoked.',
    'Ask whoever sent it for a new one.',
  ),
  forbidden: row(
    403,
    205,
    false,
    'The role or scope of this session does not allow it.',
    'Ask a host or an administrator.',
  ),
  'origin-refused': row(
    403,
    206,
    false,
    'The page that asked is not one of ours.',
    'Open the page from the server itself.',
  ),
  'name-imitates': row(
    422,
    208,
    false,
    'The name looks like that of somebody of the crew.',
    'Choose another name.',
  ),
  'name-invalid': row(
    422,
    207,
    false,
    'The name is empty, too long or not displayable.',
    'Choose another name.',
  ),
} as const;

const showErrors = {
  'show-not-found': row(
    404,
    300,
    false,
    'There is no such show, or it is not visible to you.',
    'Check the link.',
  ),
  'show-exists': row(409, 301, false, 'A show with this id was already created.', 'Make a new id.'),
  'show-wrong-status': row(
    409,
    302,
    false,
    'The show is not in a state that allows this.',
    'Read `details.status` and offer what fits it.',
  ),
  'show-starts-in-the-past': row(422, 303, false, 'The start lies in the past.', 'Choose a later time.'),
  'show-reopen-too-late': row(
    409,
    304,
    false,
    'The show ended too long ago to be reopened.',
    'Create a new show.',
  ),
  'show-archived': row(
    409,
    305,
    false,
    'The show is archived and can no longer change.',
    'Create a new show.',
  ),
  'source-not-found': row(404, 306, false, 'The stage has no such source.', 'Refresh the list of sources.'),
  'source-exists': row(409, 307, false, 'A source with this id is already on the stage.', 'Make a new id.'),
  'source-limit-reached': row(
    409,
    308,
    false,
    'The stage holds as many sources as it can.',
    'Remove one first.',
  ),
  'source-has-no-video': row(409, 309, false, 'This source has no picture.', 'Choose a source with video.'),
  'source-has-no-audio': row(409, 310, false, 'This source has no sound.', 'Choose a source with audio.'),
  'programme-unchanged': row(409, 311, false, 'That source is on air already.', 'Nothing to do.'),
  conflict: row(
    409,
    312,
    true,
    'Others changed the same thing at the same time, again and again.',
    'Try again.',
  ),
} as const satisfies Record<ShowRejectionCode | 'conflict', ErrorRow>;

const roomErrors = {
  'room-closed': row(
    409,
    330,
    false,
    'The chat is closed: the show is over or not announced.',
    'Nothing to do.',
  ),
  'room-access-refused': row(
    403,
    331,
    false,
    'The rules of the room do not let you write.',
    'Read `details.access`; `details.retryAfterMs` says when a newcomer may.',
  ),
  'message-exists': row(409, 332, false, 'A message with this id was already sent.', 'Make a new id.'),
  'message-empty': row(422, 333, false, 'The message has nothing that can be seen.', 'Write something.'),
  'message-not-found': row(404, 334, false, 'The room no longer holds such a message.', 'Refresh the room.'),
  'message-refused': row(
    422,
    335,
    false,
    'A filter of the room refused the message.',
    'Say it in other words.',
  ),
  'message-repeated': row(409, 336, false, 'You wrote the same a moment ago.', 'Say something new.'),
  'links-refused': row(422, 337, false, 'Only the crew may send links here.', 'Send it without the link.'),
  'slow-mode': row(429, 338, true, 'Slow mode is on.', 'Wait `details.retryAfterMs`, then send it.'),
  'flood-blocked': row(
    429,
    339,
    true,
    'You wrote too much in a short time.',
    'Wait `details.retryAfterMs`, then send it.',
  ),
  'person-banned': row(403, 340, false, 'You may no longer write in this room.', 'Ask the shop.'),
  'person-timed-out': row(
    429,
    341,
    true,
    'You may not write in this room for a while.',
    'Wait `details.retryAfterMs`.',
  ),
  'person-protected': row(
    409,
    342,
    false,
    'The crew cannot be restricted, and nobody restricts or blocks themselves.',
    'Ask an administrator.',
  ),
  'ruling-exists': row(409, 343, false, 'A ruling with this id was already made.', 'Make a new id.'),
  'ruling-not-found': row(404, 344, false, 'The room no longer holds such a ruling.', 'Refresh the room.'),
  'ruling-undone': row(409, 345, false, 'This ruling was already undone.', 'Nothing to do.'),
  'already-reported': row(409, 346, false, 'You reported this message already.', 'Nothing to do.'),
  'room-limit-reached': row(
    409,
    347,
    false,
    'The room holds as many of these as it can.',
    'Read `details.limit`; remove one first.',
  ),
  'room-unchanged': row(409, 348, false, 'That is so already.', 'Nothing to do.'),
} as const satisfies Record<RoomRejectionCode, ErrorRow>;

const paymentErrors = {
  'payment-unavailable': row(
    503,
    360,
    true,
    'Whoever takes the money does not answer right now.',
    'Try again in a moment; nothing is charged twice.',
  ),
  'refund-refused': row(
    409,
    361,
    false,
    'The payment provider refused to give this money back.',
    "Read `details.reason`, the provider's own word; look at the payment there.",
  ),
  'notice-signature-invalid': row(
    400,
    362,
    false,
    'The notice is not signed with a secret of this server.',
    'Compare STRIPE_WEBHOOK_SECRETS with the endpoint at the provider.',
  ),
  'notice-too-old': row(
    400,
    363,
    false,
    'The notice was signed too long ago.',
    'Send it again with a fresh signature; check the clock of this server.',
  ),
} as const;

const commerceErrors = {
  'lot-not-found': row(404, 600, false, "The auction has no such lot.", "Refresh the queue of lots."),
  'lot-exists': row(409, 601, false, "A lot with this id was already added.", "Make a new id."),
  'lot-limit-reached': row(409, 602, false, "The auction holds as many lots as it may.", "Remove one first."),
  'lot-wrong-status': row(409, 603, false, "The lot is not in a state for that.", "Refresh the lot; its state is in `details.status`."),
  'lot-terms-invalid': row(422, 604, false, "The terms of the lot contradict each other.", "Correct the field in `details.field`."),
  'another-lot-open': row(409, 605, false, "Another lot is open.", "Close it first."),
  'lot-not-open': row(409, 606, false, "The lot is not open for bids.", "Wait until it opens."),
  'lot-moved-on': row(409, 607, false, "The lot is not the one that was on screen.", "Look at the lot as it is now, then bid again."),
  'bid-too-low': row(409, 608, false, "The bid is below the asking price.", "Bid at least `details.minimumMinor`."),
  'bid-expired': row(409, 609, false, "The bid took too long to arrive and was not counted.", "Look at the price, then bid again."),
  'bid-too-high': row(422, 610, false, "The amount is beyond what can be bid.", "Bid at most `details.maximumMinor`."),
  'bid-unchanged': row(409, 611, false, "You lead with that already.", "Nothing to do."),
  'bidder-barred': row(403, 612, false, "You may not bid in this show.", "Ask the shop."),
  'bidder-is-crew': row(403, 613, false, "The crew of a show cannot bid in it.", "Bid as a guest elsewhere."),
  'bidder-not-qualified': row(403, 614, false, "The shop asks for something before the first bid.", "Do what `details.lacks` names."),
  'max-below-price': row(409, 615, false, "A maximum cannot go below the price.", "Choose at least `details.minimumMinor`."),
  'price-changed': row(409, 616, false, "The price is another one by now.", "Look at the price, then try again."),
  'call-out-of-turn': row(409, 617, false, "That is not the next call.", "Refresh the lot."),
  'reopen-too-late': row(409, 618, false, "The last lot can no longer be opened again.", "Void it and run it again."),
  'paddle-unknown': row(404, 619, false, "Nobody has this paddle.", "Give it out first."),
  'paddle-taken': row(409, 620, false, "Somebody has this paddle.", "Give another number."),
  'paddle-limit-reached': row(409, 621, false, "All paddles are given out.", "Take some back first."),
  'second-chance-unavailable': row(409, 622, false, "There is no second chance to offer or take.", "Refresh the lot."),
  'auction-unchanged': row(409, 623, false, "That is so already.", "Nothing to do."),
  'product-not-found': row(404, 624, false, "The catalogue has no such product.", "Refresh the catalogue."),
  'product-limit-reached': row(409, 625, false, "The catalogue is full.", "Archive products first."),
  'sku-taken': row(409, 626, false, "The SKU belongs to another product.", "Make a new id."),
  'sku-unit-fixed': row(409, 627, false, "Stock is counted in this unit already.", "Make a new SKU."),
  'barcode-taken': row(409, 628, false, "Another SKU has this barcode.", "Correct the one in `details.skuId`."),
  'currency-fixed': row(409, 629, false, "Prices exist in the shop’s currency.", "Keep the currency."),
  'increments-invalid': row(422, 630, false, "The table of increments must begin at 0 and rise.", "Correct the table."),
  'place-in-use': row(409, 631, false, "Stock lies at this place.", "Move the stock first."),
  'catalogue-unchanged': row(409, 632, false, "That is so already.", "Nothing to do."),
  'sku-not-found': row(404, 633, false, "There is no such SKU.", "Refresh the catalogue."),
  'stock-insufficient': row(409, 634, false, "There is not enough left.", "Take at most `details.available`."),
  'stock-unchanged': row(409, 635, false, "That is so already.", "Nothing to do."),
  'quantity-invalid': row(422, 636, false, "The quantity is not sold like that.", "Take a multiple of the least quantity."),
  'hold-not-found': row(404, 637, false, "The hold is over.", "Take the stock again."),
  'hold-exists': row(409, 638, false, "A hold with this id exists.", "Make a new id."),
  'hold-limit-reached': row(503, 639, true, "Too many things are held at once.", "Try again shortly."),
  'lease-not-found': row(404, 640, false, "The till has no such quota.", "Take a new quota."),
  'lease-exists': row(409, 641, false, "A quota with this id exists.", "Make a new id."),
  'lease-exceeded': row(409, 642, false, "The till’s quota does not hold that much.", "Sell at most `details.available`."),
  'release-plan-invalid': row(422, 643, false, "The timetable must rise in time and fall in percent.", "Correct the timetable."),
  'offer-not-found': row(404, 644, false, "The shelf has no such offer.", "Refresh the shelf."),
  'offer-exists': row(409, 645, false, "An offer with this id was already added.", "Make a new id."),
  'offer-limit-reached': row(409, 646, false, "The shelf is full.", "Remove an offer first."),
  'offer-terms-invalid': row(422, 647, false, "The terms of the offer contradict each other.", "Correct the field in `details.field`."),
  'offer-wrong-status': row(409, 648, false, "The offer is not in a state for that.", "Refresh the shelf."),
  'offer-not-open': row(409, 649, false, "The offer is not open.", "Wait until it opens."),
  'offer-sold-out': row(409, 650, false, "The offer is sold out.", "Choose at most `details.left`."),
  'offer-buyer-limit': row(409, 651, false, "You have as many of it as one buyer may.", "Take at most `details.limit`."),
  'offer-unchanged': row(409, 652, false, "That is so already.", "Nothing to do."),
  'order-not-found': row(404, 653, false, "There is no such order.", "Refresh the orders."),
  'order-limit-reached': row(409, 654, false, "The order holds as many lines as it may.", "Pay for it first."),
  'line-not-found': row(404, 655, false, "The order has no such line.", "Refresh the order."),
  'line-exists': row(409, 656, false, "A line with this id was already added.", "Make a new id."),
  'line-wrong-status': row(409, 657, false, "The line is not in a state for that.", "Refresh the order."),
  'line-is-a-win': row(409, 658, false, "What was won cannot be taken back by its buyer.", "Ask the shop."),
  'cart-empty': row(409, 659, false, "There is nothing in the cart.", "Take an offer first."),
  'choice-invalid': row(422, 660, false, "The offer has no such choice.", "Choose one of its variants."),
  'delivery-unavailable': row(409, 661, false, "The shop does not deliver like that.", "Choose another way."),
  'contact-missing': row(409, 662, false, "The shop needs a name or an address first.", "Fill in what `details.field` names."),
  'payment-method-unavailable': row(409, 663, false, "The shop does not take this.", "Choose another way to pay."),
  'payment-not-found': row(404, 664, false, "There is no such payment.", "Refresh the order."),
  'payment-under-way': row(409, 665, true, "A payment is being settled.", "Wait a moment, then look again."),
  'nothing-due': row(409, 666, false, "Nothing is due.", "Nothing to do."),
  'refund-too-high': row(409, 667, false, "More than was paid cannot be given back.", "Refund at most `details.maximumMinor`."),
  'refund-exists': row(409, 668, false, "A refund with this id exists.", "Make a new id."),
  'order-unchanged': row(409, 669, false, "That is so already.", "Nothing to do."),
  'till-not-found': row(404, 670, false, "There is no such till.", "Pair the device anew."),
  'till-exists': row(409, 671, false, "A till with this id exists.", "Make a new id."),
  'till-limit-reached': row(409, 672, false, "The shop has as many tills as it may.", "Retire one first."),
  'till-retired': row(409, 673, false, "This till was retired.", "Pair the device anew."),
  'cashier-unknown': row(403, 674, false, "Nobody with a PIN is behind this.", "Unlock the till first."),
  'drawer-open': row(409, 675, false, "The drawer is open already.", "Cash up first."),
  'drawer-closed': row(409, 676, false, "The drawer is not open.", "Open it with its float first."),
  'sale-not-found': row(404, 677, false, "The till made no such sale.", "Refresh the till."),
  'sale-undone': row(409, 678, false, "This sale was undone already.", "Nothing to do."),
  'total-wrong': row(422, 679, false, "The lines do not come to this total.", "Add them up again."),
  'till-unchanged': row(409, 680, false, "That is so already.", "Nothing to do."),
} as const;

const mediaErrors = {
  'stage-unavailable': row(
    503,
    400,
    true,
    'No media worker can carry this stage right now.',
    'Try again with back-off; HLS may still play.',
  ),
  'stage-not-joined': row(
    409,
    401,
    false,
    'The session has not joined this stage, or the stage was rebuilt.',
    'Join again.',
  ),
  'peer-not-found': row(404, 402, false, 'There is no such peer to resume.', 'Join without `resume`.'),
  'transport-not-found': row(
    404,
    403,
    false,
    'There is no such transport of this peer.',
    'Create a new one.',
  ),
  'producer-not-found': row(404, 404, false, 'There is no such producer of this peer.', 'Produce again.'),
  'consumer-not-found': row(404, 405, false, 'There is no such consumer of this peer.', 'Consume again.'),
  'media-parameters-invalid': row(
    422,
    406,
    false,
    'The RTP or DTLS parameters cannot be used.',
    'Use a supported codec and mediasoup-client parameters.',
  ),
  'media-limit-reached': row(
    409,
    407,
    true,
    'The peer or stage has as many transports or streams as it may.',
    'Close some first.',
  ),
  'source-not-live': row(
    409,
    408,
    true,
    'The source sends nothing right now.',
    'Wait for `stage.source-state`.',
  ),
} as const;

const serverErrors = {
  'server-draining': row(
    503,
    500,
    true,
    'The server is shutting down.',
    'Reconnect; another server answers.',
  ),
  'server-error': row(
    500,
    501,
    true,
    'A fault of the server; it was logged.',
    'Try again; report `details.requestId` if it stays.',
  ),
  'deadline-exceeded': row(
    504,
    502,
    true,
    'The work took longer than allowed and was given up.',
    'Try again.',
  ),
  'server-overloaded': row(
    503,
    503,
    true,
    'The server refuses work to stay quick for what it has.',
    'Wait `details.retryAfterMs`, then try again.',
  ),
  'storage-full': row(507, 504, true, 'The disk cannot take more.', 'Free space, then try again.'),
} as const;

/** The one error table. A test fails when a code is thrown that does not stand here, or stands here unused. */
export const errorTable = {
  ...protocolErrors,
  ...identityErrors,
  ...showErrors,
  ...roomErrors,
  ...commerceErrors,
  ...paymentErrors,
  ...mediaErrors,
  ...serverErrors,
} as const satisfies Record<string, ErrorRow>;

export type ErrorCode = keyof typeof errorTable;

/** A refusal on its way to a client. `details` are facts, never prose and never secrets. */
export interface WireError {
  readonly code: ErrorCode;
  readonly message: string;
  readonly temporary: boolean;
  readonly details?: Readonly<Record<string, string | number | boolean>>;
}

/** Thrown by edges (HTTP, socket, media control) where a refusal ends the request; the domain returns rejections instead. */
export class Refusal extends Error {
  readonly code: ErrorCode;
  readonly details: WireError['details'];

  constructor(code: ErrorCode, details?: WireError['details'], options?: ErrorOptions) {
    super(errorTable[code].meaning, options);
    this.name = 'Refusal';
    this.code = code;
    this.details = details;
  }

  /** The same refusal as both wires carry it. */
  toWire(): WireError {
    const { meaning, temporary } = errorTable[this.code];
    const wire = { code: this.code, message: meaning, temporary };
    return this.details === undefined ? wire : { ...wire, details: this.details };
  }
}
