import { run } from '../lib/spawn.mjs';
import { build } from './build.mjs';

/** Attacks a service of its own; arguments select attacks, `--seconds N`, `--json FILE` saves the totals. */
export async function attack(node, args) {
  const code = await build(node);
  return code || run(node.path, ['--conditions=linkpin-source', 'test/attack/main.ts', ...args], { env: node.env });
}
