import { run } from '../lib/spawn.mjs';
import { tool } from '../lib/tool.mjs';

/** Mends what can be mended without thought: the format, and the lint rules that know their own remedy. */
export async function fix(node) {
  const lint = await run(node.path, [tool('oxlint'), '--fix'], { env: node.env });
  const format = await run(node.path, [tool('prettier'), '--write', '--log-level=warn', '.'], { env: node.env });
  return lint || format;
}
