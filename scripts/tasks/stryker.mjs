import { existsSync, statSync } from 'node:fs';
import { at } from '../lib/paths.mjs';
import { ensureInstalled } from '../lib/install.mjs';
import { say } from '../lib/say.mjs';
import { run } from '../lib/spawn.mjs';

/** Those that decide something: policy, limits, protocols. */
const folders = ['domain', 'rate-limits', 'service', 'protocols'];

const source = 'packages/server/src';

const folderOf = (name) => name.split('/', 1)[0];
const isFolder = (name) => statSync(at(source, name)).isDirectory();

/**
 * Mutates each expression of these folders of the server in turn and tells which mutants no unit test of the folder notices;
 * arguments select folders (`service/pins` is tried against its own tests alone), or files of them (`domain/pin.ts`). What has
 * not changed since the last run is not tried again.
 */
export async function stryker(node, args) {
  const unknown = args.find((name) => !folders.includes(folderOf(name)) || !existsSync(at(source, name)));
  if (unknown !== undefined) throw new Error(`${unknown} is none of ${folders.join(', ')}, and no file of theirs.`);
  await ensureInstalled(node, 'test/stryker', 'Stryker, for this command only');
  const files = args.filter((name) => !isFolder(name));
  const runs = [
    ...(args.length > 0 ? args.filter(isFolder) : folders).map((folder) => [folder, []]),
    ...[...new Set(files.map(folderOf))].map((folder) => [folder, files.filter((name) => folderOf(name) === folder)]),
  ];
  for (const [folder, only] of runs) {
    const code = await mutate(node, folder, only);
    if (code !== 0) return code;
  }
  return 0;
}

/** Mutates these files of a folder, or all of it where none are named. */
function mutate(node, folder, files) {
  say(`Mutating ${files.length > 0 ? files.join(', ') : `${source}/${folder}`} …`);
  const program = at('test', 'stryker', 'node_modules', '@stryker-mutator', 'core', 'bin', 'stryker.js');
  const only = files.length > 0 ? ['--mutate', files.map((name) => `${source}/${name}`).join(',')] : [];
  const env = { ...node.env, LINKPIN_STRYKER_FOLDER: folder };
  return run(node.path, [program, 'run', at('test', 'stryker', 'config.mjs'), ...only], { env });
}
