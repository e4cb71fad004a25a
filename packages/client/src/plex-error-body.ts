// Pure: no I/O, no clock, no randomness.
import { asInteger, asMembers, asText, readBody } from './lenient.ts';

/** The content of an error body. */
export interface PlexErrorBody {
  /** The error number, such as 1020. */
  readonly plexCode: number | undefined;
  readonly message: string | undefined;
}

/**
 * Reads an error body: JSON or XML of version 2, the old API's, or that of an unknown route. Never throws.
 *
 * @param body - the body as text, or parsed
 */
export const readPlexErrorBody = (body: unknown): PlexErrorBody => {
  const outer = readBody(body);
  const first = asMembers(asMembers(outer['errors'])[0]);
  // Other values read as `null`, which contains no error; some objects throw when converted to a string.
  const [, attributes = '', content] = /<error\b([^>]*)>([^<]*)/.exec(asText(body) as string) ?? [];
  const attribute = (name: RegExp): string | undefined => name.exec(attributes)?.[1];
  return {
    plexCode: asInteger(first['code'] ?? attribute(/\bcode="(\d+)"/)) ?? undefined,
    message: asText(first['message'] ?? outer['error'] ?? attribute(/\bmessage="([^"]+)"/) ?? content) ?? undefined,
  };
};
