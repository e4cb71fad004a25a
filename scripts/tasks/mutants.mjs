import { run } from '../lib/spawn.mjs';

/** Removes every listed guard in turn, in a copy of the sources; `--only WORD` selects some, `--list` names them. */
export function mutants(node, args) {
  return run(node.path, ['--conditions=linkpin-source', 'test/mutants/main.ts', ...args], { env: node.env });
}
