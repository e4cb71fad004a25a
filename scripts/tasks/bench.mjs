import { run } from '../lib/spawn.mjs';
import { build } from './build.mjs';

/** Measures the figures; arguments select some, `--json FILE` saves them. */
export async function bench(node, args) {
  const code = await build(node);
  return code || run(node.path, ['--conditions=linkpin-source', 'bench/index.mjs', ...args], { env: node.env });
}
