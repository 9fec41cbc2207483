import { signal, type ReadonlySignal } from '@preact/signals';
import type { LiveSocket } from '../live/socket.ts';
import type { Playing } from './consumer-feed.ts';
import { readReceiveStats, type ReceiveStats, type StatsCounters, type StatsEntry } from './stage-stats.ts';

export interface PlayerStatsOptions {
  readonly socket: LiveSocket;
  readonly showId: string;
  readonly playing: () => Playing | undefined;
  readonly delayMs: () => number | null;
}

/** Readings of the picture on show, once a second while somebody looks at them. */
export interface PlayerStats {
  readonly stats: ReadonlySignal<ReceiveStats | null>;
  /** Returns the way to let go. */
  follow(): () => void;
  close(): void;
}

const everyMs = 1000;

/** The entries of a report, which the DOM types keep as unknown values behind `forEach`. */
export const entriesOf = (report: RTCStatsReport): readonly StatsEntry[] => {
  const entries: StatsEntry[] = [];
  report.forEach((entry: StatsEntry) => entries.push(entry));
  return entries;
};

export const createPlayerStats = (options: PlayerStatsOptions): PlayerStats => {
  const stats = signal<ReceiveStats | null>(null);
  let holders = 0;
  let timer: ReturnType<typeof setInterval> | undefined;
  let counters: StatsCounters | null = null;
  let trackId = '';
  let layer: { readonly consumerId: string; readonly spatialLayer: number | null } | undefined;

  const read = async () => {
    const playing = options.playing();
    if (playing === undefined || playing.consumer.closed) {
      stats.value = null;
      return;
    }
    const { consumer, receiving } = playing;
    if (consumer.track.id !== trackId) counters = null;
    trackId = consumer.track.id;
    const reading = readReceiveStats(entriesOf(await receiving.transport.getStats()), trackId, counters);
    counters = reading.counters;
    const spatialLayer = layer?.consumerId === consumer.id ? layer.spatialLayer : null;
    stats.value = { ...reading.stats, spatialLayer, pictureDelayMs: options.delayMs() };
  };
  const stop = options.socket.onSignal('stage.consumer-layers', (data) => {
    if (data.showId === options.showId) layer = data;
  });
  return {
    stats,
    follow: () => {
      holders += 1;
      // A transport that closes while it is asked has nothing to tell.
      timer ??= setInterval(() => void read().catch(() => undefined), everyMs);
      let held = true;
      return () => {
        if (!held) return;
        held = false;
        holders -= 1;
        if (holders > 0) return;
        clearInterval(timer);
        timer = undefined;
      };
    },
    close: () => {
      stop();
      clearInterval(timer);
    },
  };
};
