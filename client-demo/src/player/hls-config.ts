import type Hls from 'hls.js';
import type {
  HlsConfig,
  LoadPolicy,
  Loader,
  LoaderContext,
  LoaderCallbacks,
  LoaderConfiguration,
} from 'hls.js';
import type { OpenedPlaylists } from './playlist-source.ts';
import { masterAddress } from './playlist-address.ts';

/**
 * A request over a dead connection never ends by itself, and after 20 s without a network the show must be back
 * within 3 s: so what takes longer than its blocking reload plus a slow line is asked for anew.
 */
const policy = (firstByteMs: number): LoadPolicy => ({
  default: {
    maxTimeToFirstByteMs: firstByteMs,
    maxLoadTimeMs: 20_000,
    timeoutRetry: { maxNumRetry: 8, retryDelayMs: 0, maxRetryDelayMs: 0 },
    errorRetry: { maxNumRetry: 12, retryDelayMs: 250, maxRetryDelayMs: 1500, backoff: 'linear' },
  },
});

/** The playlist of a stage that is being rebuilt answers 404 or 503 for a second or two. */
const playlistFirstByteMs = 3500;
const segmentFirstByteMs = 4000;
/** Seconds. Memory must not grow in a show of four hours; going back fetches again. */
const keptBehindS = 20;
const keptAheadS = 12;

export interface ConfigWish {
  readonly rewrite: (address: string) => string;
  readonly estimateBps: number | null;
  readonly loader: HlsConfig['loader'];
  readonly playlistLoader: HlsConfig['pLoader'];
}

/** hls.js for a live show, as near to its edge as its parts allow: PART-HOLD-BACK is its target unless told otherwise. */
export const hlsConfig = (wish: ConfigWish): Partial<HlsConfig> => ({
  lowLatencyMode: true,
  // keep-up.ts does it: hls.js never catches up to less than a second of buffer.
  maxLiveSyncPlaybackRate: 1,
  // One more second after every stall would end far behind; the deck and the ladder mend the cause instead.
  liveSyncOnStallIncrease: 0.25,
  backBufferLength: keptBehindS,
  frontBufferFlushThreshold: 2 * keptAheadS,
  maxBufferLength: keptAheadS,
  maxMaxBufferLength: 2 * keptAheadS,
  maxBufferSize: 20_000_000,
  // Fragmented MP4 is passed through: a worker would only copy it.
  enableWorker: false,
  preferManagedMediaSource: true,
  capLevelToPlayerSize: true,
  capLevelOnFPSDrop: true,
  startFragPrefetch: true,
  testBandwidth: false,
  enableInterstitialPlayback: false,
  enableDateRangeMetadataCues: false,
  enableEmsgMetadataCues: false,
  enableID3MetadataCues: false,
  enableWebVTT: false,
  enableIMSC1: false,
  enableCEA708Captions: false,
  abrEwmaFastLive: 2,
  abrEwmaSlowLive: 6,
  ...(wish.estimateBps === null ? {} : { abrEwmaDefaultEstimate: wish.estimateBps }),
  manifestLoadPolicy: policy(segmentFirstByteMs),
  playlistLoadPolicy: policy(playlistFirstByteMs),
  fragLoadPolicy: policy(segmentFirstByteMs),
  ...(wish.playlistLoader === undefined ? {} : { pLoader: wish.playlistLoader }),
  xhrSetup: (xhr, url) => {
    xhr.open('GET', wish.rewrite(url), true);
  },
});

/**
 * Hands hls.js the multivariant playlist that was fetched already to find out which origin can be reached: one round
 * trip less to the first picture.
 */
export const withKnownMaster = (
  Base: typeof Hls.DefaultConfig.loader,
  opened: OpenedPlaylists,
): HlsConfig['pLoader'] => {
  const address = masterAddress(opened.base);
  let { text } = opened;
  class KnownMasterLoader extends Base {
    override load(
      context: LoaderContext,
      config: LoaderConfiguration,
      callbacks: LoaderCallbacks<LoaderContext>,
    ): void {
      if (text === null || context.url !== address) return super.load(context, config, callbacks);
      const data = text;
      text = null;
      const { stats } = this;
      const now = performance.now();
      Object.assign(stats.loading, { start: now, first: now, end: now });
      stats.loaded = data.length;
      stats.total = data.length;
      queueMicrotask(() => callbacks.onSuccess({ url: address, data, code: 200 }, stats, context, null));
    }
  }
  // hls.js types it by the narrower context of playlists, of which this is the general case.
  return KnownMasterLoader as unknown as new (config: HlsConfig) => Loader<never>;
};
