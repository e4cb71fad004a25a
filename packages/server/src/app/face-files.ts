import { readFileSync } from 'node:fs';
import type { Settings } from '../config/settings.ts';
import type { Face, FaceImage } from '../pages/face.ts';
import { darkContrast, enoughContrast } from '../pages/theme.ts';
import { SettingsError } from './check-settings.ts';

/** The largest file, in bytes. */
const largest = 512 * 1024;

/** The smallest icon, in pixels. */
const smallestIcon = 180;

const signatures: readonly (readonly [ending: FaceImage['ending'], isOne: (bytes: Buffer) => boolean])[] = [
  ['png', (bytes) => bytes.subarray(0, 8).equals(Buffer.from('89504e470d0a1a0a', 'hex'))],
  ['jpg', (bytes) => bytes.subarray(0, 3).equals(Buffer.from('ffd8ff', 'hex'))],
  ['webp', (bytes) => bytes.toString('latin1', 0, 4) === 'RIFF' && bytes.toString('latin1', 8, 12) === 'WEBP'],
  [
    'svg',
    (bytes) => /^\s*(?:<\?xml[^>]*\?>\s*)?(?:<!--[^]*?-->\s*)*<svg[\s>]/.test(bytes.toString('utf8').slice(0, 4096)),
  ],
];

/**
 * What an SVG file may not have: whatever runs, or is loaded from elsewhere. Browsers run nothing in an `<img>`, and the
 * file is served in a sandbox; this says at the start what would not work.
 */
const active: readonly (readonly [what: string, sign: RegExp])[] = [
  ['a script', /<\s*(?:\w+:)?script\b/i],
  ['an event handler', /[\s"'/]on[a-z]+\s*=/i],
  ['foreign content', /<\s*(?:\w+:)?(?:foreignObject|iframe|object|embed)\b/i],
  ['a document type or entities', /<!\s*(?:doctype|entity)/i],
  ['a style sheet from elsewhere', /@import|<\?xml-stylesheet/i],
  ['a javascript: address', /javascript\s*:/i],
  [
    'a reference to elsewhere',
    /(?:href|src)\s*=\s*["']?\s*(?!["'\s#]|data:image\/(?:png|jpeg|webp)[;,])|url\(\s*["']?\s*(?!["'\s#])/i,
  ],
];

type FileSetting = 'logo' | 'logoDark' | 'icon';

const wrong = (setting: FileSetting | 'accentDark', reason: string): SettingsError =>
  new SettingsError([{ setting, reason }]);

function readImage(setting: FileSetting, file: string): FaceImage {
  let bytes: Buffer;
  try {
    bytes = readFileSync(file);
  } catch (error) {
    throw wrong(setting, `The file ${file} cannot be read: ${(error as NodeJS.ErrnoException).code ?? String(error)}.`);
  }
  if (bytes.length > largest) throw wrong(setting, `The file ${file} is larger than 512 KB.`);
  const ending = signatures.find(([, isOne]) => isOne(bytes))?.[0];
  if (ending === undefined) throw wrong(setting, `The file ${file} is no SVG, PNG, JPEG or WebP image.`);
  const found = ending === 'svg' ? active.find(([, sign]) => sign.test(bytes.toString('utf8'))) : undefined;
  if (found !== undefined) throw wrong(setting, `The SVG file ${file} has ${found[0]}. Save it as a plain image.`);
  return { ending, body: Uint8Array.from(bytes) };
}

function readIcon(file: string): FaceImage['body'] {
  const { ending, body } = readImage('icon', file);
  if (ending !== 'png') throw wrong('icon', `The file ${file} is no PNG image.`);
  const header = Buffer.from(body);
  const [width, height] = header.length < 24 ? [0, 0] : [header.readUInt32BE(16), header.readUInt32BE(20)];
  if (width !== height || width < smallestIcon) {
    throw wrong('icon', `The icon ${file} has ${width} × ${height} pixels. It must be a square of 180 or more.`);
  }
  return body;
}

/**
 * Reads the operator's logo and icon.
 *
 * @throws {SettingsError} if a file cannot be read or is no image that can be used, or a colour cannot be read in the dark
 */
export function readFace({ name, accent, accentDark, logo, logoDark, icon }: Settings): Face {
  const contrast = accentDark === undefined ? enoughContrast : darkContrast(accentDark);
  if (contrast < enoughContrast) {
    const has = (Math.floor(contrast * 10) / 10).toFixed(1);
    const reason = `The dark accent ${accentDark} has a contrast of ${has} to the dark background, and text needs ${enoughContrast}. Take a lighter one.`;
    throw wrong('accentDark', reason);
  }
  if (logoDark !== undefined && logo === undefined) {
    throw wrong('logoDark', 'A logo for the dark needs one for the light: set --logo as well.');
  }
  const image = (setting: FileSetting, file: string | undefined): FaceImage | null =>
    file === undefined ? null : readImage(setting, file);
  return {
    name,
    accent,
    accentDark,
    logo: image('logo', logo),
    logoDark: image('logoDark', logoDark),
    icon: icon === undefined ? null : readIcon(icon),
  };
}
