import { tool } from '../lib/tool.mjs';
import { run } from '../lib/spawn.mjs';
import { copyAssets, removeOrphans } from '../lib/dist.mjs';
import { putEmulateInOneFile, putInOneFile } from '../lib/one-file.mjs';

/** Compiles the changed modules and removes stale output from dist. */
export async function build(node) {
  const code = await run(node.path, [tool('typescript', 'tsc'), '-b'], { env: node.env });
  if (code === 0) {
    copyAssets();
    removeOrphans();
    await putInOneFile('server');
    await putEmulateInOneFile();
  }
  return code;
}
