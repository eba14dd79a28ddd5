import { connect, type Socket } from 'node:net';

/** Sends bytes on a connection of its own, ends its side, and gives all that comes back. */
export const send = (port: number, bytes: string): Promise<string> =>
  exchange(port, (socket) => socket.end(bytes, 'latin1'));

/** The same, but leaves it to the server to end the connection: Puma takes an end for a client that is gone. */
export const ask = (port: number, bytes: string): Promise<string> =>
  exchange(port, (socket) => socket.on('end', () => socket.end()).write(bytes, 'latin1'));

async function exchange(port: number, begin: (socket: Socket) => void): Promise<string> {
  const socket = connect({ port, host: '127.0.0.1', allowHalfOpen: true });
  begin(socket);
  let answer = '';
  socket.on('data', (chunk) => {
    answer += chunk.toString('latin1');
  });
  socket.on('error', () => {});
  await new Promise<void>((resolve) => socket.on('close', () => resolve()));
  return answer;
}
