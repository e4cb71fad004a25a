// Compares answers with captures: whatever a capture has, an answer has too, of the same kind.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { XMLParser } from 'fast-xml-parser';

const folder = new URL('../../../../test/fixtures/plex/', import.meta.url);

/** A capture's text. */
export const fixture = (name: string): string => readFileSync(new URL(name, folder), 'utf8');

const xml = new XMLParser({ ignoreAttributes: false, ignoreDeclaration: true, parseAttributeValue: false });

/** An XML text as objects: attributes begin with `@_`. */
export const readXml = (text: string): unknown => xml.parse(text) as unknown;

const kindOf = (value: unknown): string => (Array.isArray(value) ? 'list' : typeof value);

/**
 * Finds every member of a capture in an answer, of the same kind; null goes with anything, and of a list the first
 * entries are compared when both have one.
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
