import { existsSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { at, root } from './paths.mjs';

/** Where an import of one of our own packages leads, by the `linkpin-source` condition of its `exports`. */
function ownPackages() {
  const found = new Map();
  for (const folder of ['client', 'verify', 'server', 'linkpin']) {
    const { name, exports } = JSON.parse(readFileSync(at('packages', folder, 'package.json'), 'utf8'));
    for (const [path, target] of Object.entries(exports ?? {})) {
      const source = typeof target === 'string' ? target : target['linkpin-source'];
      if (source !== undefined) found.set(join(name, path), `packages/${folder}/${source.slice('./'.length)}`);
    }
  }
  return found;
}

const specifier = /(?:\bfrom|\bimport)\s*\(?\s*(['"])([^'"\n]+)\1/g;

const relativePath = /(['"`])(\.{1,2}\/[^'"`\n$]*)\1/g;

/** Finds what the files of the repository import or otherwise name, as text, types included. Each file is read once. */
export function createImports() {
  const packages = ownPackages();
  const texts = new Map();
  const textOf = (file) => {
    if (!texts.has(file)) texts.set(file, readFileSync(at(file), 'utf8'));
    return texts.get(file);
  };
  const resolved = (file, path) => relative(root, join(root, dirname(file), path)).replaceAll('\\', '/');
  return {
    textOf,
    /** What a file imports: the line, and the path from the top folder; libraries and built-in modules are left out. */
    importsOf: (file) =>
      [...textOf(file).matchAll(specifier)].flatMap(({ 2: name, index }) => {
        const target = name.startsWith('.') ? resolved(file, name) : packages.get(name);
        const line = textOf(file).slice(0, index).split('\n').length;
        return target === undefined ? [] : [{ line, target }];
      }),
    /** Files at quoted relative paths, imported or not; undefined when one is a folder, of which anything may be read. */
    filesNamedIn(file) {
      const paths = [...textOf(file).matchAll(relativePath)].map(({ 2: path }) => resolved(file, path));
      const there = paths.filter((path) => existsSync(at(path)));
      return there.some((path) => statSync(at(path)).isDirectory()) ? undefined : there;
    },
  };
}
