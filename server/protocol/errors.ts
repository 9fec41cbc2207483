import type { RoomRejectionCode } from '#domain/room/commands.ts';
import type { ShowRejectionCode } from '#domain/show/show.ts';
import { commerceErrors } from './commerce-errors.ts';
import { row, type ErrorRow } from './error-row.ts';

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
  'email-invalid': row(422, 210, false, 'This is no e-mail address.', 'Check it for slips.'),
  'phone-invalid': row(
    422,
    211,
    false,
    'This is no telephone number with its country code.',
    'Begin with + and the country code.',
  ),
  'push-endpoint-refused': row(
    422,
    212,
    false,
    'The subscription does not point to a push service on the public internet.',
    'Subscribe with a browser that has one.',
  ),
  'picture-unreadable': row(
    422,
    213,
    false,
    'The picture is damaged or cannot be decoded.',
    'Send it as JPEG, PNG or WebP.',
  ),
  'picture-too-large': row(
    422,
    214,
    false,
    'The picture has more pixels than can be worked on.',
    'Send a smaller one; the limit is in `details.limitPixels`.',
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
  'playlists-off': row(404, 409, false, 'This server offers no HLS.', 'Watch over WebRTC.'),
  'media-absent': row(
    404,
    411,
    false,
    'The show has no such part, segment or picture now.',
    'Take the latest playlist.',
  ),
  'playlists-refused': row(
    403,
    412,
    false,
    'The show is not open to everybody, and this address has no token that opens it now.',
    'Ask `stage.playlists` for a new address.',
  ),
  'replay-absent': row(404, 410, false, 'No replay of this show was kept.', 'Nothing to do.'),
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

export type { ErrorRow } from './error-row.ts';

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
