/** The kill -9 test of bids, a hundred times over SQLite and over Redis instead of twice. */
process.env['STORM_ROUNDS'] ??= '100';
await import('../chaos/bid-storm.test.ts');
export {};
