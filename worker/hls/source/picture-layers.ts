import type { Track } from '../../stage/track.ts';
import { LayerPresence } from './layer-presence.ts';
import type { LayerOrder } from './recipe.ts';

/** What is known of one picture's simulcast layers. Neither names nor places say which picture is larger. */
export class PictureLayers {
  readonly #track: Track;
  readonly #presence = new LayerPresence();
  readonly #pixels = new Map<number, number>();
  #layers: readonly number[];

  constructor(track: Track) {
    this.#track = track;
    // Most publishers name the smallest first; the sizes that come show whether this one does.
    this.#layers = Array.from({ length: track.spatialLayers }, (_, layer) => layer).toReversed();
  }

  get order(): LayerOrder {
    return { layers: this.#layers, missing: this.#presence.missing };
  }

  look(nowMs: number): void {
    if (this.#track.spatialLayers === 1) return;
    const sent = this.#track.producer.score.filter(({ score }) => score > 0);
    this.#presence.look(this.#layers, new Set(sent.map(({ encodingIdx }) => encodingIdx)), nowMs);
  }

  /** A layer's picture was seen. */
  learn(layer: number, pixels: number): void {
    this.#pixels.set(layer, pixels);
    const known = this.#layers.filter((each) => this.#pixels.has(each));
    const sorted = known.toSorted((a, b) => (this.#pixels.get(b) ?? 0) - (this.#pixels.get(a) ?? 0) || b - a);
    // Those that are not known keep their places.
    this.#layers = this.#layers.map((each) => (this.#pixels.has(each) ? (sorted.shift() ?? each) : each));
  }
}
