// Protocol constants and types. No functions.

/** A request as plain data, independent of the HTTP adapter. */
export interface WireRequest {
  readonly method: string;
  /** Below the base path, without query and without a `.json`, `.xml`, `.svg` or `.png` ending. */
  readonly path: string;
  /** The path's extension, without the dot. */
  readonly suffix: string | null;
  /** The values of a query parameter, by case-insensitive name, in order. */
  readonly query: (name: string) => readonly string[];
  /** A header by lower-case name, decoded as UTF-8 or else ISO-8859-1. */
  readonly header: (name: string) => string | undefined;
  /** The decoded credentials of `Authorization: Basic`: undefined if absent, null if malformed. */
  readonly basic: () => string | null | undefined;
  /** The values of a form parameter, as for {@link query}; none if the body is not a form. */
  readonly form: (name: string) => readonly string[];
  /** The members of a JSON object body; empty for any other body. */
  readonly json: Readonly<Record<string, unknown>>;
}

/** A response as plain data. */
export interface WireResponse {
  readonly status: number;
  /** Header names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Uint8Array | null;
  /** On a pending poll: what it waits for, so that the adapter can hold the response. Never sent. */
  readonly waitingOn?: WaitingOn;
  /** Streams the body: starts to write, and returns a function that stops it. Never sent. */
  readonly stream?: (sink: StreamSink) => () => void;
}

/** The destination of a stream; neither method throws, even after a disconnect. */
export interface StreamSink {
  readonly write: (text: string) => void;
  readonly end: () => void;
}

/** The change that a pending poll waits for. */
export interface WaitingOn {
  /** The pin's internal id. */
  readonly pinId: string;
  /** When the pin expires, in milliseconds since the epoch. */
  readonly until: number;
  /** The state in the response; the poll ends when it changes. */
  readonly tells: string;
}
