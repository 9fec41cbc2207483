import { createServer, type Server, type Socket } from 'node:net';
import { once } from 'node:events';
import { createFrameReader } from '../fmp4/frame-reader.ts';
import type { Frame, TrackInit } from '../frames.ts';
import type { RenditionName } from '../renditions.ts';
import { FirstFrame } from './first-frame.ts';
import { FrameGate, type GateStatus } from './frame-gate.ts';

export interface OutputParts {
  readonly path: string;
  readonly kind: 'video' | 'audio';
  readonly renditions: readonly RenditionName[];
  readonly onFrame: (output: RunOutput, frame: Frame, arrivedAtMs: number) => void;
  /** What comes belongs to other parameter sets; told with each frame. */
  readonly onOther: (output: RunOutput) => void;
  readonly onBroken: (reason: string) => void;
}

/** One stream that ffmpeg writes into a socket, read as frames. */
export class RunOutput {
  readonly kind: 'video' | 'audio';
  readonly renditions: readonly RenditionName[];
  readonly #server: Server;
  readonly #connections = new Set<Socket>();
  #gate: FrameGate | null = null;
  #init: TrackInit | null = null;
  #firstFrame: Frame | null = null;
  /** `performance.now()` of the newest bytes, and of the newest frame that could be handed on. */
  bytesAtMs = -Infinity;
  frameAtMs = -Infinity;

  private constructor(server: Server, { kind, renditions }: OutputParts) {
    this.#server = server;
    this.kind = kind;
    this.renditions = renditions;
  }

  static async open(parts: OutputParts): Promise<RunOutput> {
    const server = createServer();
    const output = new RunOutput(server, parts);
    server.on('connection', (connection) => {
      output.#read(connection, parts);
    });
    const listening = once(server, 'listening');
    server.listen(parts.path);
    await listening;
    return output;
  }

  get init(): TrackInit | null {
    return this.#init;
  }

  /** Of a picture: its first key frame. */
  get firstFrame(): Frame | null {
    return this.#firstFrame;
  }

  get gate(): GateStatus {
    return this.#gate?.status ?? 'open';
  }

  /** What comes is handed on again from the next key frame that fits. */
  shut(): void {
    this.#gate?.shut();
  }

  close(): void {
    this.#server.close();
    for (const connection of this.#connections) connection.destroy();
  }

  #read(connection: Socket, { kind, onFrame, onOther, onBroken }: OutputParts): void {
    this.#connections.add(connection);
    const beginning = kind === 'video' ? new FirstFrame() : null;
    const reader = createFrameReader({
      kind,
      onInit: (init) => {
        this.#init = init;
        this.#gate = new FrameGate(init);
      },
      onFrame: (frame) => {
        const admission = this.#gate?.admit(frame);
        if (admission?.status === 'broken') onBroken('timestamps went back');
        if (this.gate === 'other') onOther(this);
        if (admission?.status !== 'passes') return;
        for (const due of beginning?.take(admission.frame) ?? [admission.frame]) {
          if (this.#firstFrame === null && !due.isKey) continue;
          this.#firstFrame ??= due;
          this.frameAtMs = performance.now();
          onFrame(this, due, Date.now());
        }
      },
      onFault: onBroken,
    });
    connection.on('data', (chunk: Buffer) => {
      this.bytesAtMs = performance.now();
      reader.push(chunk);
    });
    // ffmpeg was killed; its end is told by the process.
    connection.on('error', () => undefined);
    connection.on('close', () => this.#connections.delete(connection));
  }
}
