// Pure: which paths are alike.
import { findRoute } from '../record/routes.ts';
import type { Exchange, Json, XmlElement } from '../transcript/transcript.ts';
import { plainPath } from './asked.ts';

function valuesIn(value: Json): readonly string[] {
  if (typeof value === 'object' && value !== null)
    return Object.values(value).flatMap((member: Json) => valuesIn(member));
  return typeof value === 'string' || typeof value === 'number' ? [String(value)] : [];
}

const valuesInXml = ({ attributes = {}, children = [], text = '' }: XmlElement): readonly string[] => [
  ...Object.values(attributes),
  text,
  ...children.flatMap(valuesInXml),
];

/** The values that recorded responses handed out, ids among them. */
export function handedOut(exchanges: readonly Exchange[]): ReadonlySet<string> {
  const bodies = exchanges.flatMap(({ response: { body } }) => (body === undefined ? [] : [body]));
  return new Set(
    bodies.flatMap((body) => ('json' in body ? valuesIn(body.json) : 'xml' in body ? valuesInXml(body.xml) : [])),
  );
}

/**
 * Names what a path is like: an id that a recorded response handed out stands for itself, because that is what the client
 * asks for now as well; any other stands for all that were not handed out.
 */
export function likenessOf(path: string, known: ReadonlySet<string>): string {
  const found = findRoute(path);
  if (found === undefined) return plainPath(path);
  return found.parts.map(({ text, rule }) => (rule === undefined || known.has(text) ? text : '*')).join('/');
}
