import { abortReason, onAbort } from './abort.ts';
import type { Clock } from './clock.ts';
import { LinkpinClientError } from './errors.ts';
import type { PlexRequest } from './plex-request.ts';
import { readRetryAfter } from './retry.ts';

/** The part of `fetch` that is used. */
export type Fetch = (
  url: string,
  init: {
    readonly method: string;
    readonly headers: Readonly<Record<string, string>>;
    readonly redirect: 'manual';
    readonly signal: AbortSignal;
  },
) => Promise<Response>;

/** What sending needs. */
export interface Line {
  readonly fetch: Fetch;
  readonly clock: Clock;
}

/** An answer that was read to its end. */
export interface Answer {
  readonly status: number;
  readonly header: (name: string) => string | null;
  readonly text: string;
  /** Seconds that the server asks to be left alone; undefined when it does not say. */
  readonly retryAfter: number | undefined;
}

/** An address as it may be shown: without its query, which may hold a code. */
export const withoutQuery = (url: string): string => url.replace(/[?#].*$/s, '');

// Names such as ECONNREFUSED say most; some runtimes put the whole address into the sentence or beside it, so the cause is
// not kept and addresses are taken out.
const reasonOf = (error: unknown): string => {
  const { cause, code, message } = error as {
    cause?: { code?: unknown; message?: unknown };
    code?: unknown;
    message?: unknown;
  };
  const name = [cause?.code, code].find((each) => typeof each === 'string');
  const sentence = [cause?.message, message].find((each) => typeof each === 'string' && each !== '');
  return String(name ?? sentence ?? 'no reason given').replace(/\w+:\/\/[^\s)'"]+/g, 'the server');
};

const receive = async (request: PlexRequest, line: Line, signal: AbortSignal): Promise<Answer> => {
  const { method, url, headers } = request;
  const response = await line.fetch(url, { method, headers, redirect: 'manual', signal });
  const header = (name: string): string | null => response.headers.get(name);
  const moved = response.status >= 300 && response.status < 400 && response.status !== 304;
  if (moved || response.type === 'opaqueredirect' || response.redirected) {
    throw new LinkpinClientError('redirected', `${withoutQuery(url)} answers with a redirect, which is not followed`, {
      status: response.status || undefined,
    });
  }
  const date = Date.parse(header('date') ?? '');
  return {
    status: response.status,
    header,
    text: await response.text(),
    retryAfter: readRetryAfter(header('retry-after'), Number.isNaN(date) ? line.clock.wallTime() : date),
  };
};

/**
 * Sends one request and reads the answer to its end.
 *
 * @param timeout - milliseconds for all of it
 * @throws LinkpinClientError `network`, `timeout` or `redirected`; the signal's reason when that aborted
 */
export const send = (
  request: PlexRequest,
  line: Line,
  timeout: number,
  signal: AbortSignal | undefined,
): Promise<Answer> =>
  new Promise((resolve, reject) => {
    if (signal?.aborted) return reject(abortReason(signal));
    const controller = new AbortController();
    // The promise is settled here and not by fetch: an injected one may take no notice of a signal.
    const stop = (error: unknown): void => {
      finish();
      reject(error);
      controller.abort();
    };
    const stopTimer = line.clock.after(timeout, () =>
      stop(
        new LinkpinClientError('timeout', `${withoutQuery(request.url)} gave no whole answer in ${timeout / 1000} s`),
      ),
    );
    const stopListening = onAbort(signal, () => stop(abortReason(signal as AbortSignal)));
    const finish = (): void => {
      stopTimer();
      stopListening();
    };
    receive(request, line, controller.signal).then(
      (answer) => {
        finish();
        resolve(answer);
      },
      (error: unknown) => {
        finish();
        reject(
          error instanceof LinkpinClientError
            ? error
            : new LinkpinClientError('network', `${withoutQuery(request.url)} cannot be reached: ${reasonOf(error)}`),
        );
      },
    );
  });
