/** CLOCK_MONOTONIC in ms: the same for every process of a machine. */
export const monotonicMs = (): number => Number(process.hrtime.bigint()) / 1e6;
