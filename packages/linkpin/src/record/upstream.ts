// The real plex.tv, through the user's proxy, by the certificates that this machine trusts.
import { Agent, request as secureRequest, type RequestOptions } from 'node:https';
import type { ClientRequest } from 'node:http';
import type { Duplex } from 'node:stream';
import { connect, getCACertificates } from 'node:tls';
import { connectThrough } from '../emulator/upstream-proxy.ts';

/** Sends requests to the real hosts. */
export interface Upstream {
  /** Begins a request; its body and its response are left to the caller. */
  request(options: Pick<RequestOptions, 'host' | 'method' | 'path' | 'headers' | 'signal'>): ClientRequest;
  /** Closes the connections. */
  close(): void;
}

/** How long plex.tv may take to begin its answer, in milliseconds. */
const timeout = 60_000;

/** What this machine trusts: the roots of Node and of the system, and those of NODE_EXTRA_CA_CERTS. */
const machineRoots = (): string[] => [...new Set([...getCACertificates('default'), ...getCACertificates('system')])];

/** Connections by TLS that are checked whatever NODE_TLS_REJECT_UNAUTHORIZED says. */
class CheckedAgent extends Agent {
  readonly #proxyFor: (host: string) => URL | undefined;
  readonly #roots = machineRoots();

  constructor(proxyFor: (host: string) => URL | undefined) {
    // A connection that is kept may be closed at the other end just when a request is on its way.
    super({ keepAlive: false });
    this.#proxyFor = proxyFor;
  }

  override createConnection(
    { host }: RequestOptions,
    done?: (error: Error | null, stream: Duplex) => void,
  ): Duplex | null | undefined {
    const name = host ?? '';
    const finish = done as (error: Error | null, stream?: Duplex) => void;
    connectThrough(this.#proxyFor(name), name, 443).then(
      (socket) => {
        const secure = connect({ socket, servername: name, ca: this.#roots, rejectUnauthorized: true });
        secure.once('secureConnect', () => {
          secure.off('error', finish);
          finish(null, secure);
        });
        secure.once('error', finish);
      },
      (error: unknown) => finish(error as Error),
    );
    return undefined;
  }
}

/** @param proxyFor what the user's HTTPS to a host goes through; undefined for nothing */
export function openUpstream(proxyFor: (host: string) => URL | undefined): Upstream {
  const agent = new CheckedAgent(proxyFor);
  return {
    request: (options) => secureRequest({ ...options, port: 443, agent, timeout }),
    close: () => agent.destroy(),
  };
}
