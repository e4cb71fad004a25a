import { run } from '../lib/spawn.mjs';
import { build } from './build.mjs';

/** Runs `linkpin serve` on ./data with the demo TV page; passes arguments on. */
export async function start(node, args) {
  const code = await build(node);
  if (code !== 0) return code;
  const command = ['packages/linkpin/bin/linkpin.js', 'serve', '--demo', '--data', './data', ...args];
  return run(node.path, command, { env: node.env });
}
