import { randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import { Server } from 'socket.io';
import { messageOf, type Said } from './message-of.ts';

/** A chat room as Socket.IO's guide has it: default settings, WebSocket transport only, one broadcast per message. */
const http = createServer();
const io = new Server(http, { transports: ['websocket'] });
let sequence = 0;

io.on('connection', (socket) => {
  const personId = randomUUID();
  void socket.join('room');
  socket.on('say', ({ messageId, text }: Said) => {
    io.to('room').emit('message', messageOf(messageId, personId, (sequence += 1), text));
  });
});

http.listen(0, '127.0.0.1', () => process.stdout.write(`${JSON.stringify(http.address())}\n`));
