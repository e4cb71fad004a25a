import { mediaOf } from '../transcript/headers.ts';
import type { Body, Json, Texts } from '../transcript/transcript.ts';
import { cleanJson, ruleFor, type Notes } from './clean-json.ts';
import { cleanAttribute } from './clean-scalar.ts';
import { cleanXml } from './clean-xml.ts';
import type { RawBody } from './raw-exchange.ts';
import { readXml } from './read-xml.ts';
import type { Members, Rule } from './rules.ts';
import type { StandIns } from './stand-ins.ts';

/** The fields of a body, as JSON, and as XML by the name of the root element. */
export interface BodyRules {
  readonly json: Rule;
  readonly xml: Members;
  readonly form: Members;
}

function parsed(text: string): Json | undefined {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return undefined;
  }
}

/** The pairs of a query or a form, with stand-ins; what has no rule is left out. */
export function cleanPairs(pairs: URLSearchParams, members: Members, standIns: StandIns, notes: Notes): Texts {
  const kept = [...pairs].flatMap(([name, value]) => {
    const rule = ruleFor(members, name);
    const isScalar = rule !== undefined && rule.is !== 'record' && rule.is !== 'list' && rule.is !== 'emptied';
    const text = isScalar ? cleanAttribute(value, rule, standIns) : undefined;
    if (text === undefined) notes.leave(name, value);
    return text === undefined ? [] : [[name, text] as const];
  });
  return Object.fromEntries(kept);
}

/** A media type of a body that is left out, which somebody may have made up. */
const knownTypes =
  /^(?:text\/(?:html|plain|css|javascript)|image\/[a-z+]{1,12}|application\/(?:json|xml|octet-stream))$/;

/**
 * A body with stand-ins for all that is somebody's.
 *
 * @param type its content type
 * @returns undefined for an empty one
 */
export function cleanBody(
  { content, length }: RawBody,
  type: string,
  rules: BodyRules,
  standIns: StandIns,
  notes: Notes,
): Body | undefined {
  if (length === 0) return undefined;
  const bare = type.split(';')[0]?.trim().toLowerCase() ?? '';
  const leftOut: Body = { leftOut: knownTypes.test(bare) ? bare : 'unknown', bytes: length };
  if (content === undefined) return leftOut;
  const text = content.toString();
  switch (mediaOf(type)) {
    case 'json': {
      const value = parsed(text);
      // A client that has nothing to send may send an empty text (wire S4).
      if (value === '') return { json: '' };
      const json = value === undefined ? undefined : cleanJson(value, rules.json, standIns, notes);
      return json === undefined ? leftOut : { json };
    }
    case 'xml': {
      const root = readXml(text);
      const rule = root === undefined ? undefined : ruleFor(rules.xml, root.name);
      if (root !== undefined && rule === undefined) notes.leave(root.name, root);
      if (root === undefined || rule === undefined) return leftOut;
      const xml = cleanXml(root, rule, standIns, notes.at(root.name));
      return xml === undefined ? leftOut : { xml };
    }
    case 'form':
      return { form: cleanPairs(new URLSearchParams(text), rules.form, standIns, notes) };
    case undefined:
      return leftOut;
  }
}
