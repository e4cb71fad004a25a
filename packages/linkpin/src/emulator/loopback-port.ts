import { once, type EventEmitter } from 'node:events';
import { createServer, type AddressInfo, type Socket } from 'node:net';

/** A port of this machine. Until there is a server for it, connections are accepted, and wait. */
export interface LoopbackPort {
  readonly port: number;
  /** Resolves with the first connection. */
  readonly reached: Promise<void>;
  /**
   * Hands over the connections, those that wait and those to come.
   *
   * @param server of HTTP or TLS, which listens nowhere itself; asked for with the first connection
   */
  readonly serve: (this: void, server: () => EventEmitter) => void;
  /** Stops listening and closes each connection. */
  close(): Promise<void>;
}

/**
 * Listens on 127.0.0.1, with as little of Node as that needs.
 *
 * @param port 0 for a free one
 */
export async function openPort(port: number): Promise<LoopbackPort> {
  const sockets = new Set<Socket>();
  const waiting = new Set<Socket>();
  let closing: Promise<void> | undefined;
  let serverOf: (() => EventEmitter) | undefined;
  const handOver = (socket: Socket, server: EventEmitter): void => {
    server.emit('connection', socket);
    socket.resume();
  };
  // As node:http has its own listeners, except that nothing is read before somebody is there to read it.
  const listener = createServer({ allowHalfOpen: true, noDelay: true, pauseOnConnect: true }, (socket) => {
    sockets.add(socket);
    socket.once('close', () => {
      sockets.delete(socket);
      waiting.delete(socket);
    });
    if (serverOf === undefined) waiting.add(socket);
    else handOver(socket, serverOf());
  });
  const close = async (): Promise<void> => {
    const closed = once(listener, 'close');
    listener.close();
    for (const socket of sockets) socket.destroy();
    await closed;
  };
  const reached = new Promise<void>((resolve) => {
    listener.once('connection', () => resolve());
  });
  listener.listen(port, '127.0.0.1');
  await once(listener, 'listening');
  return {
    port: (listener.address() as AddressInfo).port,
    reached,
    serve(server) {
      serverOf = server;
      for (const socket of waiting) handOver(socket, server());
      waiting.clear();
    },
    close: () => (closing ??= close()),
  };
}
