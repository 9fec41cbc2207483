import { succeeded, type Outcome } from '../../../client-demo/src/live/outcome.ts';
import { createLiveSocket } from '../../../client-demo/src/live/socket.ts';
import { FakeServer, welcome } from './fake-server.ts';
import { FakeTime } from './fake-time.ts';

/** A socket of the live library, whole, before a server that does what it is told. */
export const standingSocket = (time = new FakeTime(), server = new FakeServer()) => {
  let wake = () => {};
  const socket = createLiveSocket({
    url: 'wss://shop.test/api/socket',
    time,
    openWire: server.openWire,
    followWake: (listener) => {
      wake = listener;
      return () => {};
    },
    tokens: {
      token: async (): Promise<Outcome<string>> => succeeded('token-of-twenty-characters'),
      onRenewed: () => () => {},
    },
    clock: { addSample: () => {}, forget: () => {} },
  });
  /** Lets the newest connection through to its welcome. */
  const greet = async (personId = welcome.personId) => {
    await time.settle();
    server.latest.open();
    await time.settle();
    server.latest.send({ ...welcome, personId });
    await time.settle();
  };
  return { time, server, socket, greet, wake: () => wake() };
};
