// Protocol words and shapes. No functions.

/** One request as the wire rooms see it: plain data, whatever front door it came through. */
export interface WireRequest {
  readonly method: string;
  /** Below the base path, without query and without a `.json`, `.xml`, `.svg` or `.png` ending. */
  readonly path: string;
  /** The ending that the path had, without the dot. */
  readonly suffix: string | null;
  /** Values of one query name, compared without regard to case, in order. */
  readonly query: (name: string) => readonly string[];
  /** One header by lower-case name, read as UTF-8 or else ISO-8859-1. */
  readonly header: (name: string) => string | undefined;
  /** What `Authorization: Basic` holds, decoded: undefined when it is not there, null when it is malformed. */
  readonly basic: () => string | null | undefined;
  /** Values of one name in a form body, as for {@link query}; none when the body is no form. */
  readonly form: (name: string) => readonly string[];
  /** The members of a JSON object body; empty when the body is no JSON object. */
  readonly json: Readonly<Record<string, unknown>>;
}

/** One answer as the wire rooms give it. */
export interface WireResponse {
  readonly status: number;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Uint8Array | null;
  /** On a pending poll: what it waits for, so that the front door may hold the answer. Never sent. */
  readonly waitingOn?: WaitingOn;
  /** What goes on after the headers, in place of a body: begins to write, and returns what stops it. Never sent. */
  readonly stream?: (sink: StreamSink) => () => void;
}

/** Where a stream goes; neither method throws, also when nobody is there any more. */
export interface StreamSink {
  readonly write: (text: string) => void;
  readonly end: () => void;
}

/** What a pending poll waits for. */
export interface WaitingOn {
  /** The pin's internal key. */
  readonly pinKey: string;
  /** When the pin is over at the latest, in milliseconds since the epoch. */
  readonly until: number;
  /** What the answer tells while nobody has decided; when it tells something else, that is news. */
  readonly tells: string;
}
