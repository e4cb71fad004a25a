// The network between one replica and a server: passes bytes on, and can be cut as if a cable was pulled.
import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';

/** What does not get through: all, or what goes over the connection on which the replica hears of changes. */
export type Lost = 'all' | 'bell';

/** A way to a port of this machine that can be cut. */
export interface Forwarder extends AsyncDisposable {
  readonly port: number;
  /** From now on nothing gets through and nothing is closed, as when packets are dropped. */
  cut(lost?: Lost): void;
  /** Connections of which something was lost come to an end, and new ones get through. */
  mend(): void;
  /** From now on nothing gets through; what is sent meanwhile gets there after {@link resume}, as TCP sends it again. */
  stall(): void;
  resume(): void;
}

/** How the protocol of PostgreSQL says it, as text. */
const listens = Buffer.from('listen ');

/** @param target the port that it leads to */
export async function startForwarder(target: number): Promise<Forwarder> {
  const connections = new Set<Connection>();
  let lost: Lost | undefined;
  let isStalled = false;
  const server = createServer((near) => {
    const connection = new Connection(near, target, (one) => lost === 'all' || (lost === 'bell' && one.isBell));
    connections.add(connection);
    near.once('close', () => connections.delete(connection));
    if (isStalled) connection.stall();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const end = (which: (one: Connection) => boolean): void => {
    for (const one of connections) if (which(one)) one.end();
  };
  return {
    port: (server.address() as AddressInfo).port,
    cut(what = 'all') {
      lost = what;
    },
    mend() {
      const was = lost;
      lost = undefined;
      end((one) => was === 'all' || one.isBell);
    },
    stall() {
      isStalled = true;
      for (const one of connections) one.stall();
    },
    resume() {
      isStalled = false;
      for (const one of connections) one.resume();
    },
    async [Symbol.asyncDispose]() {
      end(() => true);
      server.close();
      await once(server, 'close');
    },
  };
}

/** One connection, in two halves. */
class Connection {
  readonly #near: Socket;
  readonly #far: Socket;
  /** Whether the replica has asked to hear of changes here. */
  isBell = false;

  /** @param isCut whether nothing gets through now, and nobody hears of an end */
  constructor(near: Socket, target: number, isCut: (one: Connection) => boolean) {
    this.#near = near;
    this.#far = connect(target, '127.0.0.1');
    const pass = (from: Socket, to: Socket): void => {
      from.on('error', () => {});
      from.on('data', (bytes: Buffer) => {
        if (from === near && bytes.includes(listens)) this.isBell = true;
        if (!isCut(this)) to.write(bytes);
      });
      from.once('close', () => {
        if (!isCut(this)) to.destroy();
      });
    };
    pass(near, this.#far);
    pass(this.#far, near);
  }

  stall(): void {
    this.#near.pause();
    this.#far.pause();
  }

  resume(): void {
    this.#near.resume();
    this.#far.resume();
  }

  end(): void {
    this.#near.destroy();
    this.#far.destroy();
  }
}
