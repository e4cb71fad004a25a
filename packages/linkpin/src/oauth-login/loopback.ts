import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** The one request that comes back from the server that signs in, and the one answer to it. */
export interface Arrival {
  /** With what the server says in its query. */
  readonly url: URL;
  /** Shows the person a sentence, as a page. */
  readonly answer: (sentence: string) => Promise<void>;
}

/** A door on this machine's loopback, for one arrival (RFC 8252 §7.3). */
export interface Loopback {
  /** On a port of its own; the path is always the same. */
  readonly redirectUri: string;
  /**
   * Waits for the arrival that knows the state. Others are sent away and end nothing.
   *
   * @throws the signal's reason
   */
  readonly arrival: (state: string, signal: AbortSignal) => Promise<Arrival>;
  readonly close: () => void;
}

const path = '/callback';

const headers = {
  'content-type': 'text/html; charset=utf-8',
  'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'",
  'cache-control': 'no-store',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  connection: 'close',
};

const page = (sentence: string): string => `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta name="color-scheme" content="light dark">
<title>linkpin</title>
<style>body { font: 1.25rem/1.5 system-ui, sans-serif; max-width: 30em; margin: 20vh auto; padding: 0 1em }</style>
<p>${sentence.replaceAll('&', '&amp;').replaceAll('<', '&lt;')}</p>
</html>
`;

async function send(response: ServerResponse, status: number, sentence: string): Promise<void> {
  const gone = once(response, 'close');
  response.writeHead(status, headers).end(page(sentence));
  await gone;
}

/**
 * Opens the door on 127.0.0.1, at a free port.
 *
 * @throws what node:net throws when it cannot listen
 */
export async function openLoopback(): Promise<Loopback> {
  const server = createServer();
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const { port } = server.address() as AddressInfo;
  const origin = `http://127.0.0.1:${port}`;

  /** The address of a request that may be the one; undefined for a wrong place, and for a name that was made to lead here. */
  const addressOf = ({ method, url = '', headers: { host } }: IncomingMessage): URL | undefined => {
    const address = URL.parse(url, origin);
    const fits = method === 'GET' && host === `127.0.0.1:${port}` && url.startsWith('/') && address?.pathname === path;
    return fits ? address : undefined;
  };

  return {
    redirectUri: `${origin}${path}`,
    arrival: (state, signal) =>
      new Promise((resolve, reject) => {
        let here = false;
        const leave = (): void => reject(signal.reason as Error);
        if (signal.aborted) return leave();
        signal.addEventListener('abort', leave, { once: true });
        server.on('request', (request, response) => {
          const url = addressOf(request);
          if (url === undefined) return void send(response, 404, 'There is nothing here.');
          if (here || url.searchParams.get('state') !== state) {
            return void send(
              response,
              400,
              'This sign-in is not the one that is waited for. You can close this window.',
            );
          }
          here = true;
          signal.removeEventListener('abort', leave);
          resolve({ url, answer: (sentence) => send(response, 200, sentence) });
        });
      }),
    close: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}
