import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { readSettings, SettingsError } from './check-settings.ts';
import { readFace } from './face-files.ts';

const folder = mkdtempSync(join(tmpdir(), 'linkpin-face-'));
after(() => rmSync(folder, { recursive: true }));

function file(name: string, content: string | Uint8Array): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

/** The first bytes of a PNG file. */
function png(width: number, height: number): Buffer {
  const bytes = Buffer.alloc(64);
  Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex').copy(bytes);
  bytes.writeUInt32BE(width, 16);
  bytes.writeUInt32BE(height, 20);
  return bytes;
}

const svg = (inside: string, attributes = ''): string =>
  `<?xml version="1.0"?>\n<!-- made by hand -->\n<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"${attributes}>${inside}</svg>`;

/** What is wrong, as the operator is told. */
function reason(settings: Parameters<typeof readSettings>[0]): string {
  try {
    readFace(readSettings(settings));
  } catch (error) {
    assert.ok(error instanceof SettingsError, String(error));
    return error.message;
  }
  return 'nothing';
}

describe('the face of a service', () => {
  it('is ours when nothing is set', () => {
    assert.deepEqual(readFace(readSettings({})), {
      name: 'linkpin',
      accent: undefined,
      accentDark: undefined,
      logo: null,
      logoDark: null,
      icon: null,
    });
  });

  it('takes images by what they are, whatever their files are called', () => {
    const images = [
      ['svg', svg('<path d="M0 0h9"/><use href="#a"/><image href="data:image/png;base64,AA=="/>')],
      ['png', png(9, 9)],
      ['jpg', Buffer.from('ffd8ffe0', 'hex')],
      ['webp', Buffer.from('RIFF....WEBPVP8 ')],
    ] as const;
    for (const [ending, content] of images) {
      const { logo } = readFace(readSettings({ logo: file('logo.bin', content) }));
      assert.equal(logo?.ending, ending);
    }
    const icon = file('icon', png(180, 180));
    assert.equal(readFace(readSettings({ icon })).icon?.length, 64);
  });

  it('says at the start why an SVG file cannot be used', () => {
    for (const [content, what] of [
      [svg('<script>alert(1)</script>'), 'a script'],
      [svg('<svg:script xmlns:svg="http://www.w3.org/2000/svg"/>'), 'a script'],
      [svg('', ' onload="alert(1)"'), 'an event handler'],
      [svg('<path d=""onclick=alert(1) />'), 'an event handler'],
      [svg('<foreignObject/>'), 'foreign content'],
      [svg('<a href="javascript:alert(1)"/>'), 'a javascript: address'],
      [svg('<image href="https://evil.example/x.png"/>'), 'a reference to elsewhere'],
      [svg("<use xlink:href='other.svg#a'/>"), 'a reference to elsewhere'],
      [svg('<image href="data:image/svg+xml;base64,AA=="/>'), 'a reference to elsewhere'],
      [svg('<path style="fill:url(https://evil.example/x)"/>'), 'a reference to elsewhere'],
      [svg('<style>@import "x.css"</style>'), 'a style sheet from elsewhere'],
    ] as const) {
      assert.match(
        reason({ logo: file('bad.svg', content) }),
        new RegExp(`^The SVG file .*bad.svg has ${what}. Save it`),
      );
    }
    const entity = '<!DOCTYPE svg [<!ENTITY a "b">]><svg/>';
    assert.match(reason({ logo: file('entity.svg', entity) }), /is no SVG, PNG, JPEG or WebP image/);
    assert.match(reason({ logo: file('late.svg', svg('<!DOCTYPE x>')) }), /has a document type or entities/);
  });

  it('says so of a file that is missing, too large, or no image', () => {
    assert.match(reason({ logo: join(folder, 'none.svg') }), /^The file .*none.svg cannot be read: ENOENT.$/);
    assert.match(
      reason({ logoDark: file('big', Buffer.alloc(600_000)), logo: file('l', png(9, 9)) }),
      /larger than 512 KB/,
    );
    assert.match(reason({ logo: file('page.html', '<html><svg/></html>') }), /is no SVG, PNG, JPEG or WebP image/);
    assert.match(reason({ icon: file('icon.svg', svg('')) }), /is no PNG image/);
    assert.match(reason({ icon: file('icon.png', png(180, 90)) }), /has 180 × 90 pixels. It must be a square of 180/);
    assert.match(reason({ icon: file('short', png(1, 1).subarray(0, 12)) }), /has 0 × 0 pixels/);
    assert.match(reason({ logoDark: file('dark', png(9, 9)) }), /needs one for the light/);
  });

  it('refuses a dark accent that cannot be read in the dark', () => {
    assert.equal(reason({ accentDark: '#7fd0ff' }), 'nothing');
    assert.match(reason({ accentDark: '#123456' }), /^The dark accent #123456 has a contrast of 1\.\d to .*needs 4.5/);
  });
});
