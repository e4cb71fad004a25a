// How issuers of RFC 8628 differ on the wire.

/** What a request says, by name: members of a form, of a JSON object, or of the query. */
export type Parameters = Readonly<Record<string, string>>;

/** A response before it is written. */
export interface Reply {
  readonly status: number;
  readonly body: Readonly<Record<string, unknown>>;
}

/** An issuer in its own words. The service answers first, as RFC 8628 says; this changes it. */
export interface Quirks {
  readonly devicePath: string;
  readonly tokenPath: string;
  /** Where people are sent, instead of the page of the service. */
  readonly page: string;
  /** Where the key set and UserInfo are, if those are not where the service has them. */
  readonly openId?: { readonly keySet: string; readonly userInfo: string };
  /** What it says of itself, by path; its URLs begin with `base`. */
  readonly documents: (base: string) => Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  /** What it refuses before anything else looks at the request. */
  readonly refusal: (path: string, asked: Parameters) => Reply | undefined;
  /** What the service is asked in place of this. */
  readonly toService: (asked: Parameters) => Parameters;
  /** @param page URL of the page */
  readonly code: (answer: Reply, page: string) => Reply;
  /** @param interval how many seconds the device has to wait by now */
  readonly token: (answer: Reply, asked: Parameters, interval: number) => Reply;
  /** Too many requests, or trouble of its own. */
  readonly trouble: (kind: 'rate-limited' | 'internal', path: string) => Reply;
  /** Writes what is not JSON; undefined for JSON. */
  readonly write: (body: Reply['body'], accept: string) => readonly [type: string, text: string] | undefined;
}

/** The error in a response, or undefined. */
export const errorOf = ({ body }: Reply): string | undefined =>
  typeof body['error'] === 'string' ? body['error'] : undefined;

/** A response without some members. */
export const without = (body: Reply['body'], ...names: readonly string[]): Reply['body'] =>
  Object.fromEntries(Object.entries(body).filter(([name]) => !names.includes(name)));
