import { run } from '../lib/spawn.mjs';

/** `new xx NAME [rtl]` makes the catalogue of another language, to be translated: docs/languages.md. */
export function words(node, args) {
  return run(node.path, ['--conditions=linkpin-source', 'scripts/lib/new-language.mjs', ...args], { env: node.env });
}
