// Pure: no I/O, no clock, no randomness.
import { asInteger, asMembers, asText, readBody } from './lenient.ts';

/** What an error body says. */
export interface PlexErrorBody {
  /** The catalogue's number, such as 1020. */
  readonly plexCode: number | undefined;
  readonly message: string | undefined;
}

/**
 * Reads an error body: the catalogue's in JSON or XML, the old API's, the one of an unknown route. Anything else says
 * nothing, and is no error of its own.
 *
 * @param body - the body as text, or parsed
 */
export const readPlexErrorBody = (body: unknown): PlexErrorBody => {
  const outer = readBody(body);
  const first = asMembers(asMembers(outer['errors'])[0]);
  // What is no text reads as `null` here, which holds no error; and some objects cannot be turned into text.
  const [, attributes = '', content] = /<error\b([^>]*)>([^<]*)/.exec(asText(body) as string) ?? [];
  const attribute = (name: RegExp): string | undefined => name.exec(attributes)?.[1];
  return {
    plexCode: asInteger(first['code'] ?? attribute(/\bcode="(\d+)"/)) ?? undefined,
    message: asText(first['message'] ?? outer['error'] ?? attribute(/\bmessage="([^"]+)"/) ?? content) ?? undefined,
  };
};
