import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** The redirect from the authorization server, and the one response to it. */
export interface Redirect {
  /** The request URL; the authorization response is in its query. */
  readonly url: URL;
  /** Responds with a page that shows a sentence. Resolves when it has been sent. */
  readonly respond: (sentence: string) => Promise<void>;
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

const headers = {
  'content-type': 'text/html; charset=utf-8',
  'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'",
  'cache-control': 'no-store',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  connection: 'close',
};

const escaped = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');

const page = (title: string, sentence: string): string => `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta name="color-scheme" content="light dark">
<title>${escaped(title)}</title>
<style>body { font: 1.25rem/1.5 system-ui, sans-serif; max-width: 30em; margin: 20vh auto; padding: 0 1em }</style>
<p>${escaped(sentence)}</p>
</html>
`;

/**
 * Listens on 127.0.0.1, at a free port.
 *
 * @param title - of its pages
 * @throws what node:net throws if it cannot listen
 */
export async function openLoopback(title: string): Promise<Loopback> {
  const send = async (response: ServerResponse, status: number, sentence: string): Promise<void> => {
    const gone = once(response, 'close');
    response.writeHead(status, headers).end(page(title, sentence));
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
          if (url === undefined) return void send(response, 404, 'There is nothing here.');
          if (here || url.searchParams.getAll('state').join() !== state) {
            return void send(
              response,
              400,
              'This sign-in is not the one that is waited for. You can close this window.',
            );
          }
          here = true;
          signal.removeEventListener('abort', leave);
          resolve({ url, respond: (sentence) => send(response, 200, sentence) });
        });
      }),
    close: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}
