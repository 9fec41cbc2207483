import { cpus } from 'node:os';
import { flag, integer, list, text, type Field } from './field.ts';

/** The shape of RTCIceServer that browsers take. */
export interface IceServer {
  readonly urls: string | string[];
  readonly username?: string;
  readonly credential?: string;
}

/** One mediasoup Worker is one core; four carry some 2000 viewers, more is a wish that somebody should say. */
const coresByDefault = Math.max(1, Math.min(4, cpus().length));

const isIceServer = (value: unknown): value is IceServer =>
  typeof value === 'object' &&
  value !== null &&
  'urls' in value &&
  [value.urls].flat().every((url) => typeof url === 'string' && /^(stuns?|turns?):/.test(url));

function parseIceServers(json: string): readonly IceServer[] {
  const expected = 'a JSON array of RTCIceServer objects, e.g. [{"urls":"stun:stun.example.org:3478"}]';
  try {
    const value: unknown = JSON.parse(json);
    if (Array.isArray(value) && value.every(isIceServer)) return value;
  } catch (cause) {
    throw new TypeError(expected, { cause });
  }
  throw new TypeError(expected);
}

const iceServers: Field<readonly IceServer[]> = {
  env: 'ICE_SERVERS',
  default: [],
  unit: 'text',
  description:
    'STUN and TURN servers handed to browsers, as JSON. None are needed where browsers reach the worker.',
  secret: true,
  parse: parseIceServers,
};

/** Settings of the media worker and of the way to it. */
export const mediaSchema = {
  mediaCores: integer({
    env: 'MEDIA_CORES',
    default: coresByDefault,
    unit: 'count',
    minimum: 1,
    maximum: 64,
    description: 'mediasoup Workers that one worker process starts, each on a core of its own.',
  }),
  mediaPort: integer({
    env: 'MEDIA_PORT',
    default: 0,
    unit: 'port',
    minimum: 0,
    maximum: 65535,
    description: 'First media port, UDP and TCP; every further core takes the next one. 0 takes free ones.',
  }),
  mediaListen: list({
    env: 'MEDIA_LISTEN',
    default: [],
    description:
      'Addresses that media listens on, each `address` or, behind NAT, `address@announced`. Empty: every address of this machine and 127.0.0.1.',
  }),
  iceServers,
  mediaWorkers: list({
    env: 'MEDIA_WORKERS',
    default: [],
    unit: 'url',
    description:
      'Workers on other machines as host:port. Empty: the server starts and watches over one of its own.',
  }),
  mediaRpcListen: text({
    env: 'MEDIA_RPC_LISTEN',
    default: '',
    pattern: /^(.+:\d{1,5})?$/,
    expected: 'host:port',
    description:
      'Where a worker takes calls of servers on other machines (TLS with MEDIA_SECRET). Empty: only a unix socket in the data folder.',
  }),
  mediaSecret: text({
    env: 'MEDIA_SECRET',
    default: '',
    pattern: /^(.{24,})?$/,
    expected: 'at least 24 characters',
    secret: true,
    description: 'Shared by servers and workers on different machines.',
  }),
  mediaSocket: text({
    env: 'MEDIA_SOCKET',
    default: '',
    unit: 'path',
    description:
      'Unix socket of the worker. Empty: `media.sock` in the data folder, or in /tmp where that is too long.',
  }),
  mediaLonelyMs: integer({
    env: 'MEDIA_LONELY_MS',
    default: 30_000,
    unit: 'ms',
    minimum: 100,
    maximum: 3_600_000,
    description: 'A worker without any server for so long ends itself, so that no orphan keeps its ports.',
  }),
  mediaPeerGraceMs: integer({
    env: 'MEDIA_PEER_GRACE_MS',
    default: 15_000,
    unit: 'ms',
    minimum: 100,
    maximum: 600_000,
    description: 'How long a peer whose socket is gone keeps its media, waiting to be resumed.',
  }),
  mediaPeerTransports: integer({
    env: 'MEDIA_PEER_TRANSPORTS',
    default: 4,
    unit: 'count',
    minimum: 1,
    maximum: 64,
    description: 'Transports one peer may hold.',
  }),
  mediaPeerStreams: integer({
    env: 'MEDIA_PEER_STREAMS',
    default: 32,
    unit: 'count',
    minimum: 2,
    maximum: 256,
    description: 'Producers and consumers one peer may hold together.',
  }),
  mediaStagePeers: integer({
    env: 'MEDIA_STAGE_PEERS',
    default: 5000,
    unit: 'count',
    minimum: 1,
    maximum: 100_000,
    description: 'Peers one stage takes on one worker.',
  }),
  mediaKeepWorker: flag({
    env: 'MEDIA_KEEP_WORKER',
    default: false,
    description:
      'Whether the worker stays up through a graceful shutdown of its server, e.g. for a quick restart.',
  }),
  mediasoupWorkerBin: text({
    env: 'MEDIASOUP_WORKER_BIN',
    default: '',
    unit: 'path',
    description: "The mediasoup worker binary. Empty: the one that came with mediasoup's package.",
  }),
  ffmpegBin: text({
    env: 'FFMPEG_BIN',
    default: '',
    unit: 'path',
    description: 'The ffmpeg binary. Empty: `ffmpeg` of the search path.',
  }),
} as const satisfies Record<string, Field<unknown>>;
