import type { XmlElement } from '../transcript/transcript.ts';

const entities: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

const unescaped = (text: string): string =>
  text.replaceAll(
    /&(?:#(\d{1,7})|#x([\da-f]{1,6})|(\w+));/gi,
    (whole, decimal?: string, hex?: string, name?: string) => {
      if (name !== undefined) return entities[name] ?? whole;
      const point = decimal === undefined ? Number.parseInt(hex ?? '', 16) : Number(decimal);
      return point <= 0x10_ff_ff ? String.fromCodePoint(point) : '';
    },
  );

const token =
  /<\?[^]*?\?>|<!--[^]*?-->|<!\[CDATA\[([^]*?)\]\]>|<\/([^\s<>]+)\s*>|<([^\s<>/!?]+)((?:\s+[^\s=<>]+\s*=\s*(?:"[^"<]*"|'[^'<]*'))*)\s*(\/?)>|([^<]+)/y;

const attribute = /([^\s=]+)\s*=\s*(?:"([^"]*)"|'([^']*)')/g;

/** More levels than any answer has. */
const deepest = 50;

interface Open {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: XmlElement[];
  text: string;
}

/** An element has children or text; without both it is empty, or an empty text where it was written with two tags. */
function closed({ name, attributes, children, text }: Open, hasTwoTags: boolean): XmlElement {
  const own = Object.keys(attributes).length === 0 ? { name } : { name, attributes };
  if (children.length > 0) return { ...own, children };
  return hasTwoTags ? { ...own, text: text.trim() } : own;
}

/**
 * Reads XML: elements, attributes and text. What else there may be is passed over; a document type is not read.
 *
 * @returns the root; undefined for what is no such XML
 */
export function readXml(source: string): XmlElement | undefined {
  const open: Open[] = [];
  let root: XmlElement | undefined;
  const finish = (element: XmlElement): boolean => {
    const parent = open.at(-1);
    if (parent !== undefined) return parent.children.push(element) > 0;
    const isFirst = root === undefined;
    root ??= element;
    return isFirst;
  };
  token.lastIndex = 0;
  const text = source.replace(/^\uFEFF/, '').trim();
  while (token.lastIndex < text.length) {
    const found = token.exec(text);
    if (found === null) return undefined;
    const [, cdata, end, start, attributes = '', isEmpty, between] = found;
    const inside = open.at(-1);
    if (end !== undefined) {
      const last = open.pop();
      if (last?.name !== end || !finish(closed(last, true))) return undefined;
    } else if (start !== undefined) {
      const pairs = [...attributes.matchAll(attribute)].map(
        ([, name = '', double, single = '']) => [name, unescaped(double ?? single)] as const,
      );
      const element: Open = { name: start, attributes: Object.fromEntries(pairs), children: [], text: '' };
      if (open.length >= deepest || (open.length === 0 && root !== undefined)) return undefined;
      if (isEmpty !== '/') open.push(element);
      else if (!finish(closed(element, false))) return undefined;
    } else if (inside !== undefined) {
      inside.text += cdata ?? unescaped(between ?? '');
    } else if ((between ?? '').trim() !== '' || cdata !== undefined) {
      return undefined;
    }
  }
  return open.length === 0 ? root : undefined;
}
