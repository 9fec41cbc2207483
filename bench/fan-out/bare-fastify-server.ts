import websocket, { type WebSocket } from '@fastify/websocket';
import { fastify } from 'fastify';

/** The least that a subscribed socket can be in Fastify: kept in a set, listened to, nothing else. */
const app = fastify();
const subscribed = new Set<WebSocket>();
await app.register(websocket, { options: { perMessageDeflate: false } });
app.get('/', { websocket: true }, (socket) => {
  socket.on('message', (data: Buffer) => {
    subscribed.add(socket);
    socket.send(data);
  });
  socket.on('close', () => subscribed.delete(socket));
});
await app.listen({ host: '127.0.0.1', port: 0 });
process.stdout.write(`${JSON.stringify(app.server.address())}\n`);
