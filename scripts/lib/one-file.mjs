import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { at } from './paths.mjs';

/** Targets of a package's `imports` for bundled libraries. */
const oneFile = /^\.\/dist\/one-file\/(.+)\.js$/;

/**
 * Bundles each library in a package's `imports` whose target is below `dist/one-file/` into that file, with shared
 * parts in files next to it (decision 18). The library's licence is at the top.
 *
 * @param name the folder in packages/
 */
export async function putInOneFile(name) {
  const { imports = {} } = JSON.parse(readFileSync(at('packages', name, 'package.json'), 'utf8'));
  const wanted = Object.values(imports).flatMap(({ 'linkpin-source': library, default: file }) => {
    const [, out] = oneFile.exec(file) ?? [];
    return out === undefined ? [] : [{ in: library, out }];
  });
  await bundle(
    name,
    wanted,
    wanted.map((entry) => entry.in),
  );
}

/**
 * Puts `linkpin emulate` into `dist/one-file/emulate.js`, with what it loads later beside it (decision 18). Libraries
 * stay outside, except the one that reads the command line.
 */
export async function putEmulateInOneFile() {
  const { dependencies } = JSON.parse(readFileSync(at('packages/linkpin/package.json'), 'utf8'));
  const outside = Object.keys(dependencies).filter((library) => library !== 'commander');
  const external = outside.flatMap((library) => [library, `${library}/*`]);
  const wanted = [{ in: 'packages/linkpin/dist/emulate-main.js', out: 'emulate' }];
  await bundle('linkpin', wanted, ['commander'], external);
}

/** Bundles files of a package into `dist/one-file/`, and removes what was there before. */
async function bundle(name, entryPoints, libraries, external = []) {
  const folder = at('packages', name, 'dist', 'one-file');
  // On a new clone it is only installed when something is built.
  const { build } = await import('esbuild');
  const { outputFiles } = await build({
    entryPoints,
    external,
    outdir: folder,
    absWorkingDir: at(),
    chunkNames: 'shared-[hash]',
    banner: { js: licencesOf(libraries) },
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    target: 'node22.19',
    write: false,
    logLevel: 'warning',
  });
  mkdirSync(folder, { recursive: true });
  for (const { path, contents } of outputFiles) {
    if (!existsSync(path) || !readFileSync(path).equals(contents)) writeFileSync(path, contents);
  }
  const made = new Set(outputFiles.map(({ path }) => path));
  for (const file of readdirSync(folder)) if (!made.has(join(folder, file))) rmSync(join(folder, file));
}

/** The licences of libraries as a comment. */
function licencesOf(files) {
  const libraries = new Set(files.map((file) => /^(@[^/]+\/)?[^/]+/.exec(file)[0]));
  const texts = [...libraries].map((library) => {
    const { version } = JSON.parse(readFileSync(at('node_modules', library, 'package.json'), 'utf8'));
    return `${library} ${version}\n\n${readFileSync(at('node_modules', library, 'LICENSE'), 'utf8').trim()}`;
  });
  return `/*!\n${texts.join('\n\n')}\n*/`;
}
