import type { XmlElement } from './transcript.ts';

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  '\t': '&#9;',
  '\n': '&#10;',
  '\r': '&#13;',
};

const escaped = (text: string): string => text.replaceAll(/[&<>"\t\n\r]/g, (character) => entities[character] ?? '');

function elementText({ name, attributes = {}, children = [], text }: XmlElement, indent: string): string {
  const head = [name, ...Object.entries(attributes).map(([key, value]) => `${key}="${escaped(value)}"`)].join(' ');
  if (text !== undefined) return `${indent}<${head}>${escaped(text)}</${name}>\n`;
  if (children.length === 0) return `${indent}<${head}/>\n`;
  const inside = children.map((child) => elementText(child, `${indent}  `)).join('');
  return `${indent}<${head}>\n${inside}${indent}</${name}>\n`;
}

/** The text of a document, with its declaration, as plex.tv writes it. */
export const xmlText = (root: XmlElement): string => `<?xml version="1.0" encoding="UTF-8"?>\n${elementText(root, '')}`;
