import { hash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { paperColours, themeCss } from './theme.ts';

const files = [
  'page.css',
  'tv.css',
  'icon.svg',
  'link.js',
  'auth.js',
  'done.js',
  'question.js',
  'tv.js',
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

/** All assets. The URL contains a hash of the content, so that each can be cached permanently. */
export interface Assets {
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
  webmanifest: 'application/manifest+json',
};

/** The web app manifest, for the home screen of a phone. Its URLs are relative to its own, below `/assets/`. */
function manifest(name: string, [svg = '', png = '']: readonly string[]): string {
  const besides = (path: string): string => path.replace('/assets/', '');
  return JSON.stringify({
    name,
    short_name: name,
    start_url: '../link',
    scope: '../',
    display: 'browser',
    background_color: paperColours.light,
    theme_color: paperColours.light,
    icons: [
      { src: besides(svg), type: 'image/svg+xml', sizes: 'any' },
      { src: besides(png), type: 'image/png', sizes: '180x180' },
    ],
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

/**
 * Makes the assets of a service.
 *
 * @param accent the operator's accent colour, `#rrggbb`
 * @param name the service's name
 */
export function createAssets(accent: string | undefined, name: string): Assets {
  const kept = [...keptFiles(), keep('theme.css', themeCss(accent))];
  const icons = kept.filter(([file]) => file.startsWith('icon.')).map(([, path]) => path);
  kept.push(keep('app.webmanifest', manifest(name, icons)));
  const paths = new Map<string, string>(kept.map(([file, path]) => [file, path]));
  const assets = new Map(kept.map(([, path, asset]) => [path, asset]));
  return { path: (name) => paths.get(name) ?? '', at: (path) => assets.get(path) };
}
