import type { TrackInit } from '../frames.ts';
import type { SegmentArchive } from '../publication.ts';
import type { RenditionName } from '../renditions.ts';
import { BandwidthMeter, expectations, type Expectation } from './bandwidth.ts';
import { RenditionStore } from './rendition-store.ts';
import { RenditionTrack } from './rendition-track.ts';

/** All that belongs to one rendition: where its frames go in, where it is fetched, what is measured of it. */
export interface Outlet {
  readonly track: RenditionTrack;
  readonly store: RenditionStore;
  readonly meter: BandwidthMeter;
  useInit(init: TrackInit): void;
  /** Whether something was announced since this was asked last. */
  hasChanged(): boolean;
}

interface OutletOptions {
  readonly firstMsn: number;
  readonly archive: SegmentArchive;
  readonly nowMs: () => number;
  readonly expected?: Readonly<Record<RenditionName, Expectation>>;
}

export function createOutlet(
  name: RenditionName,
  { firstMsn, archive, nowMs, expected = expectations }: OutletOptions,
  { onPart, others }: { readonly onPart: () => void; readonly others: () => readonly RenditionStore[] },
): Outlet {
  let isChanged = false;
  // Addresses of maps are cached for ever: a later publication of the show must not use one again.
  let nextMapId = firstMsn;
  const meter = new BandwidthMeter(expected[name]);
  const track = new RenditionTrack(name, firstMsn, {
    onChange: () => {
      isChanged = true;
      onPart();
    },
    onSegment: (segment) => {
      isChanged = true;
      const { record, sizeBytes, frames } = segment;
      if (record.isGap) meter.addGap();
      else meter.add(sizeBytes, record.durationS, frames);
      store.addSegment({ ...segment, closedAtMs: nowMs(), path: null });
    },
  });
  const store = new RenditionStore(
    name,
    archive,
    () => track.open,
    () => others().map((other) => ({ rendition: other.name, last: other.last })),
  );
  return {
    track,
    store,
    meter,
    useInit(init) {
      const mapId = nextMapId;
      nextMapId += 1;
      store.addMap(mapId, init.bytes);
      meter.useInit(init);
      track.useMap(mapId, init);
    },
    hasChanged() {
      const was = isChanged;
      isChanged = false;
      return was;
    },
  };
}
