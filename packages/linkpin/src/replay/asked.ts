// Pure: what a request asks for, whether it was recorded or comes from a program now.
import { plainText } from '../terminal/plain-text.ts';
import { deviceHeaders } from '../transcript/headers.ts';
import type { RecordedRequest, Texts } from '../transcript/transcript.ts';

/** A request, as far as it matters for what is played. */
export interface Asked {
  readonly method: string;
  /** Without the query. */
  readonly path: string;
  readonly query: Texts;
  /** By lower-case name. */
  readonly headers: Texts;
  /** The fields of a body that is a form. */
  readonly form: Texts;
}

/** A recorded request as one that is asked. */
export const askedOf = ({ method, path, query = {}, headers = {}, body }: RecordedRequest): Asked => ({
  method,
  path,
  query,
  headers,
  form: body !== undefined && 'form' in body ? body.form : {},
});

/** The path without an ending that selects a format, and without a slash at its end. */
export const plainPath = (path: string): string => path.replace(/(?<=.)\/$/, '').replace(/\.(?:json|xml)$/, '');

/** The format that is asked for: by the ending of the path, else JSON if `Accept` names it, else XML, as plex.tv takes it. */
export function formatAsked({ path, headers }: Pick<Asked, 'path' | 'headers'>): 'json' | 'xml' {
  const [, ending] = /\.(json|xml)\/?$/.exec(path) ?? [];
  if (ending !== undefined) return ending as 'json' | 'xml';
  return /\bapplication\/json\b/i.test(headers['accept'] ?? '') ? 'json' : 'xml';
}

/** What the client says of itself under a name, in a header, the query or a form; undefined for nothing. */
function said({ headers, query, form }: Asked, name: string): string | undefined {
  const fields = [...Object.entries(query), ...Object.entries(form)];
  const value = headers[name] ?? fields.find(([key]) => key.toLowerCase() === name)?.[1];
  return value === '' ? undefined : value;
}

/** The client identifier; empty for none. */
export const clientOf = (asked: Asked): string => said(asked, 'x-plex-client-identifier') ?? '';

/** What the recorded client said of itself, each with what this client says instead. */
export function saidInstead(recorded: Asked, asked: Asked): ReadonlyMap<string, string> {
  const pairs = deviceHeaders.flatMap((name) => {
    const [before, now] = [said(recorded, name), said(asked, name)];
    return before === undefined || now === undefined ? [] : [[before, plainText(now)] as const];
  });
  return new Map(pairs);
}
