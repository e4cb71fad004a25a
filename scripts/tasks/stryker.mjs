import { at } from '../lib/paths.mjs';
import { ensureInstalled } from '../lib/install.mjs';
import { say } from '../lib/say.mjs';
import { run } from '../lib/spawn.mjs';

/** Those that decide something: policy, limits, protocols. */
const folders = ['domain', 'rate-limits', 'service', 'protocols'];

/**
 * Mutates each expression of these folders of the server in turn and tells which mutants no unit test of the folder notices;
 * arguments select folders. What has not changed since the last run is not tried again.
 */
export async function stryker(node, args) {
  const unknown = args.find((name) => !folders.includes(name));
  if (unknown !== undefined) throw new Error(`${unknown} is none of ${folders.join(', ')}.`);
  await ensureInstalled(node, 'test/stryker', 'Stryker, for this command only');
  const program = at('test', 'stryker', 'node_modules', '@stryker-mutator', 'core', 'bin', 'stryker.js');
  for (const folder of args.length > 0 ? args : folders) {
    say(`Mutating packages/server/src/${folder} …`);
    const env = { ...node.env, LINKPIN_STRYKER_FOLDER: folder };
    const code = await run(node.path, [program, 'run', at('test', 'stryker', 'config.mjs')], { env });
    if (code !== 0) return code;
  }
  return 0;
}
