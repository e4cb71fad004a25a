// The network between one replica and a server: passes bytes on, and can be cut as if a cable was pulled.
import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';

/** A way to a port of this machine that can be cut. */
export interface Forwarder extends AsyncDisposable {
  readonly port: number;
  /** From now on nothing gets through and nothing is closed, as when packets are dropped. */
  cut(): void;
  /** Connections from before come to an end, and new ones get through. */
  mend(): void;
}

/** @param target the port that it leads to */
export async function startForwarder(target: number): Promise<Forwarder> {
  const sockets = new Set<Socket>();
  let isCut = false;
  const keep = (socket: Socket): Socket => {
    sockets.add(socket);
    return socket.on('error', () => {}).once('close', () => sockets.delete(socket));
  };
  const server = createServer((near) => {
    keep(near);
    if (isCut) return;
    const far = keep(connect(target, '127.0.0.1'));
    const pass = (from: Socket, to: Socket): void => {
      from.on('data', (bytes) => {
        if (!isCut) to.write(bytes);
      });
      from.once('close', () => {
        if (!isCut) to.destroy();
      });
    };
    pass(near, far);
    pass(far, near);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const end = (): void => {
    for (const socket of sockets) socket.destroy();
  };
  return {
    port: (server.address() as AddressInfo).port,
    cut() {
      isCut = true;
    },
    mend() {
      isCut = false;
      end();
    },
    async [Symbol.asyncDispose]() {
      end();
      server.close();
      await once(server, 'close');
    },
  };
}
