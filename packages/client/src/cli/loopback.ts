import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type EndPage, endHeaders, endPage } from './end-page.ts';

/** The redirect from the authorization server, and the one response to it. */
export interface Redirect {
  /** The request URL; the authorization response is in its query. */
  readonly url: URL;
  /** Responds with the last page of the sign-in. Resolves when it has been sent. */
  readonly respond: (end: EndPage) => Promise<void>;
}

/** A loopback listener for one redirect (RFC 8252 §7.3). */
export interface Loopback {
  /** On a free port, with a constant path. */
  readonly redirectUri: string;
  /**
   * Waits for the redirect with this `state`. Other requests get an error and do not end the wait.
   *
   * @throws the signal's reason
   */
  readonly redirect: (state: string, signal: AbortSignal) => Promise<Redirect>;
  readonly close: () => void;
}

const path = '/callback';

/**
 * Listens on 127.0.0.1, at a free port.
 *
 * @param title - of its pages: the program's name
 * @throws what node:net throws if it cannot listen
 */
export async function openLoopback(title: string): Promise<Loopback> {
  const send = async (response: ServerResponse, status: number, end: EndPage): Promise<void> => {
    const gone = once(response, 'close');
    response.writeHead(status, endHeaders).end(endPage(title, end));
    await gone;
  };

  const server = createServer();
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const { port } = server.address() as AddressInfo;
  const origin = `http://127.0.0.1:${port}`;

  /** The URL of a request that may be the redirect; undefined for another path or a foreign `Host` (DNS rebinding). */
  const addressOf = ({ method, url = '', headers: { host } }: IncomingMessage): URL | undefined => {
    const address = URL.canParse(url, origin) ? new URL(url, origin) : undefined;
    const fits = method === 'GET' && host === `127.0.0.1:${port}` && url.startsWith('/') && address?.pathname === path;
    return fits ? address : undefined;
  };

  return {
    redirectUri: `${origin}${path}`,
    redirect: (state, signal) =>
      new Promise((resolve, reject) => {
        let here = false;
        const leave = (): void => reject(signal.reason as Error);
        if (signal.aborted) return leave();
        signal.addEventListener('abort', leave, { once: true });
        server.on('request', (request, response) => {
          const url = addressOf(request);
          if (url === undefined) return void send(response, 404, { heading: 'There is nothing here.', isGood: false });
          if (here || url.searchParams.getAll('state').join() !== state) {
            return void send(response, 400, { heading: 'This is not the sign-in that is waited for.', isGood: false });
          }
          here = true;
          signal.removeEventListener('abort', leave);
          resolve({ url, respond: (end) => send(response, 200, end) });
        });
      }),
    close: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}
