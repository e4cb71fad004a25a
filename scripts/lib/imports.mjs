import { existsSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { at, root } from './paths.mjs';

/** Resolves imports of our own packages by the `linkpin-source` condition of their `exports`. */
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

/** Finds the imports and quoted paths in the repository's files, including types. Reads each file once. */
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
    /** The imports of a file: line and path from the root; without libraries and built-in modules. */
    importsOf: (file) =>
      [...textOf(file).matchAll(specifier)].flatMap(({ 2: name, index }) => {
        const target = name.startsWith('.') ? resolved(file, name) : packages.get(name);
        const line = textOf(file).slice(0, index).split('\n').length;
        return target === undefined ? [] : [{ line, target }];
      }),
    /**
     * Files at quoted relative paths, imported or not; undefined if one is a folder, from which anything may be read.
     */
    filesNamedIn(file) {
      const paths = [...textOf(file).matchAll(relativePath)].map(({ 2: path }) => resolved(file, path));
      const there = paths.filter((path) => existsSync(at(path)));
      return there.some((path) => statSync(at(path)).isDirectory()) ? undefined : there;
    },
  };
}
