/** A server that does next to nothing, started by `lanes.ts`. The argument: milliseconds until each answer. */
import { createServer } from 'node:net';

const delayMs = Number(process.argv[2]);
const answer = Buffer.from(
  'HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nX-App: yes\r\nContent-Length: 2\r\n\r\nok',
);

const server = createServer({ noDelay: true }, (socket) => {
  const reply = () => socket.write(answer);
  socket.on('error', () => socket.destroy());
  socket.on('data', () => {
    // One request at a time, and each in one piece.
    if (delayMs === 0) reply();
    else setTimeout(reply, delayMs);
  });
});
server.listen(0, '127.0.0.1', () => {
  const address = server.address();
  process.send?.(typeof address === 'object' ? address?.port : undefined);
});
process.once('disconnect', () => process.exit());
