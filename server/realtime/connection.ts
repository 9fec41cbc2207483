/** What a session needs of a socket; `ws` in production, an in-memory pair in unit tests. */
export interface Connection {
  /** Bytes accepted by `send` that the operating system has not taken yet. */
  readonly bufferedBytes: number;
  /** Sends one text frame of UTF-8. */
  send(frame: Buffer): void;
  /** Starts the closing handshake; the session's `ended` follows. */
  close(code: number, reason: string): void;
  /** Drops the connection without a handshake; the session's `ended` follows. */
  terminate(): void;
}
