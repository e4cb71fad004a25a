import type { XmlElement } from '../transcript/transcript.ts';
import { ruleFor, type Notes } from './clean-json.ts';
import { cleanAttribute } from './clean-scalar.ts';
import { ownText, type Members, type Rule, type ScalarRule } from './rules.ts';
import type { StandIns } from './stand-ins.ts';

/** What elements of the older API say of their text. */
const typeAttributes: Readonly<Record<string, readonly string[]>> = {
  type: ['integer', 'dateTime', 'boolean', 'string', 'NilClass'],
  nil: ['true', 'false'],
};

/** How many children of an element are kept. */
const mostChildren = 50;

const isScalar = (rule: Rule): rule is ScalarRule => !['record', 'list', 'emptied'].includes(rule.is);

/** Without members that are empty. */
function element(name: string, parts: Omit<XmlElement, 'name'>): XmlElement {
  const { attributes = {}, children = [], text } = parts;
  return {
    name,
    ...(Object.keys(attributes).length > 0 ? { attributes } : {}),
    ...(children.length > 0 ? { children } : {}),
    ...(children.length === 0 && text !== undefined ? { text } : {}),
  };
}

/**
 * An element with stand-ins for all that is somebody's, and without what has no rule.
 *
 * @returns undefined if nothing of it is kept
 */
export function cleanXml(source: XmlElement, rule: Rule, standIns: StandIns, notes: Notes): XmlElement | undefined {
  const { name, children = [], text } = source;
  if (rule.is === 'emptied') return { name };
  if (rule.is === 'list') {
    // A list has elements of its own name, without the plural: connections, connection.
    const kept = children.slice(0, mostChildren).flatMap((child) => {
      if (`${child.name}s` !== name) notes.leave(child.name, child);
      else return cleanXml(child, rule.item, standIns, notes.at(child.name)) ?? [];
      return [];
    });
    return element(name, { children: kept });
  }
  if (isScalar(rule)) return cleanText(source, rule, standIns, notes);
  const own = rule.members[ownText];
  const kept =
    own !== undefined && isScalar(own) && text !== undefined ? cleanAttribute(text, own, standIns) : undefined;
  if (kept === undefined && (text ?? '') !== '') notes.leave('text', text);
  return element(name, {
    attributes: cleanAttributes(source, rule.members, standIns, notes),
    children: children.slice(0, mostChildren).flatMap((child) => cleanChild(child, rule.members, standIns, notes)),
    ...(kept === undefined ? {} : { text: kept }),
  });
}

function cleanChild(child: XmlElement, members: Members, standIns: StandIns, notes: Notes): readonly XmlElement[] {
  const rule = child.name === ownText ? undefined : ruleFor(members, child.name);
  const kept = rule === undefined ? undefined : cleanXml(child, rule, standIns, notes.at(child.name));
  if (kept === undefined) notes.leave(child.name, child);
  return kept === undefined ? [] : [kept];
}

function cleanAttributes(
  { attributes = {} }: XmlElement,
  members: Members,
  standIns: StandIns,
  notes: Notes,
): Readonly<Record<string, string>> {
  const kept = Object.entries(attributes).flatMap(([name, value]) => {
    const rule = name === ownText ? undefined : ruleFor(members, name);
    const text = rule !== undefined && isScalar(rule) ? cleanAttribute(value, rule, standIns) : undefined;
    if (text === undefined) notes.leave(name, value);
    return text === undefined ? [] : [[name, text] as const];
  });
  return Object.fromEntries(kept);
}

/** An element of the older API, whose value is its text. */
function cleanText(source: XmlElement, rule: ScalarRule, standIns: StandIns, notes: Notes): XmlElement | undefined {
  const { name, attributes = {}, children = [], text } = source;
  const value = text === undefined ? undefined : cleanAttribute(text, rule, standIns);
  if (children.length > 0 || (text !== undefined && value === undefined)) return undefined;
  const kept = Object.entries(attributes).filter(([key, given]) => {
    const isKept = Object.hasOwn(typeAttributes, key) && typeAttributes[key]?.includes(given) === true;
    if (!isKept) notes.leave(key, given);
    return isKept;
  });
  return element(name, { attributes: Object.fromEntries(kept), ...(value === undefined ? {} : { text: value }) });
}
