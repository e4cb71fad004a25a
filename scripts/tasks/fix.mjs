import { run } from '../lib/spawn.mjs';
import { tool } from '../lib/tool.mjs';

/** Fixes what tools can fix: the format and auto-fixable lint rules. */
export async function fix(node) {
  const lint = await run(node.path, [tool('oxlint'), '--fix'], { env: node.env });
  const format = await run(node.path, [tool('prettier'), '--write', '--log-level=warn', '.'], { env: node.env });
  return lint || format;
}
