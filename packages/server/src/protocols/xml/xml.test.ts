import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { XMLParser } from 'fast-xml-parser';
import { SaxesParser } from 'saxes';
import { writeXml } from './xml.ts';

/** Attributes and text of the root element, by a strict, conforming parser. */
function read(xml: string): { attributes: Record<string, string>; text: string } {
  const parser = new SaxesParser();
  let attributes: Record<string, string> = {};
  let text = '';
  parser.on('error', (error) => {
    throw error;
  });
  parser.on('opentag', (tag) => {
    attributes = tag.attributes as Record<string, string>;
  });
  parser.on('text', (part) => {
    text += part;
  });
  parser.write(xml).close();
  return { attributes, text: text.trim() };
}

/** Replaces characters that XML 1.0 cannot represent. */
const writable = (text: string): string =>
  // oxlint-disable-next-line no-control-regex
  text.toWellFormed().replace(/[\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF]/g, '\uFFFD');

describe('the XML writer', () => {
  it('begins with its declaration and writes an element a line, indented by its depth', () => {
    const leaf = { name: 'leaf', text: 'text' };
    const root = { name: 'root', children: [{ name: 'branch', children: [leaf, { name: 'empty' }] }] };
    assert.equal(
      writeXml(root),
      [
        '<?xml version="1.0" encoding="UTF-8"?>',
        '<root>',
        '  <branch>',
        '    <leaf>text</leaf>',
        '    <empty/>',
        '  </branch>',
        '</root>',
        '',
      ].join('\n'),
    );
  });

  it('writes any text so that a strict parser reads the same text back', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom(...'ab<>&"\' \t\n\r\u0001\uFFFE\uD800é😀‮'.split('')) }),
        (text) => {
          assert.equal(
            read(writeXml({ name: 'pin', attributes: { product: text } })).attributes['product'],
            writable(text),
          );
          assert.equal(read(writeXml({ name: 'pong', text: `|${text}|` })).text, `|${writable(text)}|`);
        },
      ),
    );
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        assert.equal(
          read(writeXml({ name: 'pin', attributes: { product: text } })).attributes['product'],
          writable(text),
        );
      }),
    );
  });

  it('writes null as empty and booleans as 0 and 1 (S16)', () => {
    assert.equal(
      writeXml({ name: 'pin', attributes: { id: 7, trusted: false, newRegistration: true, authToken: null } }),
      '<?xml version="1.0" encoding="UTF-8"?>\n<pin id="7" trusted="0" newRegistration="1" authToken=""/>\n',
    );
  });

  it('nests children, which a lenient parser reads alike', () => {
    const xml = writeXml({ name: 'pin', children: [{ name: 'location', attributes: { code: 'NL' } }] });
    const parsed: unknown = new XMLParser({ ignoreAttributes: false }).parse(xml);
    assert.deepEqual(parsed, {
      '?xml': { '@_version': '1.0', '@_encoding': 'UTF-8' },
      pin: { location: { '@_code': 'NL' } },
    });
  });
});
