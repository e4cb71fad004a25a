import { abortable } from './abort.ts';
import type { Clock } from './clock.ts';
import { LinkpinClientError, type LinkpinErrorCode } from './errors.ts';
import type { FetchResponse, Signal } from './platform.ts';
import { readRetryAfter } from './retry.ts';

/** The part of `fetch` that is used. */
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

/** What sending needs. */
export interface Line {
  readonly fetch: Fetch;
  readonly clock: Clock;
}

/** Milliseconds for a request that is not part of a wait. */
export const ordinaryTimeout = 10_000;

/** An answer that was read to its end. */
export interface Answer {
  /** The address that gave it, as it may be shown: without its query, which may hold a code. */
  readonly where: string;
  readonly status: number;
  readonly header: (name: string) => string | null;
  readonly text: string;
  /** Seconds that the server asks to be left alone; undefined when it does not say. */
  readonly retryAfter: number | undefined;
}

// Names such as ECONNREFUSED say most; some runtimes put the whole address into the sentence or beside it, so the cause is
// not kept and addresses are taken out.
const reasonOf = (error: { cause?: unknown }): string => {
  const { code, message } = (error.cause ?? error) as { code?: string; message?: string };
  return String(code ?? message).replace(/\w+:\/\/[^\s)'"]+/g, '…');
};

/**
 * Sends one request and reads the answer to its end.
 *
 * @param timeout - milliseconds for all of it, beside the wait
 * @param wait - seconds for which the server is asked to hold the answer while it has no news (RFC 7240)
 * @throws LinkpinClientError `network`, `timeout` or `redirected`; the signal's reason when that aborted
 */
export const send = (request: HttpRequest, line: Line, timeout: number, signal?: Signal, wait = 0): Promise<Answer> =>
  // Settled here and not by fetch: an injected one may take no notice of a signal.
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
      // A browser shows no more of a redirect than the status 0; React Native has followed it by now.
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
