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
  /** One header by lower-case name. */
  readonly header: (name: string) => string | undefined;
  /** The body, at most the door's limit; empty when there was none. */
  readonly body: Uint8Array;
}

/** One answer as the wire rooms give it. */
export interface WireResponse {
  readonly status: number;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Uint8Array | null;
}
