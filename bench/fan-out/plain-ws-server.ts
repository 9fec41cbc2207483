import { randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import { WebSocketServer } from 'ws';
import { messageOf, type Said } from './message-of.ts';

/** The loop everybody writes first: serialised once, sent to all. */
const http = createServer();
const sockets = new WebSocketServer({ server: http });
let sequence = 0;

sockets.on('connection', (socket) => {
  socket.binaryType = 'nodebuffer';
  const personId = randomUUID();
  socket.on('message', (data: Buffer) => {
    // The bench wrote it.
    const { messageId, text } = JSON.parse(data.toString()) as Said;
    const frame = JSON.stringify(messageOf(messageId, personId, (sequence += 1), text));
    for (const other of sockets.clients) other.send(frame);
  });
});

http.listen(0, '127.0.0.1', () => process.stdout.write(`${JSON.stringify(http.address())}\n`));
