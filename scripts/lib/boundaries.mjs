import { existsSync, readFileSync } from 'node:fs';
import { dirname, posix } from 'node:path';
import { createImports } from './imports.mjs';
import { at, filesBelow } from './paths.mjs';

/**
 * Finds violations of the boundaries that the linter does not check. Returns one line for each: file, line, rule, where
 * to read.
 */
export function findCrossings() {
  return [...layerCrossings(), ...clientDependencies(), ...clientGenerators(), ...quietTests()];
}

/**
 * Finds imports from a module that the importing module's tsconfig.json does not refer to. The compiler refuses them, too
 * (TS6307, TS6059), but says neither the rule nor where it stands.
 */
export function layerCrossings() {
  const imports = createImports();
  return filesBelow('packages')
    .filter((file) => file.includes('/src/') && isSource(file))
    .flatMap((file) => {
      const module = moduleOf(file);
      const allowed = new Set([module, ...referencesOf(module)]);
      return imports.importsOf(file).flatMap(({ line, target }) => {
        const other = moduleOf(target);
        if (allowed.has(other) || !existsSync(at(target))) return [];
        return [
          `${file}:${line}: ${named(module)} may not import ${named(other)} (${target}). Imports point down only: see "The layers" in ARCHITECTURE.md.`,
        ];
      });
    });
}

/** The nearest parent folder with a tsconfig.json. */
function moduleOf(file) {
  let folder = dirname(file);
  while (folder !== '.' && !existsSync(at(folder, 'tsconfig.json'))) folder = dirname(folder);
  return folder;
}

function referencesOf(module) {
  const { references = [] } = JSON.parse(readFileSync(at(module, 'tsconfig.json'), 'utf8'));
  return references.map(({ path }) => posix.join(module, path));
}

/** Names a module of the server by its folder, and a package by its own. */
function named(module) {
  return module.replace(/^packages\/server\/src\//, '').replace(/\/src$/, '');
}

function isSource(file) {
  return file.endsWith('.ts') && !/\.(?:test|testing)\.ts$/.test(file);
}

/** The client must have no dependencies, and no peers but React, of which `@linkpin/client/react` alone knows. */
function clientDependencies() {
  const file = 'packages/client/package.json';
  const manifest = JSON.parse(readFileSync(at(file), 'utf8'));
  const { peerDependencies = {}, peerDependenciesMeta = {} } = manifest;
  const required = Object.keys(peerDependencies).filter(
    (name) => name !== 'react' || peerDependenciesMeta[name]?.optional !== true,
  );
  return ['dependencies', 'peerDependencies', 'optionalDependencies', 'bundleDependencies']
    .filter((kind) => (kind === 'peerDependencies' ? required.length > 0 : manifest[kind] !== undefined))
    .map(
      (kind) =>
        `${file}: the client has no ${kind}, because a device installs it and nothing else: see "How we write" in CONTRIBUTING.md.`,
    );
}

/** The client must not use async generators: Hermes, the engine of React Native, does not compile them. */
function clientGenerators() {
  const sentence =
    'the client has no async generator, because hermesc (React Native) refuses it: write the async iterator by hand.';
  const sources = filesBelow('packages/client/src').filter(isSource);
  return matches(sources, /\basync\s*(?:function\s*)?\*/, sentence);
}

/** Tests must not be skipped or exclusive. */
function quietTests() {
  const quiet = /\b(?:test|it|describe|suite|t)\.(?:only|skip|todo)\b|\b(?:only|skip|todo):\s*(?:true|['"`])/;
  return matches(
    [...filesBelow('packages'), ...filesBelow('test')].filter((file) => file.endsWith('.test.ts')),
    quiet,
    'no test may be skipped, left to do, or run alone: see "One command checks all" in CONTRIBUTING.md.',
  );
}

function matches(files, pattern, sentence) {
  return files.flatMap((file) =>
    withoutComments(readFileSync(at(file), 'utf8'))
      .split('\n')
      .flatMap((line, index) => (pattern.test(line) ? [`${file}:${index + 1}: ${sentence}`] : [])),
  );
}

function withoutComments(text) {
  return text.replace(/\/\*[\s\S]*?\*\/|\/\/.*/g, (comment) => comment.replace(/[^\n]/g, ''));
}
