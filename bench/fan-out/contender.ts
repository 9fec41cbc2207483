import type { Line } from '#test/support/audience/line.ts';

/** One exchange on the way into the room. */
export interface JoinStep {
  readonly say?: string;
  /** Part of what the server answers with when this step is done. */
  readonly until: string;
}

/** A server that takes chat messages and gives each to everybody in the room. */
export interface Contender {
  readonly name: string;
  readonly origin: string;
  /** Where its sockets are opened. */
  readonly path: string;
  /** The process that does the work; its CPU is what is measured. */
  readonly processId: number;
  /** Bytes in which its heartbeat shows, and the answer. */
  readonly heartbeat?: { readonly ping: Buffer; readonly pong: string };
  /** From an open line to a member of the room. */
  joining(index: number): readonly JoinStep[];
  /** One message of this line's person. */
  say(line: Line, text: string): void;
  close(): Promise<void>;
}
