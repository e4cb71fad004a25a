import { run } from '../lib/spawn.mjs';

/** Feeds every parser a million inputs, or `--count N`; arguments select parsers, `--seed N` repeats a run. */
export function fuzz(node, args) {
  return run(node.path, ['--conditions=linkpin-source', 'test/fuzz/main.ts', ...args], { env: node.env });
}
