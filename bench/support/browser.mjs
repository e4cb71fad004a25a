// A browser without scripts: stores cookies, follows redirects, and submits hidden form fields.
import { Agent, request } from 'node:http';

const form = 'application/x-www-form-urlencoded';

/** An agent with `count` keep-alive connections; each round starts with new ones. */
export const connections = (count) => new Agent({ keepAlive: true, maxSockets: count });

/** Sends a request. An object is sent as a form, or as JSON with `inJson`. */
export function send(agent, port, method, path, { body, inJson = false, headers = {} } = {}) {
  const text = body === undefined ? '' : inJson ? JSON.stringify(body) : new URLSearchParams(body).toString();
  const about =
    body === undefined
      ? {}
      : { 'content-type': inJson ? 'application/json' : form, 'content-length': Buffer.byteLength(text) };
  return new Promise((resolve, reject) => {
    const sent = request({ agent, host: '127.0.0.1', port, method, path, headers: { ...about, ...headers } });
    sent.on('error', reject).on('response', (response) => {
      const parts = [];
      response
        .on('data', (part) => parts.push(part))
        .on('error', reject)
        .on('end', () =>
          resolve({ status: response.statusCode, headers: response.headers, text: Buffer.concat(parts).toString() }),
        );
    });
    sent.end(text);
  });
}

/** A browser at one service. */
export class Browser {
  #port;
  #cookies = new Map();

  constructor(port) {
    this.#port = port;
  }

  get(agent, path) {
    return this.#send(agent, 'GET', path);
  }

  /** Posts a form from one of the service's own pages. */
  post(agent, path, body, inJson = false) {
    const headers = { origin: `http://127.0.0.1:${this.#port}`, 'sec-fetch-site': 'same-origin' };
    return this.#send(agent, 'POST', path, { body, inJson, headers });
  }

  async #send(agent, method, path, { headers, ...more } = {}) {
    const here = path.split('?')[0];
    const fitting = [...this.#cookies].filter(([, cookie]) => here.startsWith(cookie.path));
    const cookie = fitting.map(([name, { value }]) => `${name}=${value}`).join('; ');
    const answer = await send(agent, this.#port, method, path, { ...more, headers: { ...headers, cookie } });
    for (const line of answer.headers['set-cookie'] ?? []) this.#keep(line);
    const { location } = answer.headers;
    if (location === undefined) return { ...answer, path };
    const { pathname, search } = new URL(location, `http://127.0.0.1:${this.#port}${path}`);
    return this.get(agent, `${pathname}${search}`);
  }

  #keep(line) {
    const [, name, value] = /^([^=]+)=([^;]*)/.exec(line);
    const path = /; ?path=([^;]*)/i.exec(line)?.[1] ?? '/';
    const isOver = /; ?max-age=0\b/i.test(line) || /; ?expires=Thu, 01 Jan 1970/i.test(line);
    if (isOver) this.#cookies.delete(name);
    else this.#cookies.set(name, { value, path });
  }
}

/** The hidden fields of a page. */
export const hiddenFields = ({ text }) =>
  Object.fromEntries(
    [...text.matchAll(/<input\s+type="hidden"\s+name="([^"]+)"\s+value="([^"]*)"/g)].map(([, name, value]) => [
      name,
      value,
    ]),
  );
