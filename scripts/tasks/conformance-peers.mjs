import { ensureNeeds } from '../lib/needs.mjs';
import { run } from '../lib/spawn.mjs';

/** Runs the checks of `linkpin conformance` on our own and on other people's servers, and writes the table of docs/conformance.md. */
export async function conformancePeers(node) {
  await ensureNeeds(node, 'test/clients/oauth-peers');
  return run(node.path, ['--conditions=linkpin-source', 'test/conformance/peers.ts'], { env: node.env });
}
