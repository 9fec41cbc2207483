import type { ShowRejectionCode } from '#domain/show/show.ts';

/** One row of the error table: how a refusal looks on every wire, and what a client should do about it. */
export interface ErrorRow {
  /** Status of an HTTP answer that carries this error. */
  readonly httpStatus: number;
  /** Number on the socket, stable for ever: 1xx protocol, 2xx identity, 3xx commands, 4xx media, 5xx server. */
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
