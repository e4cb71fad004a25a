// The network, as politely as a stranger should use it.
import { Unreachable } from './check.ts';
import type { Came, Exchange, Sent } from './exchange.ts';
import { plainText } from '../terminal/plain-text.ts';

/** How long a response may take, in milliseconds. */
const timeout = 10_000;

/** The most that is read of a response, in characters. */
const longest = 512 * 1024;

/** How many requests are on the way at a time, but where a check is about more. */
const atOnce = 8;

/** Gets a response; redirects are not followed. */
export type Transport = (request: Sent) => Promise<Came>;

/** What came, of a platform's response. */
export async function readResponse(response: Response): Promise<Came> {
  const headers = new Map([...response.headers].filter(([name]) => name !== 'set-cookie'));
  return { status: response.status, headers, cookies: response.headers.getSetCookie(), body: await bodyOf(response) };
}

async function bodyOf(response: Response): Promise<string> {
  const decoder = new TextDecoder();
  let text = '';
  for await (const part of response.body ?? []) {
    text += decoder.decode(part as Uint8Array, { stream: true });
    if (text.length > longest) break;
  }
  return text;
}

/** The platform's fetch. @param agent the `User-Agent` */
export function fetchTransport(agent: string): Transport {
  return async ({ method, url, headers, body }) =>
    readResponse(
      await fetch(url, {
        method,
        headers: { ...headers, 'user-agent': agent },
        ...(body === null ? {} : { body }),
        redirect: 'manual',
        signal: AbortSignal.timeout(timeout),
      }),
    );
}

/** Sends requests until the server asks for fewer (429), which ends everything. */
export interface Sender {
  send(request: Sent, options?: { readonly limited?: boolean }): Promise<Exchange>;
  /** The server answered 429. */
  readonly isStopped: boolean;
}

const stopped = 'the server asked for fewer requests (429), so nothing more was sent';

export function createSender(transport: Transport): Sender {
  let isStopped = false;
  let onTheWay = 0;
  const waiting: (() => void)[] = [];
  const enter = async (): Promise<void> => {
    if (onTheWay >= atOnce) await new Promise<void>((resolve) => waiting.push(resolve));
    onTheWay += 1;
  };
  const leave = (): void => {
    onTheWay -= 1;
    waiting.shift()?.();
  };
  return {
    get isStopped() {
      return isStopped;
    },
    async send(request, { limited = false } = {}) {
      await enter();
      try {
        if (isStopped) throw new Unreachable(stopped);
        const sent = request;
        const came = await transport(request).catch((error: unknown) => {
          throw new Unreachable(`no response of ${new URL(request.url).origin}: ${reasonOf(error)}`);
        });
        if (came.status === 429 && !limited) {
          isStopped = true;
          throw new Unreachable(stopped);
        }
        return { sent, came };
      } finally {
        leave();
      }
    },
  };
}

function reasonOf(error: unknown): string {
  const { name, message, cause } = error as {
    name?: string;
    message?: string;
    cause?: { code?: string; message?: string };
  };
  return name === 'TimeoutError'
    ? 'none within ten seconds'
    : plainText(cause?.code ?? cause?.message ?? message ?? 'unknown');
}
