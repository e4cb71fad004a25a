import { ensureNeeds } from '../lib/needs.mjs';
import { run } from '../lib/spawn.mjs';

/** Plays the failure suite against replicas of its own; arguments select groups of trials, `--json FILE` saves the sums. */
export async function chaos(node, args) {
  await ensureNeeds(node, 'test/postgres');
  return run(node.path, ['--conditions=linkpin-source', 'test/chaos/main.ts', ...args], { env: node.env });
}
