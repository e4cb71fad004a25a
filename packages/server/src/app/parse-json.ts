import { isTooDeep } from '../http/server/json-depth.ts';

/**
 * Parses JSON of an operator.
 *
 * @throws {SyntaxError} for what is none, or too deep to be meant
 */
export function parseJson(text: string): unknown {
  if (isTooDeep(text)) throw new SyntaxError('It has too many levels.');
  return JSON.parse(text);
}
