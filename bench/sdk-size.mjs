// P9. Everything is bundled and minified by the same esbuild, then compressed by gzip -9, without Node's built-in
// modules. The alternatives do more than sign in: this is what a caller who only signs in has to ship.
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { build } from 'esbuild';
import { installRivals } from './support/install-rivals.mjs';

export const id = 'P9';
export const title = 'How much does signing in add to an app, minified and gzipped?';

const root = join(import.meta.dirname, '..');
const all = 'createPlexClient, createDeviceClient, createDeviceKey, createDpop, createPlexKeyClient, signInWithPopup';
const own = (names) => `export { ${names} } from './packages/client/dist/index.js';`;

export async function run() {
  await installRivals();
  const candidates = [
    { name: 'both dialects, keys and popup', aim: '≤ 8', folder: root, code: own(all) },
    { name: 'sign-in by plex pins', aim: '≤ 4', folder: root, code: own('createPlexClient') },
    { name: 'sign-in by device codes (OAuth)', aim: '≤ 4', folder: root, code: own('createDeviceClient') },
    { name: 'the same with DPoP', folder: root, code: own('createDeviceClient, createDpop, createDeviceKey') },
    { name: 'all that there is', folder: root, code: "export * from './packages/client/dist/index.js';" },
    { name: 'with the token check', folder: root, code: own('createPlexClient, checkPlexToken') },
    { name: 'with the popup', folder: root, code: own('createPlexClient, signInWithPopup') },
    {
      name: '@ctrl/plex, its web login',
      rival: true,
      folder: import.meta.dirname,
      code: rival('MyPlexAccount', '@ctrl/plex'),
    },
    { name: 'plex-oauth', rival: true, folder: import.meta.dirname, code: rival('PlexOauth', 'plex-oauth') },
  ];
  return Promise.all(
    candidates.map(async ({ code, folder, ...row }) => ({
      ...row,
      value: (await sizeOf(code, folder)) / 1024,
      unit: 'KiB',
    })),
  );
}

function rival(name, from) {
  return `export { ${name} } from '${from}';`;
}

async function sizeOf(contents, resolveDir) {
  const { outputFiles } = await build({
    stdin: { contents, resolveDir },
    bundle: true,
    minify: true,
    write: false,
    format: 'esm',
    platform: 'node',
    logLevel: 'error',
  });
  return gzipSync(outputFiles[0].contents, { level: 9 }).length;
}
