// A server that follows a script, and what a client did with it. No I/O.
import { fail, pass, skip, type Check, type Verdict } from '../check.ts';
import type { Exchange, Fields } from '../exchange.ts';

/** What the server does with a request. */
export type Answer =
  | {
      readonly kind: 'response';
      readonly status: number;
      readonly headers?: Readonly<Record<string, string>>;
      /** Sent as JSON; a text is sent as it is. */
      readonly body: unknown;
    }
  /** The connection is closed without a response. */
  | { readonly kind: 'drop' }
  /** No response comes; after a while the connection is closed. */
  | { readonly kind: 'hang' };

/** A request as it came. */
export interface Request {
  readonly method: string;
  /** Without the query. */
  readonly path: string;
  readonly query: Fields;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** A request, when it came, and when its answer went or its connection ended: in milliseconds since the start. */
export interface Heard extends Request {
  readonly cameAt: number;
  /** Undefined while it goes on. */
  readonly endedAt: number | undefined;
  readonly answer: Answer;
}

/** What a client did in one scenario. */
export interface Played {
  readonly requests: readonly Heard[];
  /** What it printed, on both streams. */
  readonly output: string;
  /** Null if it had to be stopped. */
  readonly exitCode: number | null;
  /** What did not work here, such as that there is no such command; else null. */
  readonly problem: string | null;
}

/** A scenario: what a server says, and what a client is to do. */
export interface Scenario {
  readonly name: string;
  /** The answer to a request, by those that came before. */
  readonly answer: (request: Request, earlier: readonly Heard[]) => Answer;
  /** When a client that goes on is stopped, in seconds. */
  readonly limit: number;
  readonly checks: readonly Check<Played>[];
}

/** A response with JSON. */
export const json = (status: number, body: unknown, headers: Readonly<Record<string, string>> = {}): Answer => ({
  kind: 'response',
  status,
  headers: { 'content-type': 'application/json', 'cache-control': 'no-store', ...headers },
  body,
});

/** The fields of a form. */
export const formOf = ({ body }: Pick<Request, 'body'>): Fields => [...new URLSearchParams(body)];

/** The one value of a field; undefined if there is none, or several. */
export function fieldOf(fields: Fields, name: string): string | undefined {
  const values = fields.filter(([given]) => given === name).map(([, value]) => value);
  return values.length === 1 ? values[0] : undefined;
}

/** A request as an exchange, for a report. */
function exchangeOf(heard: Heard, origin: string): Exchange {
  const query =
    heard.query.length === 0 ? '' : `?${new URLSearchParams(heard.query.map(([...pair]) => pair)).toString()}`;
  const { answer } = heard;
  const came =
    answer.kind === 'response'
      ? {
          status: answer.status,
          headers: new Map(Object.entries(answer.headers ?? {})),
          body: typeof answer.body === 'string' ? answer.body : JSON.stringify(answer.body),
        }
      : { status: 0, headers: new Map<string, string>(), body: '(no response)' };
  return {
    sent: {
      method: heard.method,
      url: `${origin}${heard.path}${query}`,
      headers: heard.headers,
      body: heard.body === '' ? null : heard.body,
    },
    came: { ...came, cookies: [] },
  };
}

/** Where the scripted server is, in a report: a line of curl finds the right one by itself. */
const origin = 'http://127.0.0.1';

/** A verdict of a request. */
export const failedAt = (heard: Heard | undefined, came: string, due: string): Verdict =>
  fail(heard === undefined ? null : exchangeOf(heard, origin), came, due);

/** Time that a client has because timers and networks vary, in milliseconds. */
const slack = 400;

/** How long a client waited before a request: since the one before it ended, in milliseconds. */
export const pauseBefore = (requests: readonly Heard[], at: number): number => {
  const [before, now] = [requests[at - 1], requests[at]];
  return before === undefined || now === undefined ? 0 : now.cameAt - before.cameAt;
};

/**
 * Passes if each of these requests came so long after the one before.
 *
 * @param due in seconds, for the request at an index
 */
export function expectPauses(requests: readonly Heard[], due: (at: number) => number, least = 2): Verdict {
  if (requests.length < least) return skip(`the client asked ${requests.length} times: too few to see its pace`);
  for (let at = 1; at < requests.length; at += 1) {
    const pause = pauseBefore(requests, at);
    if (pause + slack < due(at) * 1000) {
      return failedAt(requests[at], `${(pause / 1000).toFixed(1)} s after the one before`, `${due(at)} s or more`);
    }
  }
  return pass;
}

/** Passes if nothing more came after the answer that ended it. */
export function expectEnd(requests: readonly Heard[], isEnd: (answer: Answer) => boolean): Verdict {
  const end = requests.findIndex(({ answer }) => isEnd(answer));
  if (end < 0) return skip('the client did not ask often enough to be told');
  const more = requests[end + 1];
  return more === undefined ? pass : failedAt(more, 'one more request', 'none after that answer');
}

/** Whether a text was printed; spaces and hyphens, which make it readable, do not count. */
export function isPrinted({ output }: Pick<Played, 'output'>, text: string): boolean {
  const bare = (from: string): string => from.replaceAll(/[\s-]/g, '').toUpperCase();
  return bare(output).includes(bare(text));
}
