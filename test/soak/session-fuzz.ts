/** The fuzz test of whole sessions with 200,000 frames; seeds that fail are printed by it and kept as tests. */
process.env['SESSION_FUZZ_RUNS'] ??= '4000';
await import('../fuzz/session-fuzz.test.ts');
export {};
