import { randomUUID } from 'node:crypto';
import { startChild } from './child-server.ts';
import type { Contender } from './contender.ts';

/** Engine.IO's ping is the text frame `2`, and its pong `3`. */
const enginePing = Buffer.from([0x81, 1, 0x32]);

export async function startSocketIo(core: string): Promise<Contender> {
  const server = await startChild('socket-io-server.ts', core);
  return {
    ...server,
    name: 'Socket.IO',
    path: '/socket.io/?EIO=4&transport=websocket',
    heartbeat: { ping: enginePing, pong: '3' },
    joining: () => [{ until: '"sid"' }, { say: '40', until: '40{"sid"' }],
    say: (line, text) => line.say(`42${JSON.stringify(['say', { messageId: randomUUID(), text }])}`),
  };
}

export async function startPlainWs(core: string): Promise<Contender> {
  const server = await startChild('plain-ws-server.ts', core);
  return {
    ...server,
    name: 'plain ws',
    path: '/',
    joining: () => [],
    say: (line, text) => line.say(JSON.stringify({ messageId: randomUUID(), text })),
  };
}
