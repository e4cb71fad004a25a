// Pure: no I/O, no clock, no randomness.
import { asInteger, asRecord, asText, parseBody } from './lenient.ts';

/** What an error body says. */
export interface PlexErrorBody {
  /** The catalogue's number, such as 1020. */
  readonly plexCode: number | undefined;
  readonly message: string | undefined;
}

const entities: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

const unescapeXml = (text: string | undefined): string | undefined =>
  text?.replace(/&(amp|lt|gt|quot|apos);/g, (whole, name: string) => entities[name] ?? whole);

const readXml = (text: string): PlexErrorBody => {
  const element = /<error\b([^>]*?)(?:\/>|>([^<]*)<)/.exec(text);
  const attribute = (name: string): string | undefined =>
    new RegExp(`\\b${name}\\s*=\\s*(?:"([^"]*)"|'([^']*)')`)
      .exec(element?.[1] ?? '')
      ?.slice(1)
      .join('');
  return {
    plexCode: asInteger(attribute('code')) ?? undefined,
    message: unescapeXml(attribute('message') ?? element?.[2]),
  };
};

/**
 * Reads an error body: the catalogue's in JSON or XML, the old API's, the one of an unknown route. Anything else says
 * nothing, and is no error of its own.
 *
 * @param body - the body as text, or parsed
 */
export const readPlexErrorBody = (body: unknown): PlexErrorBody => {
  const outer = asRecord(parseBody(body));
  if (outer === null) return typeof body === 'string' ? readXml(body) : { plexCode: undefined, message: undefined };
  const list = outer['errors'];
  const first = asRecord(Array.isArray(list) ? list[0] : null);
  return {
    plexCode: asInteger(first?.['code']) ?? undefined,
    message: asText(first?.['message']) ?? asText(outer['error']) ?? undefined,
  };
};
