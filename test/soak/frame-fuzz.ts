/** The fuzz test of the frame parser with a million frames; `SEED`s that fail are printed by it and kept as tests. */
process.env['FUZZ_RUNS'] ??= '1000000';
await import('../realtime/frame-codec.test.ts');
export {};
