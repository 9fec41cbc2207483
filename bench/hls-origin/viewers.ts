import { HttpLine, requestFor } from './http-line.ts';
import { monotonicMs } from './monotonic.ts';

const folder = '/hls/show-00000001';

/** What viewers got, all together. */
export class Receipts {
  readonly parts: { readonly file: string; readonly atMs: number }[] = [];
  requests = 0;
  /** Hints of a segment that ended without them: a player asks for what came instead. */
  vainHints = 0;
  /** Answers that are none of a quiet show: refused, overloaded, absent. */
  faults = 0;
}

/** One rendition as a player follows it: a reload that blocks on one connection, parts on the other. */
class Track {
  readonly #name: string;
  readonly #asksHints: boolean;
  readonly #receipts: Receipts;
  readonly #reload: HttpLine;
  readonly #parts: HttpLine;
  #asked = '';
  #wanted: string | null = null;

  constructor(port: number, name: string, asksHints: boolean, receipts: Receipts) {
    this.#name = name;
    this.#asksHints = asksHints;
    this.#receipts = receipts;
    this.#reload = new HttpLine(port);
    this.#parts = new HttpLine(port);
    this.#askPlaylist('');
  }

  get isLost(): boolean {
    return this.#reload.isLost || this.#parts.isLost;
  }

  close(): void {
    this.#reload.close();
    this.#parts.close();
  }

  #askPlaylist(query: string): void {
    this.#receipts.requests += 1;
    this.#reload.ask(requestFor(`${folder}/${this.#name}/live.m3u8${query}`), true, ({ status, text }) => {
      const last = lastUri(text, '#EXT-X-PART:');
      const hint = lastUri(text, '#EXT-X-PRELOAD-HINT:');
      const place = /^p(\d+)\.(\d+)\.m4s$/.exec(hint ?? '');
      if (status !== 200 || last === null || hint === null || place === null) {
        this.#receipts.faults += 1;
        return;
      }
      this.#askPlaylist(`?_HLS_msn=${place[1]}&_HLS_part=${place[2]}&_HLS_skip=YES`);
      this.#want(this.#asksHints ? hint : last);
    });
  }

  /** The newest of them, when the last one has come; what is asked for already is not asked for again. */
  #want(file: string): void {
    if (file === this.#asked) return;
    if (this.#parts.isBusy) {
      this.#wanted = file;
      return;
    }
    this.#asked = file;
    this.#receipts.requests += 1;
    this.#parts.ask(requestFor(`${folder}/${this.#name}/${file}`), false, ({ status }) => {
      if (status === 200) this.#receipts.parts.push({ file: `${this.#name}/${file}`, atMs: monotonicMs() });
      else if (status === 404 && this.#asksHints) this.#receipts.vainHints += 1;
      else this.#receipts.faults += 1;
      const wanted = this.#wanted;
      this.#wanted = null;
      if (wanted !== null) this.#want(wanted);
    });
  }
}

function lastUri(text: string, tag: string): string | null {
  const line = text.lastIndexOf(tag);
  const from = line === -1 ? -1 : text.indexOf('URI="', line);
  return from === -1 ? null : text.slice(from + 5, text.indexOf('"', from + 5));
}

/** Picture and sound of one person. Half of them ask for parts by their hints (Apple), half when they are listed. */
export class Viewer {
  readonly #tracks: readonly Track[];

  constructor(port: number, index: number, receipts: Receipts) {
    const picture = index % 4 < 2 ? 'high' : 'middle';
    this.#tracks = [picture, 'sound'].map((name) => new Track(port, name, index % 2 === 0, receipts));
  }

  get isLost(): boolean {
    return this.#tracks.some(({ isLost }) => isLost);
  }

  close(): void {
    for (const track of this.#tracks) track.close();
  }
}
