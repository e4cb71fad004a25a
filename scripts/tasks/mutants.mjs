import { run } from '../lib/spawn.mjs';

/** Takes every guard of a list out in turn, in a copy of the sources; `--only WORD` some of them, `--list` names them. */
export function mutants(node, args) {
  return run(node.path, ['--conditions=linkpin-source', 'test/mutants/main.ts', ...args], { env: node.env });
}
