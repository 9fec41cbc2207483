/** One row of the error table: how a refusal looks on every wire, and what a client should do about it. */
export interface ErrorRow {
  /** Status of an HTTP answer that carries this error. */
  readonly httpStatus: number;
  /** Number on the socket, stable for ever: 1xx protocol, 2xx identity, 3xx commands, 4xx media, 5xx server, 6xx commerce. */
  readonly socketCode: number;
  /** `true`: the same request may succeed later without a change. */
  readonly temporary: boolean;
  readonly meaning: string;
  readonly advice: string;
}

/** A row, by position. */
export const row = (
  httpStatus: number,
  socketCode: number,
  temporary: boolean,
  meaning: string,
  advice: string,
) => ({
  httpStatus,
  socketCode,
  temporary,
  meaning,
  advice,
});
