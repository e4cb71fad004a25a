import { hash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { themeCss } from './theme.ts';

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
] as const;

/** The styles, scripts and pictures of the pages. */
export type AssetName = (typeof files)[number] | 'theme.css';

/** One of them, as it is served. */
export interface Asset {
  readonly type: string;
  readonly body: string;
}

/** All of them. A changed file has another URL, so that each can be kept for ever. */
export interface Assets {
  /** The URL path of a file: `/assets/page.1f3c….css`. */
  readonly path: (name: AssetName) => string;
  /** What is at a URL path. */
  readonly at: (path: string) => Asset | undefined;
}

const types: Readonly<Record<string, string>> = {
  css: 'text/css; charset=utf-8',
  js: 'text/javascript; charset=utf-8',
  svg: 'image/svg+xml',
};

/**
 * Reads the files that lie beside this one.
 *
 * @param accent the operator's accent colour, `#rrggbb`
 */
export function createAssets(accent: string | undefined): Assets {
  const paths = new Map<string, string>();
  const assets = new Map<string, Asset>();
  const keep = (name: AssetName, body: string): void => {
    const [stem = '', ending = ''] = name.split('.');
    const path = `/assets/${stem}.${hash('sha256', body, 'hex').slice(0, 16)}.${ending}`;
    paths.set(name, path);
    assets.set(path, { type: types[ending] ?? 'application/octet-stream', body });
  };
  for (const name of files) keep(name, readFileSync(new URL(`./${name}`, import.meta.url), 'utf8'));
  keep('theme.css', themeCss(accent));
  return { path: (name) => paths.get(name) ?? '', at: (path) => assets.get(path) };
}
