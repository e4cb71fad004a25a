/** A request that reached the emulator. */
export interface Call {
  readonly method: string;
  /** Without the query. */
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  /** By lower-case name. */
  readonly headers: Readonly<Record<string, string>>;
  /** The body as text, up to 64 KiB of it; empty until it has arrived. */
  readonly body: string;
  /** The status of the response; null while there is none, and for a connection that was dropped. */
  readonly status: number | null;
  /** What was broken on purpose, or undefined. */
  readonly fault: string | undefined;
  /** The media server that it went to; null for plex.tv. */
  readonly server: string | null;
  /** When it came, on the emulator's clock, in milliseconds since the epoch. */
  readonly at: number;
}

/** A call whose response is still to come. */
export class OpenCall implements Call {
  readonly method: string;
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  readonly headers: Readonly<Record<string, string>>;
  readonly at: number;
  body = '';
  fault: string | undefined;
  status: number | null = null;
  server: string | null = null;

  constructor(method: string, target: string, headers: Readonly<Record<string, string>>, at: number) {
    const [path = '', ...query] = target.split('?');
    this.method = method;
    this.path = path;
    this.query = Object.fromEntries(new URLSearchParams(query.join('?')));
    this.headers = headers;
    this.at = at;
  }

  /** Adds text of the body. */
  addBody(text: string): void {
    this.body = (this.body + text).slice(0, longestBody);
  }
}

/** How much of a body is kept, in characters. */
const longestBody = 64 * 1024;

/** How many calls are kept; the oldest are forgotten first. */
const most = 10_000;

/** The calls since the start or the last reset. */
export class CallLog {
  #calls: OpenCall[] = [];

  add(call: OpenCall): void {
    this.#calls.push(call);
    if (this.#calls.length > most) this.#calls.shift();
  }

  /** Copies, so that a list that a test holds does not change under it. */
  list(matches: (call: Call) => boolean): readonly Call[] {
    return this.#calls.filter(matches).map(({ method, path, query, headers, body, status, fault, server, at }) => ({
      method,
      path,
      query,
      headers,
      body,
      status,
      fault,
      server,
      at,
    }));
  }

  clear(): void {
    this.#calls = [];
  }
}
