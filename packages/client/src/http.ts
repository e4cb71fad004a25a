import { abortable } from './abort.ts';
import type { Clock } from './clock.ts';
import { LinkpinClientError, type LinkpinErrorCode } from './errors.ts';
import type { FetchResponse, Signal } from './platform.ts';
import { readRetryAfter } from './retry.ts';

/** The part of `fetch` that this package uses. */
export type Fetch = (
  url: string,
  init: {
    readonly method: string;
    readonly headers: Readonly<Record<string, string>>;
    readonly body?: string;
    readonly redirect: 'manual';
    readonly signal: Signal;
  },
) => Promise<FetchResponse>;

/** A request as plain data. */
export interface HttpRequest {
  readonly method: 'GET' | 'POST' | 'DELETE';
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** The transport of a client. */
export interface Line {
  readonly fetch: Fetch;
  readonly clock: Clock;
}

/** Time-out in milliseconds of a request outside a wait. */
export const ordinaryTimeout = 10_000;

/** A complete response. */
export interface Answer {
  /** Its URL without the query, which may contain a code. */
  readonly where: string;
  readonly status: number;
  readonly header: (name: string) => string | null;
  readonly text: string;
  /** Seconds of `Retry-After`, or undefined. */
  readonly retryAfter: number | undefined;
}

// Codes such as ECONNREFUSED say most. Some runtimes put the whole URL into the message or the cause, so the cause is
// dropped and URLs are removed.
const reasonOf = (error: { cause?: unknown }): string => {
  const { code, message } = (error.cause ?? error) as { code?: string; message?: string };
  return String(code ?? message).replace(/\w+:\/\/[^\s)'"]+/g, '…');
};

/**
 * Sends a request and reads the complete response.
 *
 * @param timeout - milliseconds for everything except the wait
 * @param wait - seconds for which the server may hold the response while nothing changes (`Prefer: wait`, RFC 7240)
 * @throws LinkpinClientError `network`, `timeout` or `redirected`; the signal's reason if it aborted
 */
export const send = (request: HttpRequest, line: Line, timeout: number, signal?: Signal, wait = 0): Promise<Answer> =>
  // Abort here and not in fetch: an injected one may ignore the signal.
  abortable(signal, (resolve, reject) => {
    const controller = new AbortController();
    const [where] = request.url.split('?') as [string];
    const fail = (code: LinkpinErrorCode, message: string): void =>
      reject(new LinkpinClientError(code, `${where} ${message}`));
    const receive = async (): Promise<void> => {
      const response = await line.fetch(request.url, {
        ...request,
        headers: { ...request.headers, ...(wait > 0 && { Prefer: `wait=${wait}` }) },
        redirect: 'manual',
        signal: controller.signal,
      });
      const { status } = response;
      const header = (name: string): string | null => response.headers.get(name);
      // Browsers show a redirect as status 0; React Native has already followed it.
      if (!status || (status >= 300 && status < 400) || response.redirected) {
        return fail('redirected', 'redirects');
      }
      resolve({
        where,
        status,
        header,
        text: await response.text(),
        retryAfter: readRetryAfter(
          header('retry-after'),
          Date.parse(header('date') as string) || line.clock.wallTime(),
        ),
      });
    };
    receive().catch((error: Error) => fail('network', `unreachable: ${reasonOf(error)}`));
    const stopTimer = line.clock.after(timeout + wait * 1000, () => fail('timeout', 'timed out'));
    return () => {
      stopTimer();
      controller.abort();
    };
  });
