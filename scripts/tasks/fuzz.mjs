import { run } from '../lib/spawn.mjs';

/** Feeds every parser a million inputs, `--count N` others; words choose parsers, `--seed N` repeats a run. */
export function fuzz(node, args) {
  return run(node.path, ['--conditions=linkpin-source', 'test/fuzz/main.ts', ...args], { env: node.env });
}
