import t from 'tap';
import { jitter } from '#test/support/audience/jitter.ts';
import { RoomCrowd } from '#test/support/audience/room-crowd.ts';
import { ServerProcess } from '#test/support/server-process.ts';

/** The full one, with 2,000 clients for a minute, is `npm run bench -- jitter`. */
const clients = 100;
const seed = 20_261_122;
const profile = { messages: 20, everyMs: 250, cutEveryMs: 2000, cutForMs: 500 };

t.test(
  `${clients} readers cut again and again have every message once and in order (seed ${seed})`,
  async (t) => {
    const server = await ServerProcess.start();
    t.teardown(() => server.close());
    const crowd = await RoomCrowd.gather({ server, clients, seed });
    t.teardown(() => crowd.leave());
    // From the first message on there is a place to come back to.
    await crowd.say(1, 0);
    await crowd.settled(5000);
    const { cuts } = await jitter(crowd, profile);
    t.equal(await crowd.settled(15_000), 0, 'all are back and miss nothing');
    const { deliveredShare, faults, snapshots, recoveries, replaysMs } = crowd.result;
    t.ok(cuts > clients, `${cuts} cuts`);
    t.equal(deliveredShare, 1, 'all of it was delivered');
    t.equal(faults, 0, 'nothing twice, nothing out of order, no gap');
    t.equal(snapshots, clients, 'one snapshot each, when they came');
    t.equal(recoveries, cuts, 'every return was a recovery by position');
    t.equal(replaysMs.length, cuts);
  },
);
