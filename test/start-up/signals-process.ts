import { pino } from 'pino';
import { createShutdown, endOnSignals } from '../../server/start-up/shutdown.ts';

/** A process with one part that takes as long to close as its argument says, in ms. */
const closingMs = Number(process.argv[2]);
const logger = pino({ level: 'silent' });
const shutdown = createShutdown(60_000, logger);
shutdown.add('slow', () => new Promise((resolve) => setTimeout(resolve, closingMs)));
endOnSignals(shutdown, logger);
process.stdout.write('ready\n');
setInterval(() => undefined, 1000);
