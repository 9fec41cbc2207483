import { flag, integer, list, text, type Field } from './field.ts';
import { parseLadder } from './hls-ladder.ts';

const rungs = list({
  env: 'HLS_LADDER',
  default: ['720@30:2000', '360@30:700', '180@15:150'],
  description:
    'What is encoded where a layer cannot be copied, for high, middle and low: short edge in pixels @ frames a second : kb/s.',
});
const ladder: Field<readonly string[]> = {
  ...rungs,
  parse: (text) => {
    const items = rungs.parse(text);
    parseLadder(items);
    return items;
  },
};

/** Settings of the low-latency HLS output. */
export const hlsSchema = {
  hls: flag({
    env: 'HLS',
    default: true,
    description: 'Whether shows are also offered as low-latency HLS, for whoever cannot have WebRTC.',
  }),
  hlsPort: integer({
    env: 'HLS_PORT',
    default: 0,
    unit: 'port',
    minimum: 0,
    maximum: 65535,
    description:
      "The worker's own port for playlists and segments, plain and TLS by the first byte. 0 takes a free one.",
  }),
  hlsUrl: text({
    env: 'HLS_URL',
    default: '',
    unit: 'url',
    pattern: /^(https?:\/\/[A-Za-z0-9.:[\]-]+)?$/,
    expected: 'an origin such as https://edge.example.org',
    description:
      "Where viewers fetch HLS from when an edge stands in front. Empty: the worker's port on the page's host.",
  }),
  hlsWindowMs: integer({
    env: 'HLS_WINDOW_MS',
    default: 600_000,
    unit: 'ms',
    minimum: 20_000,
    maximum: 14_400_000,
    description: 'How far a viewer can go back in a live show.',
  }),
  hlsDiskBytes: integer({
    env: 'HLS_DISK_BYTES',
    default: 20_000_000_000,
    unit: 'bytes',
    minimum: 50_000_000,
    maximum: 10_000_000_000_000,
    description:
      'Most that live windows and replays of all shows may take on disk; the oldest replays go first.',
  }),
  hlsPosterMs: integer({
    env: 'HLS_POSTER_MS',
    default: 5000,
    unit: 'ms',
    minimum: 1000,
    maximum: 600_000,
    description: 'How often a poster and a thumbnail are taken of a live show.',
  }),
  hlsTokenMs: integer({
    env: 'HLS_TOKEN_MS',
    default: 900_000,
    unit: 'ms',
    minimum: 60_000,
    maximum: 86_400_000,
    description: "How long a token for a private show's playlists is good for; players renew it in time.",
  }),
  hlsProxyRequests: integer({
    env: 'HLS_PROXY_REQUESTS',
    default: 300,
    unit: 'count',
    minimum: 0,
    maximum: 100_000,
    description:
      'HLS requests that the web port passes on at once, for venues with one open port; a viewer has about three open.',
  }),
  hlsConnections: integer({
    env: 'HLS_CONNECTIONS',
    default: 6000,
    unit: 'count',
    minimum: 1,
    maximum: 1_000_000,
    description: "Connections to the worker's HLS port; requests on further ones are told to try again.",
  }),
  hlsWaiting: integer({
    env: 'HLS_WAITING',
    default: 12_000,
    unit: 'count',
    minimum: 1,
    maximum: 1_000_000,
    description: 'Requests that may wait for the next part at once, over all shows; a viewer has up to four.',
  }),
  hlsConnectionRequests: integer({
    env: 'HLS_CONNECTION_REQUESTS',
    default: 100,
    unit: 'count',
    minimum: 4,
    maximum: 100_000,
    description:
      'Requests that one connection to the HLS port may have open at once; a viewer has up to eight, an edge over HTTP/2 many.',
  }),
  hlsBacklogBytes: integer({
    env: 'HLS_BACKLOG_BYTES',
    default: 64_000_000,
    unit: 'bytes',
    minimum: 1_000_000,
    maximum: 10_000_000_000,
    description:
      'Answers that one connection to the HLS port may have asked for and not yet read; who has more is cut off.',
  }),
  hlsLadder: ladder,
} as const satisfies Record<string, Field<unknown>>;
