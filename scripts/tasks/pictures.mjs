import { run } from '../lib/spawn.mjs';
import { ensureDebian } from '../lib/debian.mjs';
import { build } from './build.mjs';

/** Takes the screenshots of every page into pictures/. */
export async function pictures(node, args) {
  await ensureDebian(['chromium']);
  const code = await build(node);
  if (code !== 0) return code;
  return run(node.path, ['--conditions=linkpin-source', 'test/browser/pictures.ts', ...args], { env: node.env });
}
