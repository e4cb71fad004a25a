// Makes the page: three files that any web server, or the package of a TV app, can hold, and a fourth with the settings.
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const source = (name) => fileURLToPath(new URL(`src/${name}`, import.meta.url));

/** The oldest browser that has what the SDK needs and nothing can add: `AbortController`. */
const oldest = 'chrome66';

/** @returns the files, by their names */
export async function buildPage({ issuer, clientId, scope = 'openid profile', product = 'Lumen' }) {
  if (!issuer || !clientId) throw new Error('Set ISSUER and CLIENT_ID.');
  const { outputFiles } = await build({
    entryPoints: [source('app.js')],
    bundle: true,
    minify: true,
    format: 'iife',
    target: oldest,
    write: false,
  });
  return {
    'index.html': await readFile(source('index.html'), 'utf8'),
    'tv.css': await readFile(source('tv.css'), 'utf8'),
    'app.js': outputFiles[0].text,
    'settings.js': `window.settings = ${JSON.stringify({ issuer, clientId, scope, product })};\n`,
  };
}

/** The settings of the environment. */
export const settings = () => {
  const { ISSUER: issuer, CLIENT_ID: clientId, SCOPE: scope, PRODUCT: product } = process.env;
  return { issuer, clientId, scope, product };
};

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const folder = new URL('dist/', import.meta.url);
  const files = await buildPage(settings());
  await mkdir(folder, { recursive: true });
  for (const [name, text] of Object.entries(files)) await writeFile(new URL(name, folder), text);
  console.log(`Built ${Object.keys(files).join(', ')} in ${fileURLToPath(folder)}`);
}
