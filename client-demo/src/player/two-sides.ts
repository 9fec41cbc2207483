import { effect } from '@preact/signals';
import { systemTime } from '../live/time-source.ts';
import { HlsDeck } from './hls-deck.ts';
import type { Mode, Way } from './mode-policy.ts';
import { createPlaylistSource, unreachableOfSession, type PlaylistSource } from './playlist-source.ts';
import type { ProgrammePlayerOptions } from './programme-player.ts';
import { isSavingData, layerOfRung, quality, topRung } from './quality.ts';
import { RtcSide } from './rtc-side.ts';
import { WayBoxes } from './way-boxes.ts';

/** WebRTC and HLS, one beneath the other: which of them runs, is seen and is heard, as it is told. */
export class TwoSides {
  readonly source: PlaylistSource;
  readonly rtc: RtcSide;
  readonly hls: HlsDeck;
  readonly #boxes: WayBoxes;
  readonly #stopQuality: () => void;
  #way: Way = 'rtc';
  #wantsSound = false;

  constructor({ socket, showId, clock, container }: ProgrammePlayerOptions) {
    this.#boxes = new WayBoxes(container);
    this.source = createPlaylistSource({
      socket,
      showId,
      time: systemTime,
      serverNowMs: () => clock.nowMs(),
      page: location,
      fetch: (url, init) => fetch(url, init),
      unreachable: unreachableOfSession,
    });
    this.rtc = new RtcSide({ socket, showId, container: this.#boxes.of('rtc') });
    this.hls = new HlsDeck(this.#boxes.of('hls'), this.source);
    this.#boxes.bringToFront('rtc', this.rtc.front());
    this.#stopQuality = effect(() => this.#applyQuality());
  }

  get way(): Way {
    return this.#way;
  }
  get wantsSound(): boolean {
    return this.#wantsSound;
  }
  front(): HTMLVideoElement {
    return this.#way === 'hls' ? this.hls.videos.front : this.rtc.front();
  }

  apply(mode: Mode): void {
    this.rtc.run(mode.rtc);
    this.hls.run(mode.hls === 'run');
    if (mode.show !== this.#way) {
      this.#way = mode.show;
      this.#boxes.bringToFront(mode.show, this.front());
    }
    this.#applySound();
  }

  /** Inside a tap. */
  setSound(on: boolean): void {
    if (on) this.hls.videos.bless();
    this.#wantsSound = on;
    this.#applySound();
  }
  setVolume(volume: number): void {
    this.rtc.setVolume(volume);
    this.hls.videos.setVolume(volume);
  }

  close(): void {
    this.#stopQuality();
    this.rtc.close();
    this.hls.close();
    this.source.close();
    this.#boxes.close();
  }

  #applySound(): void {
    this.rtc.setSound(this.#wantsSound && this.#way === 'rtc');
    this.hls.videos.setAudible(this.#wantsSound && this.#way === 'hls');
  }

  #applyQuality(): void {
    const wish = quality.value;
    const top = topRung(wish, isSavingData.value);
    const isFixed = wish !== 'auto' && wish !== 'sound';
    this.hls.wish({ wantsSound: wish === 'sound', top, isFixed });
    this.rtc.choosePicture(wish !== 'sound', (layers) =>
      top === null ? layers - 1 : layerOfRung(top, layers),
    );
  }
}
