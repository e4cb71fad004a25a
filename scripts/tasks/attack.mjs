import { run } from '../lib/spawn.mjs';
import { build } from './build.mjs';

/** Plays an attacker against a service of its own; words choose attacks, `--seconds N`, `--json FILE` keeps the sums. */
export async function attack(node, args) {
  const code = await build(node);
  return code || run(node.path, ['--conditions=linkpin-source', 'test/attack/main.ts', ...args], { env: node.env });
}
