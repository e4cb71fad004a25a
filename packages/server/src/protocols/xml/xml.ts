// Writes plex's XML: elements with attributes, children or text. No namespaces, no comments.

/** A value of an attribute; see {@link attributeText} for its format. */
export type XmlValue = string | number | boolean | null;

/** An element. */
export interface XmlElement {
  readonly name: string;
  readonly attributes?: Readonly<Record<string, XmlValue>>;
  readonly children?: readonly XmlElement[];
  readonly text?: string;
}

/** Characters that XML 1.0 cannot represent. */
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

/** Formats a value: null as empty text, a boolean as `0` or `1` (wire S16). */
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

/** Writes a document with its declaration. */
export function writeXml(root: XmlElement): string {
  return `<?xml version="1.0" encoding="UTF-8"?>\n${writeElement(root, '')}`;
}
