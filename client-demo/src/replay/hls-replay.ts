import Hls, { type ErrorData, type Level, type LevelDetails } from 'hls.js';
import { withKnownMaster } from '../player/hls-config.ts';
import { masterAddress, renditionOf } from '../player/playlist-address.ts';
import type { Rung } from '../player/quality.ts';
import type { Span } from './chapters.ts';
import type { CreateReplayScreen, ReplayScreenOptions } from './replay-screen.ts';

/** A second fault of decoding so soon after the first is not mended by trying again. */
const decodeAgainMs = 5000;
/** Seconds. Enough to be calm on a poor line, and little enough for a phone's memory and for who soon goes away. */
const keptAheadS = 30;
const keptBehindS = 30;

const isRung = (name: string | null): name is Rung => name === 'high' || name === 'middle' || name === 'low';
const rungOf = (level: Level | undefined): Rung | null => {
  const name = level === undefined ? null : renditionOf(level.url[0] ?? '');
  return isRung(name) ? name : null;
};

const newHls = ({ opened, startS, estimateBps }: ReplayScreenOptions): Hls =>
  new Hls({
    startPosition: startS,
    maxBufferLength: keptAheadS,
    maxMaxBufferLength: 2 * keptAheadS,
    maxBufferSize: 20_000_000,
    backBufferLength: keptBehindS,
    // Fragmented MP4 is passed through: a worker would only copy it.
    enableWorker: false,
    preferManagedMediaSource: true,
    capLevelToPlayerSize: true,
    testBandwidth: false,
    enableInterstitialPlayback: false,
    enableDateRangeMetadataCues: false,
    enableEmsgMetadataCues: false,
    enableID3MetadataCues: false,
    enableWebVTT: false,
    enableIMSC1: false,
    enableCEA708Captions: false,
    ...(estimateBps === null ? {} : { abrEwmaDefaultEstimate: estimateBps }),
    ...knownMaster(opened),
  });

const knownMaster = (opened: ReplayScreenOptions['opened']) => {
  const pLoader = withKnownMaster(Hls.DefaultConfig.loader, opened);
  return pLoader === undefined ? {} : { pLoader };
};

/** Stretches without a break; segments that follow each other are one. */
const spansOf = (details: LevelDetails | undefined): readonly Span[] => {
  const spans: { startS: number; durationS: number; programMs: number }[] = [];
  let current = -1;
  for (const { cc, start, duration, programDateTime } of details?.fragments ?? []) {
    const last = spans.at(-1);
    if (last !== undefined && cc === current) last.durationS = start + duration - last.startS;
    else if (programDateTime !== null)
      spans.push({ startS: start, durationS: duration, programMs: programDateTime });
    current = cc;
  }
  return spans;
};

/** Plays by hls.js over Media Source (or Managed Media Source) Extensions. */
export const createHlsReplay: CreateReplayScreen = (options) => {
  const { video, opened, top, onKnown, onMissing, onFault } = options;
  const hls = newHls(options);
  let decodeFaultAtMs = Number.NEGATIVE_INFINITY;
  let spans: readonly Span[] = [];
  const indexOf = (rung: Rung | null): number =>
    rung === null ? -1 : hls.levels.findIndex((level) => rungOf(level) === rung);
  const mend = (data: ErrorData): void => {
    if (!data.fatal) return data.response?.code === 404 ? onMissing() : undefined;
    const now = performance.now();
    if (data.type !== Hls.ErrorTypes.MEDIA_ERROR || now - decodeFaultAtMs < decodeAgainMs) return onFault();
    decodeFaultAtMs = now;
    hls.recoverMediaError();
  };
  hls.on(Hls.Events.ERROR, (_event, data) => mend(data));
  hls.on(Hls.Events.MANIFEST_PARSED, () => {
    hls.autoLevelCapping = indexOf(top);
    onKnown();
  });
  hls.on(Hls.Events.LEVEL_LOADED, (_event, { details }) => {
    spans = spansOf(details);
    onKnown();
  });
  hls.loadSource(masterAddress(opened.base));
  hls.attachMedia(video);
  return {
    rungs: () =>
      hls.levels.flatMap((level) => {
        const rung = rungOf(level);
        return rung === null ? [] : [{ rung, shortEdge: Math.min(level.width, level.height) || null }];
      }),
    choose: (rung) => {
      hls.nextLevel = indexOf(rung);
    },
    spans: () => spans,
    close: () => hls.destroy(),
  };
};
