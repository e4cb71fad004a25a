import { run } from '../lib/spawn.mjs';
import { build } from './build.mjs';

/** Serves linkpin from ./data with the demo TV page; arguments go on to `linkpin serve`. */
export async function start(node, args) {
  const code = await build(node);
  if (code !== 0) return code;
  const command = ['packages/linkpin/bin/linkpin.js', 'serve', '--demo', '--data', './data', ...args];
  return run(node.path, command, { env: node.env });
}
