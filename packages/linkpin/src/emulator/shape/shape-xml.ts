// Pure: gives an element of ours the attributes and children that a recorded one has.
import type { Texts, XmlElement } from '../../transcript/transcript.ts';
import { closest, type Emptiness } from './closest.ts';
import { placeOf, type LeftOut } from './left-out.ts';

const isNil = ({ attributes = {} }: XmlElement): boolean => attributes['nil'] === 'true';

const isBare = ({ attributes = {}, children = [], text = '' }: XmlElement): boolean =>
  Object.keys(attributes).length === 0 && children.length === 0 && text === '';

/** Which attributes and children of an element are empty; see {@link closest}. */
export const emptyParts = ({ attributes = {}, children = [] }: XmlElement): Emptiness =>
  new Map([
    ...Object.entries(attributes).map(([name, value]) => [`@${name}`, value === ''] as const),
    ...children.map((child) => [child.name, isNil(child) || isBare(child)] as const),
  ]);

const named = (elements: readonly XmlElement[], name: string): readonly XmlElement[] =>
  elements.filter((element) => element.name === name);

/**
 * The children, by the recorded names in their order. Ours stay where they are a list that is empty here or there: no
 * children, and in the other all of one name.
 */
function shapeChildren(
  own: readonly XmlElement[],
  recorded: readonly XmlElement[],
  leftOut: LeftOut,
  place: string,
): readonly XmlElement[] {
  const names = [...new Set(recorded.map(({ name }) => name))];
  if (names.length === 0 || (names.length === 1 && own.length === 0)) return own;
  const shaped = names.flatMap((name) => {
    const theirs = named(recorded, name);
    const ours = named(own, name);
    if (ours.length === 0) return theirs;
    return ours.map((child) =>
      shapeXml(child, closest(emptyParts(child), theirs, emptyParts) ?? child, leftOut, placeOf(place, name)),
    );
  });
  return [...shaped, ...own.filter(({ name }) => !names.includes(name) && leftOut.has(placeOf(place, name)))];
}

/** As {@link import('./shape-json.ts').shapeJson}, for XML. What is nil in one alone stays as it is. */
export function shapeXml(
  own: XmlElement,
  recorded: XmlElement,
  leftOut: LeftOut = new Set(),
  place: string = own.name,
): XmlElement {
  if (own.name !== recorded.name || isBare(recorded) || isNil(own) !== isNil(recorded)) return own;
  const { attributes = {} } = own;
  const theirs = recorded.attributes ?? {};
  const shaped: Texts = Object.fromEntries([
    ...Object.entries(theirs).map(([name, value]) => [
      name,
      Object.hasOwn(attributes, name) ? (attributes[name] ?? '') : value,
    ]),
    ...Object.entries(attributes).filter(([name]) => !Object.hasOwn(theirs, name) && leftOut.has(placeOf(place, name))),
  ]);
  const children = shapeChildren(own.children ?? [], recorded.children ?? [], leftOut, place);
  return {
    name: own.name,
    ...(Object.keys(shaped).length === 0 ? {} : { attributes: shaped }),
    ...(children.length === 0 ? {} : { children }),
    ...(own.text === undefined || children.length > 0 ? {} : { text: own.text }),
  };
}
