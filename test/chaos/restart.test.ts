import t from 'tap';
import { RoomCrowd } from '#test/support/audience/room-crowd.ts';
import { ServerProcess } from '#test/support/server-process.ts';

/** The full one, with 5,000 clients, is `npm run bench -- restart`. */
const clients = 80;
const seed = 20_261_122;

t.setTimeout(180_000);

const server = await ServerProcess.start();
t.teardown(() => server.close());
const crowd = await RoomCrowd.gather({ server, clients, seed });
t.teardown(() => crowd.leave());
await crowd.say(3, 50);
let restarts = 0;

for (const [how, end] of [
  ['stopped', () => server.stop()],
  ['killed with -9', () => server.killHard()],
] as const) {
  t.test(`a server ${how} and started anew gets all its readers back, and none lost a message`, async (t) => {
    const speaking = crowd.say(20, 50);
    await end();
    await server.startAgain();
    await speaking;
    restarts += 1;
    t.equal(await crowd.settled(30_000), 0, 'all are back and miss nothing');
    const { deliveredShare, faults, snapshots, absencesMs } = crowd.result;
    t.equal(deliveredShare, 1, 'what was acknowledged reached everybody');
    t.equal(faults, 0, 'once and in order');
    t.equal(snapshots, clients, 'by position: the log outlives its server');
    t.equal(absencesMs.length, clients * restarts, 'each came back once');
  });
}
