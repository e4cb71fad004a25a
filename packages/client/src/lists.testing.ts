import { XMLParser } from 'fast-xml-parser';
import { readFileSync } from 'node:fs';

const folder = new URL('../../../test/fixtures/plex/', import.meta.url);

/** Reads a captured body. */
export const fixture = (name: string): string => readFileSync(new URL(name, folder), 'utf8');

type Item = Record<string, unknown>;

/**
 * Converts the items of a captured XML list to JSON as a server might: all members as strings, `0` and `1` for
 * booleans, times in seconds, empty strings for absent values.
 */
export const itemsOfXml = (name: string, outer: string, inner: string): Item[] => {
  const arrays = new Set([inner, 'connection', 'Connection']);
  const parser = new XMLParser({
    ignoreAttributes: false,
    attributeNamePrefix: '',
    parseAttributeValue: false,
    isArray: (tag) => arrays.has(tag),
  });
  const document = parser.parse(fixture(name)) as Record<string, Record<string, Item[]>>;
  return (document[outer]?.[inner] ?? []).map(({ connections, Connection, ...members }) => ({
    ...members,
    connections: Connection ?? (connections as Item | undefined)?.['connection'],
  }));
};
