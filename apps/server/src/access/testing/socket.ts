import { once } from 'node:events';
import { connect, type Socket } from 'node:net';

/** A raw connection to a started gateway, for what no HTTP client would send. */
export interface RawConnection {
  readonly socket: Socket;
  /** All that has come so far, once `pattern` is in it or the other side has ended. */
  readUntil(pattern: RegExp): Promise<string>;
}

/** Connects to the address that `Gateway.listen` returned. */
export async function connectTo(url: string): Promise<RawConnection> {
  const { hostname, port } = new URL(url);
  const socket = connect(Number(port), hostname);
  await once(socket, 'connect');
  let received = '';
  let ended = false;
  socket.setEncoding('utf8');
  socket.on('data', (text: string) => {
    received += text;
  });
  socket.on('close', () => {
    ended = true;
  });
  socket.on('error', () => {
    ended = true;
  });
  return {
    socket,
    async readUntil(pattern) {
      while (!pattern.test(received) && !ended) {
        await Promise.race([once(socket, 'data'), once(socket, 'close')]);
      }
      return received;
    },
  };
}
