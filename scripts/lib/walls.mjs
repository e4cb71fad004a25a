import { readFileSync } from 'node:fs';
import { at, filesBelow } from './paths.mjs';

/** The walls that neither the compiler nor the linter sees. Returns one sentence for each breach. */
export function findBreaches() {
  return [...clientDependencies(), ...clientGenerators(), ...quietTests()];
}

/** A device installs the client and nothing else. */
function clientDependencies() {
  const file = 'packages/client/package.json';
  const manifest = JSON.parse(readFileSync(at(file), 'utf8'));
  return ['dependencies', 'peerDependencies', 'optionalDependencies', 'bundleDependencies']
    .filter((kind) => manifest[kind] !== undefined)
    .map((kind) => `${file}: the client has no ${kind}; what it needs, it writes.`);
}

/** Hermes, the engine of React Native, does not compile them. */
function clientGenerators() {
  const sentence = 'the client has no async generator (hermesc refuses it); write the async iterator by hand.';
  const sources = filesBelow('packages/client/src').filter((file) => /(?<!\.test|\.testing)\.ts$/.test(file));
  return matches(sources, /\basync\s*(?:function\s*)?\*/, sentence);
}

/** A test that is skipped, or that keeps others from running, proves nothing. */
function quietTests() {
  const quiet = /\b(?:test|it|describe|suite|t)\.(?:only|skip|todo)\b|\b(?:only|skip|todo):\s*(?:true|['"`])/;
  return matches(
    [...filesBelow('packages'), ...filesBelow('test')].filter((file) => file.endsWith('.test.ts')),
    quiet,
    'no test may be skipped, left to do, or run alone.',
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
