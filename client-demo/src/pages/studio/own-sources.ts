import { signal, type ReadonlySignal } from '@preact/signals';
import { freshId } from '../../live/fresh-id.ts';
import type { Outcome } from '../../live/outcome.ts';
import type { LiveSocket } from '../../live/socket.ts';
import { captureCamera, stopCapture } from '../../stage/capture.ts';
import type { MediaKind, PublishedSource, Publisher } from '../../stage/publisher.ts';
import { recallSources, rememberSources, type RememberedSource } from './remembered-sources.ts';

/** A source that this tab captures and sends. */
export interface OwnSource extends RememberedSource {
  readonly stream: MediaStream;
  readonly published: PublishedSource;
}

/** A capture that shall become a source, or the new pictures of one. */
export interface CapturedSource {
  readonly kind: 'camera' | 'screen';
  readonly stream: MediaStream;
}

/** The cameras and screens of this tab: added, muted, replaced, removed, and back by themselves after a reload. */
export interface OwnSources {
  readonly list: ReadonlySignal<readonly OwnSource[]>;
  add(label: string, captured: CapturedSource): Promise<Outcome<string>>;
  /** Sends another capture under a source that exists: a camera chosen anew, a screen shared again. */
  attach(sourceId: string, captured: CapturedSource): void;
  setMuted(sourceId: string, kind: MediaKind, isMuted: boolean): void;
  /** Takes it off the stage; the show is told by `show.remove-source`. */
  drop(sourceId: string): void;
  /** Captures and sends again what this tab sent before its reload, as far as the show still has it. */
  restore(knownIds: Promise<readonly string[]>): Promise<void>;
  close(): void;
}

const deviceOf = (stream: MediaStream, kind: MediaKind): string =>
  stream
    .getTracks()
    .find((track) => track.kind === kind)
    ?.getSettings().deviceId ?? 'none';

/** The same devices as before, or the default ones where the browser no longer knows them. */
const captureAgain = async ({
  cameraId,
  microphoneId,
}: RememberedSource): Promise<MediaStream | undefined> => {
  const same = await captureCamera({ cameraId, microphoneId });
  if (same.ok) return same.stream;
  if (same.fault.reason !== 'not-found') return undefined;
  const any = await captureCamera({
    ...(cameraId === 'none' && { cameraId }),
    ...(microphoneId === 'none' && { microphoneId }),
  });
  return any.ok ? any.stream : undefined;
};

class TabSources implements OwnSources {
  readonly #socket: LiveSocket;
  readonly #showId: string;
  readonly #publisher: Publisher;
  readonly #list = signal<readonly OwnSource[]>([]);

  constructor(socket: LiveSocket, showId: string, publisher: Publisher) {
    this.#socket = socket;
    this.#showId = showId;
    this.#publisher = publisher;
  }

  get list(): ReadonlySignal<readonly OwnSource[]> {
    return this.#list;
  }

  async add(label: string, captured: CapturedSource): Promise<Outcome<string>> {
    const sourceId = freshId();
    const { stream, kind } = captured;
    const added = await this.#socket.request('show.add-source', {
      commandId: freshId(),
      showId: this.#showId,
      sourceId,
      label,
      kind,
      hasVideo: stream.getVideoTracks().length > 0,
      hasAudio: stream.getAudioTracks().length > 0,
    });
    if (!added.ok) {
      stopCapture(stream);
      return added;
    }
    this.attach(sourceId, captured);
    return { ok: true, value: sourceId };
  }

  attach(sourceId: string, { kind, stream }: CapturedSource): void {
    this.drop(sourceId);
    this.#take({
      sourceId,
      kind,
      cameraId: kind === 'screen' ? 'none' : deviceOf(stream, 'video'),
      microphoneId: kind === 'screen' ? 'none' : deviceOf(stream, 'audio'),
      isSoundMuted: false,
      isPictureMuted: false,
      stream,
    });
  }

  setMuted(sourceId: string, kind: MediaKind, isMuted: boolean): void {
    const muting = kind === 'audio' ? { isSoundMuted: isMuted } : { isPictureMuted: isMuted };
    this.#set(
      this.#list.peek().map((own) => {
        if (own.sourceId !== sourceId) return own;
        own.published.setMuted(kind, isMuted);
        return { ...own, ...muting };
      }),
    );
  }

  drop(sourceId: string): void {
    const own = this.#list.peek().find((candidate) => candidate.sourceId === sourceId);
    if (own === undefined) return;
    own.published.close();
    stopCapture(own.stream);
    this.#set(this.#list.peek().filter((candidate) => candidate !== own));
  }

  async restore(knownIds: Promise<readonly string[]>): Promise<void> {
    // Devices open while the connection is still being made: the stage must not stay dark for more than 3 s.
    const again = recallSources(this.#showId)
      .filter(({ kind }) => kind === 'camera')
      .map(async (before) => ({ before, stream: await captureAgain(before) }));
    const known = await knownIds;
    for (const { before, stream } of await Promise.all(again)) {
      if (stream === undefined) continue;
      if (known.includes(before.sourceId)) this.#take({ ...before, stream });
      else stopCapture(stream);
    }
  }

  close(): void {
    // Nothing is forgotten here: a page that is left and opened again in this tab brings its sources back.
    for (const own of this.#list.peek()) {
      own.published.close();
      stopCapture(own.stream);
    }
    this.#list.value = [];
  }

  #take(own: Omit<OwnSource, 'published'>): void {
    const { sourceId, kind, stream, isSoundMuted, isPictureMuted } = own;
    const video = stream.getVideoTracks()[0] ?? null;
    const audio = stream.getAudioTracks()[0] ?? null;
    const published = this.#publisher.publish({ sourceId, kind, video, audio });
    if (isSoundMuted) published.setMuted('audio', true);
    if (isPictureMuted) published.setMuted('video', true);
    this.#set([...this.#list.peek(), { ...own, published }]);
  }

  #set(list: readonly OwnSource[]): void {
    this.#list.value = list;
    rememberSources(
      this.#showId,
      list.map(({ sourceId, kind, cameraId, microphoneId, isSoundMuted, isPictureMuted }) => {
        return { sourceId, kind, cameraId, microphoneId, isSoundMuted, isPictureMuted };
      }),
    );
  }
}

export const createOwnSources = (socket: LiveSocket, showId: string, publisher: Publisher): OwnSources =>
  new TabSources(socket, showId, publisher);
