// The format of a transcript: what clients and plex.tv sent each other during a sign-in. It is JSON, and holds stand-ins
// where something was a person's. Markup is kept as a tree, and never as text.

/** The version of the format that is written. */
export const version = 1;

/** Any JSON value. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [name: string]: Json };

/** Texts by name. */
export type Texts = Readonly<Record<string, string>>;

/** An element of XML, with text or with children. */
export interface XmlElement {
  readonly name: string;
  readonly attributes?: Texts;
  readonly children?: readonly XmlElement[];
  readonly text?: string;
}

/** A body; `leftOut` is the media type of one that was not kept, or `unknown`, and `bytes` its length. */
export type Body =
  | { readonly json: Json }
  | { readonly xml: XmlElement }
  | { readonly form: Texts }
  | { readonly leftOut: string; readonly bytes: number };

/** The kinds of media that a body is kept of. */
export type Media = 'json' | 'xml' | 'form';

/** A request of a client. */
export interface RecordedRequest {
  readonly method: string;
  /** One of the emulated hosts. */
  readonly host: string;
  /** Without the query. */
  readonly path: string;
  readonly query?: Texts;
  /** By lower-case name; see `headers.ts` for which. */
  readonly headers?: Texts;
  readonly body?: Body;
}

/** A response of plex.tv. */
export interface RecordedResponse {
  readonly status: number;
  /** By lower-case name; see `headers.ts` for which. */
  readonly headers?: Texts;
  readonly body?: Body;
}

/** A request and its response. */
export interface Exchange {
  readonly request: RecordedRequest;
  readonly response: RecordedResponse;
  /** When the request came, in milliseconds from the start of the recording. */
  readonly afterMs: number;
  /**
   * How many more times the same exchange followed, with nothing new but the seconds that were left; absent for none.
   * The next exchange in the list came after all of them.
   */
  readonly repeats?: number;
}

/** A recording. */
export interface Transcript {
  readonly format: 'linkpin transcript';
  readonly version: typeof version;
  /**
   * The day of the recording, `YYYY-MM-DD`. All times in the exchanges are moved so that the recording starts at
   * midnight UTC of this day: `Date.parse(recordedOn)` is `afterMs` 0.
   */
  readonly recordedOn: string;
  readonly exchanges: readonly Exchange[];
  /** Names of what was there and is not kept, with the type of its value: `GET /api/v2/user response.body.foo: string`. */
  readonly leftOut: readonly string[];
}

/** What a transcript may have at most. */
export interface Limits {
  /** Bytes of the file. */
  readonly bytes: number;
  readonly exchanges: number;
  /** Members of an object, entries of a list, children of an element. */
  readonly members: number;
  /** Levels of objects, lists and elements in a body. */
  readonly depth: number;
  /** Characters of a text. */
  readonly text: number;
  /** Characters of a name. */
  readonly name: number;
  /** Entries of `leftOut`. */
  readonly leftOut: number;
}

/** See {@link Limits}. */
export const limits: Limits = {
  bytes: 2 * 1024 * 1024,
  exchanges: 500,
  members: 500,
  depth: 12,
  text: 4096,
  name: 64,
  leftOut: 500,
};
