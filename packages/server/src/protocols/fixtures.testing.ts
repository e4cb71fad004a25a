// Compares responses with captures: every member of a capture must be in the response, with the same type.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { XMLParser } from 'fast-xml-parser';

const folder = new URL('../../../../test/fixtures/plex/', import.meta.url);

/** Reads a capture. */
export const fixture = (name: string): string => readFileSync(new URL(name, folder), 'utf8');

const xml = new XMLParser({ ignoreAttributes: false, ignoreDeclaration: true, parseAttributeValue: false });

/** Parses XML to objects; names of attributes begin with `@_`. */
export const readXml = (text: string): unknown => xml.parse(text) as unknown;

const kindOf = (value: unknown): string => (Array.isArray(value) ? 'list' : typeof value);

/**
 * Asserts that a response has every member of a capture, with the same type; null matches anything, and of lists the
 * first entries are compared.
 */
export function assertHasAllOf(capture: unknown, answer: unknown, at = 'the answer'): void {
  if (capture === null || answer === null) return;
  assert.equal(kindOf(answer), kindOf(capture), at);
  if (Array.isArray(capture) && Array.isArray(answer)) {
    if (capture.length > 0 && answer.length > 0) assertHasAllOf(capture[0], answer[0], `${at}[0]`);
    return;
  }
  if (typeof capture !== 'object') return;
  for (const [name, value] of Object.entries(capture)) {
    assert.ok(name in (answer as object), `${at} has no ${name}`);
    assertHasAllOf(value, (answer as Record<string, unknown>)[name], `${at}.${name}`);
  }
}
