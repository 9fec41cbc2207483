/** What a viewer's stats overlay shows. `null`: the browser does not say. */
export interface ReceiveStats {
  readonly width: number;
  readonly height: number;
  readonly framesPerSecond: number;
  readonly bitrateBps: number;
  readonly roundTripMs: number | null;
  /** Share of packets lost since the last reading, 0 to 1. */
  readonly lossRatio: number;
  readonly jitterBufferMs: number | null;
  readonly droppedFrames: number;
  /** Simulcast layer in use, 0 is the smallest; null while none. */
  readonly spatialLayer: number | null;
  readonly codec: string | null;
  /** `udp` or `tcp`. */
  readonly protocol: string | null;
  /** From the camera's capture to the screen, where the browser can tell. */
  readonly pictureDelayMs: number | null;
}

/** What the studio shows of one source on its way out. */
export interface SendStats {
  readonly width: number;
  readonly height: number;
  readonly framesPerSecond: number;
  readonly bitrateBps: number;
  /** Simulcast layers that are really being sent. */
  readonly activeLayers: number;
  readonly roundTripMs: number | null;
  readonly lossRatio: number;
  /** Why the encoder sends less than it was asked for. */
  readonly limitedBy: 'none' | 'cpu' | 'bandwidth' | 'other';
  /** As the stage sees it: 0 nothing arrives, 10 perfect; null before the first report. */
  readonly score: number | null;
  readonly codec: string | null;
}

/** One entry of an RTCStatsReport; which fields there are depends on `type` (W3C webrtc-stats). */
export type StatsEntry = Readonly<Record<string, unknown>>;

/** Counters of one reading, to be compared with the next. */
export interface StatsCounters {
  readonly timestampMs: number;
  readonly bytes: number;
  readonly packets: number;
  readonly lost: number;
  readonly frames: number;
  readonly bufferSeconds: number;
  readonly buffered: number;
}

const number = (entry: StatsEntry | undefined, field: string): number => {
  const value = entry?.[field];
  return typeof value === 'number' ? value : 0;
};
const text = (entry: StatsEntry | undefined, field: string): string | null => {
  const value = entry?.[field];
  return typeof value === 'string' ? value : null;
};
const sum = (entries: readonly StatsEntry[], field: string): number =>
  entries.reduce((total, entry) => total + number(entry, field), 0);

const ofType = (entries: readonly StatsEntry[], type: string) =>
  entries.filter((entry) => entry['type'] === type);
const byId = (entries: readonly StatsEntry[], id: string | null) =>
  id === null ? undefined : entries.find((entry) => entry['id'] === id);

/** `video/H264` -> `H264`. */
const codecOf = (entries: readonly StatsEntry[], rtp: StatsEntry | undefined): string | null =>
  text(byId(entries, text(rtp, 'codecId')), 'mimeType')?.split('/')[1] ?? null;

const pathOf = (entries: readonly StatsEntry[]) => {
  const pair = ofType(entries, 'candidate-pair').find((candidate) => candidate['nominated'] === true);
  const seconds = pair?.['currentRoundTripTime'];
  return {
    roundTripMs: typeof seconds === 'number' ? seconds * 1000 : null,
    protocol: text(byId(entries, text(pair, 'localCandidateId')), 'protocol'),
  };
};

const since = (before: StatsCounters | null, now: StatsCounters) => {
  const seconds = before === null ? 0 : (now.timestampMs - before.timestampMs) / 1000;
  if (before === null || seconds <= 0) {
    return { framesPerSecond: 0, bitrateBps: 0, lossRatio: 0, jitterBufferMs: null };
  }
  const packets = now.packets - before.packets;
  const lost = Math.max(0, now.lost - before.lost);
  const buffered = now.buffered - before.buffered;
  return {
    framesPerSecond: Math.max(0, (now.frames - before.frames) / seconds),
    bitrateBps: Math.max(0, ((now.bytes - before.bytes) * 8) / seconds),
    lossRatio: packets + lost > 0 ? lost / (packets + lost) : 0,
    jitterBufferMs: buffered > 0 ? ((now.bufferSeconds - before.bufferSeconds) / buffered) * 1000 : null,
  };
};

export interface StatsReading<Stats> {
  readonly stats: Stats;
  readonly counters: StatsCounters;
}

/** Reads the picture of the receiving track `trackId` out of a transport's report. */
export const readReceiveStats = (
  entries: readonly StatsEntry[],
  trackId: string,
  before: StatsCounters | null,
): StatsReading<Omit<ReceiveStats, 'spatialLayer' | 'pictureDelayMs'>> => {
  const inbound = ofType(entries, 'inbound-rtp').find((entry) => entry['trackIdentifier'] === trackId);
  const counters: StatsCounters = {
    timestampMs: number(inbound, 'timestamp'),
    bytes: number(inbound, 'bytesReceived'),
    packets: number(inbound, 'packetsReceived'),
    lost: number(inbound, 'packetsLost'),
    frames: number(inbound, 'framesDecoded'),
    bufferSeconds: number(inbound, 'jitterBufferDelay'),
    buffered: number(inbound, 'jitterBufferEmittedCount'),
  };
  const stats = {
    ...since(before, counters),
    ...pathOf(entries),
    width: number(inbound, 'frameWidth'),
    height: number(inbound, 'frameHeight'),
    droppedFrames: number(inbound, 'framesDropped'),
    codec: codecOf(entries, inbound),
  };
  return { stats, counters };
};

const limits = ['none', 'cpu', 'bandwidth'] as const;
const limitOf = (entry: StatsEntry | undefined): SendStats['limitedBy'] => {
  const said = text(entry, 'qualityLimitationReason') ?? 'none';
  return limits.find((limit) => limit === said) ?? 'other';
};

/** Reads all layers of one sender out of its own report. */
export const readSendStats = (
  entries: readonly StatsEntry[],
  before: StatsCounters | null,
): StatsReading<Omit<SendStats, 'score'>> => {
  const layers = ofType(entries, 'outbound-rtp').filter((entry) => entry['kind'] === 'video');
  const active = layers.filter((entry) => number(entry, 'framesPerSecond') > 0);
  const largest = [...active].sort(
    (one, other) => number(other, 'frameWidth') - number(one, 'frameWidth'),
  )[0];
  const remote = ofType(entries, 'remote-inbound-rtp').filter((entry) => entry['kind'] === 'video');
  const counters: StatsCounters = {
    timestampMs: number(layers[0], 'timestamp'),
    bytes: sum(layers, 'bytesSent'),
    packets: sum(layers, 'packetsSent'),
    lost: sum(remote, 'packetsLost'),
    frames: number(largest, 'framesSent'),
    bufferSeconds: 0,
    buffered: 0,
  };
  const { bitrateBps, lossRatio } = since(before, counters);
  const stats = {
    bitrateBps,
    lossRatio,
    roundTripMs: pathOf(entries).roundTripMs,
    width: number(largest, 'frameWidth'),
    height: number(largest, 'frameHeight'),
    framesPerSecond: number(largest, 'framesPerSecond'),
    activeLayers: active.length,
    limitedBy: limitOf(largest ?? layers[0]),
    codec: codecOf(entries, largest ?? layers[0]),
  };
  return { stats, counters };
};
