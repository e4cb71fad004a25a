/** A body as it was sent, in its content coding. */
export interface RawBody {
  /** Undefined if it is too long to be kept. */
  readonly content: Buffer | undefined;
  /** How long it was, in bytes. */
  readonly length: number;
}

/** Headers by lower-case name. */
type Headers = Readonly<Record<string, string>>;

/** A request and its response, with all that was in them. It stays in memory. */
export interface RawExchange {
  /** When the request came, in milliseconds since the epoch. */
  readonly at: number;
  readonly request: {
    readonly method: string;
    readonly host: string;
    /** Path and query. */
    readonly target: string;
    readonly headers: Headers;
    readonly body: RawBody;
  };
  readonly response: { readonly status: number; readonly headers: Headers; readonly body: RawBody };
}
