import { readFileSync } from 'node:fs';
import { at } from './paths.mjs';

/** The script file of a development tool in node_modules, to be run by node: `tool('typescript', 'tsc')`. */
export function tool(packageName, command = packageName) {
  const { bin } = JSON.parse(readFileSync(at('node_modules', packageName, 'package.json'), 'utf8'));
  return at('node_modules', packageName, typeof bin === 'string' ? bin : bin[command]);
}
