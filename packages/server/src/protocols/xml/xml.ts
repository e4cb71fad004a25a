// XML as plex speaks it: elements with attributes, children or text. No namespaces, no comments.

/** What an attribute can hold; see {@link attributeText} for how each is written. */
export type XmlValue = string | number | boolean | null;

/** One element. */
export interface XmlElement {
  readonly name: string;
  readonly attributes?: Readonly<Record<string, XmlValue>>;
  readonly children?: readonly XmlElement[];
  readonly text?: string;
}

/** XML 1.0 has no way to write these. */
// oxlint-disable-next-line no-control-regex
const unwritable =
  /[\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF]|[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/g;

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  '\t': '&#9;',
  '\n': '&#10;',
  '\r': '&#13;',
};

const escape = (text: string, special: RegExp): string =>
  text.replace(unwritable, '\uFFFD').replace(special, (character) => entities[character] ?? character);

/** Null is the empty text, a boolean `0` or `1` (wire S16). */
function attributeText(value: XmlValue): string {
  if (value === null) return '';
  if (typeof value === 'boolean') return value ? '1' : '0';
  return escape(String(value), /[&<>"\t\n\r]/g);
}

function writeElement({ name, attributes = {}, children = [], text }: XmlElement, indent: string): string {
  const head = Object.entries(attributes).reduce(
    (start, [key, value]) => `${start} ${key}="${attributeText(value)}"`,
    name,
  );
  if (text !== undefined) return `${indent}<${head}>${escape(text, /[&<>\r]/g)}</${name}>\n`;
  if (children.length === 0) return `${indent}<${head}/>\n`;
  const inside = children.map((child) => writeElement(child, `${indent}  `)).join('');
  return `${indent}<${head}>\n${inside}${indent}</${name}>\n`;
}

/** A whole document with its declaration. */
export function writeXml(root: XmlElement): string {
  return `<?xml version="1.0" encoding="UTF-8"?>\n${writeElement(root, '')}`;
}
