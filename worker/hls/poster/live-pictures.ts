import type { ShowArchive } from '../archive/show-archive.ts';
import type { StoredPicture } from '../archive/record-line.ts';
import { captionsType, inMemory, pictureType, type StoredFile } from '../archive/stored-file.ts';
import type { Publication } from '../publication.ts';
import type { Darkroom } from './darkroom.ts';
import { newestKeyFrame } from './key-frame.ts';
import { thumbnailTrack } from './thumbnail-track.ts';

/** Thumbnails are numbered by seconds since then, like segments: a later process never gives a number again. */
const epochMs = Date.UTC(2026, 0, 1);
/** What was on its way through the encoder when the plan changed is in this segment or the next. */
const settleSegments = 2;

/** What of a stage's plan decides who may see its pictures. */
export interface PictureRules {
  readonly isPublic: boolean;
  readonly isHeld: boolean;
}

export interface LivePicturesParts {
  readonly publication: Publication;
  readonly archive: ShowArchive;
  readonly darkroom: Darkroom;
  readonly rules: PictureRules;
  readonly everyMs: number;
  /** Setting hlsWindowMs: thumbnails go as far back. */
  readonly windowMs: number;
}

/**
 * Poster and thumbnails of one live show, from its lowest picture. None is taken while the show is held, and none that
 * was taken in a rehearsal stays when the public comes.
 */
export class LivePictures {
  readonly #parts: LivePicturesParts;
  readonly #timer: NodeJS.Timeout;
  #rules: PictureRules;
  #fromMsn = 0;
  #poster: Buffer | null = null;
  #thumbnails: StoredPicture[] = [];
  #newestMs = Number.NEGATIVE_INFINITY;
  #isTaking = false;
  /** Grows with every change of rules: a picture that was begun under others is thrown away. */
  #age = 0;

  constructor(parts: LivePicturesParts) {
    this.#parts = parts;
    this.#rules = parts.rules;
    this.#timer = setInterval(() => void this.take(), parts.everyMs);
    this.#timer.unref();
  }

  /** To be called with every plan, before the stage follows it. */
  setRules(rules: PictureRules): void {
    const { isPublic, isHeld } = this.#rules;
    if (isPublic === rules.isPublic && isHeld === rules.isHeld) return;
    this.#rules = rules;
    this.#age += 1;
    this.#fromMsn = this.#parts.publication.rendition('low').next.msn + settleSegments;
    if (isPublic !== rules.isPublic) this.#forget();
  }

  /** `poster.jpg` and `thumbnails.vtt` of the live window; thumbnails themselves are files of the archive. */
  read(file: string): StoredFile | null {
    if (file === 'poster.jpg') return this.#poster === null ? null : inMemory(this.#poster, pictureType);
    return file === 'thumbnails.vtt' ? inMemory(Buffer.from(this.#track()), captionsType) : null;
  }

  /** Takes the newest picture, unless one is being taken. Called by its own clock. */
  async take(): Promise<void> {
    if (this.#isTaking || this.#rules.isHeld || this.#parts.publication.isClosed) return;
    this.#isTaking = true;
    try {
      await this.#take();
    } finally {
      this.#isTaking = false;
    }
  }

  close(): void {
    this.#age += 1;
    clearInterval(this.#timer);
  }

  async #take(): Promise<void> {
    const { publication, archive, darkroom } = this.#parts;
    const age = this.#age;
    const taken = await darkroom.develop(() =>
      age === this.#age ? newestKeyFrame(publication.rendition('low'), this.#fromMsn) : null,
    );
    if (taken === null || age !== this.#age) return;
    const { programMs } = taken.found;
    if (programMs <= this.#newestMs) return;
    this.#newestMs = programMs;
    this.#poster = taken.jpeg;
    await archive.keepPoster(taken.jpeg);
    const number = Math.floor((programMs - epochMs) / 1000);
    const picture = await archive.keepPicture(number, programMs, taken.jpeg);
    if (picture === null) return;
    if (age === this.#age) this.#thumbnails.push(picture);
    else archive.releasePicture(picture);
    this.#shorten();
  }

  /** What left the window is the replay's, or nobody's. */
  #shorten(): void {
    const oldestMs = this.#newestMs - this.#parts.windowMs;
    const left = this.#thumbnails.filter(({ programMs }) => programMs < oldestMs);
    for (const picture of left) this.#parts.archive.releasePicture(picture);
    this.#thumbnails = this.#thumbnails.slice(left.length);
  }

  #forget(): void {
    for (const picture of this.#thumbnails) this.#parts.archive.releasePicture(picture);
    this.#thumbnails = [];
    this.#poster = null;
  }

  /** Times count from the oldest thumbnail, whose own time stands in a note. */
  #track(): string {
    const firstMs = this.#thumbnails[0]?.programMs ?? 0;
    const endS = (this.#newestMs - firstMs + this.#parts.everyMs) / 1000;
    const placed = this.#thumbnails.map(({ number, programMs }) => ({
      number,
      atS: (programMs - firstMs) / 1000,
    }));
    const track = thumbnailTrack(placed, Number.isFinite(endS) ? endS : 0);
    if (placed.length === 0) return track;
    return track.replace('WEBVTT\n', `WEBVTT\n\nNOTE begins ${new Date(firstMs).toISOString()}\n`);
  }
}
