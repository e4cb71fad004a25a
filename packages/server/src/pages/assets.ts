import { hash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { Face, FaceImage } from './face.ts';
import { paperColours, themeCss } from './theme.ts';

const files = [
  'page.css',
  'operate.css',
  'tv.css',
  'icon.svg',
  'link.js',
  'auth.js',
  'done.js',
  'question.js',
  'tv.js',
  'waiting.js',
  'password.js',
  'invite.js',
  'passkey.js',
] as const;

/** The styles, scripts and images of the pages. */
export type AssetName = (typeof files)[number] | 'icon.png' | 'webauthn.js' | 'theme.css' | 'app.webmanifest';

/** An asset as it is served. */
export interface Asset {
  readonly type: string;
  readonly body: string | Uint8Array<ArrayBuffer>;
}

/** The URL paths of a logo. */
export interface Logo {
  readonly light: string;
  readonly dark: string;
}

/** All assets. The URL contains a hash of the content, so that each can be cached permanently. */
export interface Assets {
  /** The icon of tabs: the operator's PNG, or our SVG. */
  readonly icon: { readonly path: string; readonly type: string };
  /** The URL paths of the operator's logo; null without one. */
  readonly logo: Logo | null;
  /** The URL path of a file: `/assets/page.1f3c….css`. */
  readonly path: (name: AssetName) => string;
  /** The asset at a URL path. */
  readonly at: (path: string) => Asset | undefined;
}

const types: Readonly<Record<string, string>> = {
  css: 'text/css; charset=utf-8',
  js: 'text/javascript; charset=utf-8',
  svg: 'image/svg+xml',
  png: 'image/png',
  jpg: 'image/jpeg',
  webp: 'image/webp',
  webmanifest: 'application/manifest+json',
};

/** The web app manifest, for the home screen of a phone. Its URLs are relative to its own, below `/assets/`. */
function manifest({ name, icon }: Face, paths: ReadonlyMap<string, string>): string {
  const besides = (file: AssetName): string => (paths.get(file) ?? '').replace('/assets/', '');
  const png = { src: besides('icon.png'), type: 'image/png' };
  return JSON.stringify({
    name,
    short_name: name,
    start_url: '../link',
    scope: '../',
    display: 'browser',
    background_color: paperColours.light,
    theme_color: paperColours.light,
    icons:
      icon === null
        ? [
            { src: besides('icon.svg'), type: 'image/svg+xml', sizes: 'any' },
            { ...png, sizes: '180x180' },
          ]
        : [{ ...png, sizes: 'any' }],
  });
}

type Kept = readonly [file: AssetName, path: string, asset: Asset];

/** An asset under a URL path of its own. */
function keep(file: AssetName, body: Asset['body']): Kept {
  const [stem = '', ending = ''] = file.split('.');
  const path = `/assets/${stem}.${hash('sha256', body, 'hex').slice(0, 16)}.${ending}`;
  return [file, path, { type: types[ending] ?? 'application/octet-stream', body }];
}

/** The browser's half of passkeys, as its package has it in one file: a script that sets `SimpleWebAuthnBrowser`. */
const webauthnScript = (): URL =>
  new URL('../dist/bundle/index.umd.min.js', import.meta.resolve('@simplewebauthn/browser'));

let filesOnce: readonly Kept[] | undefined;

/** The asset files next to this module, and that one, which are the same for all services of a process. */
const keptFiles = (): readonly Kept[] =>
  (filesOnce ??= [
    ...files.map((file) => keep(file, readFileSync(new URL(`./${file}`, import.meta.url), 'utf8'))),
    keep('webauthn.js', readFileSync(webauthnScript(), 'utf8')),
    keep('icon.png', Uint8Array.from(readFileSync(new URL('./icon.png', import.meta.url)))),
  ]);

/** The URL path and asset of an image of the operator. */
function keepImage(name: string, { ending, body }: FaceImage): readonly [path: string, asset: Asset] {
  const path = `/assets/${name}.${hash('sha256', body, 'hex').slice(0, 16)}.${ending}`;
  return [path, { type: types[ending] ?? '', body }];
}

/** Makes the assets of a service. */
export function createAssets(face: Face): Assets {
  const own = face.icon === null ? [] : [keep('icon.png', face.icon)];
  const kept = [...keptFiles(), ...own, keep('theme.css', themeCss(face.accent, face.accentDark))];
  kept.push(keep('app.webmanifest', manifest(face, new Map(kept.map(([file, path]) => [file, path])))));
  const paths = new Map<string, string>(kept.map(([file, path]) => [file, path]));
  const logo = face.logo === null ? null : keepImage('logo', face.logo);
  const dark = face.logoDark === null ? logo : keepImage('logo-dark', face.logoDark);
  const images = [logo, dark].filter((image) => image !== null);
  const assets = new Map([...kept.map(([, path, asset]) => [path, asset] as const), ...images]);
  const icon = face.icon === null ? 'icon.svg' : 'icon.png';
  return {
    icon: { path: paths.get(icon) ?? '', type: types[icon.slice(5)] ?? '' },
    logo: logo === null || dark === null ? null : { light: logo[0], dark: dark[0] },
    path: (name) => paths.get(name) ?? '',
    at: (path) => assets.get(path),
  };
}
