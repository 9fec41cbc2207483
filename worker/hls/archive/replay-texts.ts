import { LRUCache } from 'lru-cache';
import { thumbnailTrack } from '../poster/thumbnail-track.ts';
import { renditionNames, type RenditionName } from '../renditions.ts';
import { describeTrack, readRecords, readTimeline } from './replay.ts';
import { replayMultivariant, replayPlaylist, type ReplayTrack } from './replay-playlist.ts';
import { positionOf, type ReplayTimeline } from './replay-timeline.ts';
import type { StoredPicture } from './record-line.ts';
import { ShowFolder } from './show-folder.ts';

/** A replay of eight hours has some 4 MB of playlists. The least asked for go first. */
const cacheBytes = 32_000_000;

/** All texts of one replay: `replay.m3u8`, `high/replay.m3u8` and so on, `thumbnails.vtt`. */
type Texts = ReadonlyMap<string, Buffer>;

/** Playlists of replays, rendered when they are first asked for and kept while they are. */
export class ReplayTexts {
  readonly #root: string;
  readonly #cache = new LRUCache<string, Texts>({
    maxSize: cacheBytes,
    sizeCalculation: (texts) => [...texts.values()].reduce((sum, { length }) => sum + length, 1),
  });
  /** Who asks meanwhile waits for the same work. */
  readonly #rendering = new Map<string, Promise<Texts>>();

  constructor(root: string) {
    this.#root = root;
  }

  /** Null when the replay has no such text. Rejects when the disk cannot be read. */
  async find(showId: string, file: string): Promise<Buffer | null> {
    const known = this.#cache.get(showId);
    if (known !== undefined) return known.get(file) ?? null;
    let rendering = this.#rendering.get(showId);
    if (rendering === undefined) {
      rendering = render(new ShowFolder(this.#root, showId));
      const mine = rendering;
      this.#rendering.set(showId, mine);
      const forget = (): boolean => this.#rendering.get(showId) === mine && this.#rendering.delete(showId);
      mine.then((texts) => {
        // Forgotten meanwhile: the replay was deleted, or goes on.
        if (forget()) this.#cache.set(showId, texts);
      }, forget);
    }
    return (await rendering).get(file) ?? null;
  }

  forget(showId: string): void {
    this.#cache.delete(showId);
    this.#rendering.delete(showId);
  }
}

async function render(folder: ShowFolder): Promise<Texts> {
  const { segments, pictures } = await readRecords(folder);
  const timeline = await readTimeline(folder, segments);
  const texts = new Map<string, Buffer>();
  const tracks: ReplayTrack[] = [];
  for (const name of renditionNames) {
    const track = timeline.tracks.get(name);
    const description = track === undefined ? null : await describeTrack(folder, name, track);
    if (track === undefined || description === null) continue;
    tracks.push(description);
    texts.set(`${name}/replay.m3u8`, Buffer.from(replayPlaylist(track)));
  }
  if (tracks.length > 0) texts.set('replay.m3u8', Buffer.from(replayMultivariant(tracks)));
  const there = new Set(await folder.thumbnails());
  const kept = pictures.filter(({ number }) => there.has(number));
  texts.set('thumbnails.vtt', Buffer.from(thumbnailsOf(timeline, kept)));
  return texts;
}

function thumbnailsOf({ tracks, durationS }: ReplayTimeline, pictures: readonly StoredPicture[]): string {
  const track = tracks.get(firstOf(tracks)) ?? [];
  const placed = pictures.flatMap(({ number, programMs }) => {
    const atS = positionOf(track, programMs);
    return atS === null ? [] : [{ number, atS }];
  });
  return thumbnailTrack(placed, durationS);
}

const firstOf = (tracks: ReplayTimeline['tracks']): RenditionName =>
  renditionNames.find((name) => tracks.has(name)) ?? 'low';
