import { syncBuiltinESMExports } from 'node:module';
import net, { type Socket } from 'node:net';
import { once } from 'node:events';
import tls from 'node:tls';
import { EmulatorError } from '../error.ts';
import { divert, type Diversion } from './divert.ts';

let isInUse = false;

/**
 * Diverts the connections of this thread.
 *
 * @returns a function that undoes it, and closes the connections that were diverted
 * @throws {EmulatorError} if that is done already
 */
export function divertThisThread(diversion: Diversion): () => Promise<void> {
  if (isInUse) {
    throw new EmulatorError(
      'Another emulator answers for plex.tv in this thread. Close it first, or start this one with intercept: false.',
    );
  }
  const sockets = new Set<Socket>();
  const undo = divert({ net, tls }, diversion, (socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });
  isInUse = true;
  syncBuiltinESMExports();
  return async () => {
    undo();
    isInUse = false;
    syncBuiltinESMExports();
    // Pools of connections are told here and now, so that none of them sends the next request on a dead one.
    const open = [...sockets];
    const closed = Promise.all(open.map((socket) => once(socket, 'close')));
    for (const socket of open) socket.destroy();
    await closed;
  };
}
