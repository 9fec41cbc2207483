import { signal, type ReadonlySignal } from '@preact/signals';

/** `blocked`: the browser wants a tap before it plays sound. */
export type SoundState = 'off' | 'on' | 'blocked';

/** Plays the sound on air in one element that never changes, so a switch of the picture cannot be heard. */
export interface SoundDeck {
  readonly state: ReadonlySignal<SoundState>;
  /** Mixes a track in and takes the others out once it flows: no gap between two microphones. */
  show(track: MediaStreamTrack): Promise<void>;
  /** With `true`, call it inside a tap. */
  setOn(on: boolean): void;
  /** 0 to 1; iOS ignores it. */
  setVolume(volume: number): void;
  close(): void;
}

/** A silent or muted microphone sends nothing; the old one must not stay on air for that. */
const overlapMs = 1000;

const flowing = (track: MediaStreamTrack): Promise<void> =>
  new Promise((resolve) => {
    // A remote track is muted until its first packet (WebRTC, section 5.3).
    if (!track.muted) return resolve();
    track.addEventListener('unmute', () => resolve(), { once: true });
    setTimeout(resolve, overlapMs);
  });

export const createSoundDeck = (container: HTMLElement): SoundDeck => {
  const state = signal<SoundState>('off');
  const stream = new MediaStream();
  const audio = document.createElement('audio');
  audio.autoplay = true;
  audio.muted = true;
  audio.srcObject = stream;
  container.append(audio);

  const play = async () => {
    try {
      await audio.play();
      if (!audio.muted) state.value = 'on';
    } catch (error) {
      // AbortError only says that the source changed while starting; the next call settles it.
      if (error instanceof DOMException && error.name === 'NotAllowedError') state.value = 'blocked';
    }
  };
  return {
    state,
    show: async (track) => {
      const before = stream.getAudioTracks();
      stream.addTrack(track);
      void play();
      if (before.length > 0) await flowing(track);
      for (const old of before) stream.removeTrack(old);
    },
    setOn: (on) => {
      audio.muted = !on;
      state.value = on ? 'on' : 'off';
      void play();
    },
    setVolume: (volume) => {
      audio.volume = Math.min(1, Math.max(0, volume));
    },
    close: () => {
      audio.srcObject = null;
      audio.remove();
    },
  };
};
