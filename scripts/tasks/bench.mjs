import { run } from '../lib/spawn.mjs';
import { build } from './build.mjs';

/** Measures the figures; names choose some, `--json FILE` keeps them. */
export async function bench(node, args) {
  const code = await build(node);
  return code || run(node.path, ['--conditions=linkpin-source', 'bench/index.mjs', ...args], { env: node.env });
}
