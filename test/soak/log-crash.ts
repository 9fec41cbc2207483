/** The kill -9 test of the event log, a hundred times instead of five. */
process.env['CRASH_ROUNDS'] ??= '100';
await import('../storage/sqlite/crash.test.ts');
export {};
