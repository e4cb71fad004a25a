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
  const folder = at('packages', name, 'dist', 'one-file');
  // On a new clone it is only installed when something is built.
  const { build } = await import('esbuild');
  const { outputFiles } = await build({
    entryPoints: wanted,
    outdir: folder,
    absWorkingDir: at(),
    chunkNames: 'shared-[hash]',
    banner: { js: licencesOf(wanted) },
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    target: 'node24',
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
function licencesOf(wanted) {
  const libraries = new Set(wanted.map((entry) => /^(@[^/]+\/)?[^/]+/.exec(entry.in)[0]));
  const texts = [...libraries].map((library) => {
    const { version } = JSON.parse(readFileSync(at('node_modules', library, 'package.json'), 'utf8'));
    return `${library} ${version}\n\n${readFileSync(at('node_modules', library, 'LICENSE'), 'utf8').trim()}`;
  });
  return `/*!\n${texts.join('\n\n')}\n*/`;
}
