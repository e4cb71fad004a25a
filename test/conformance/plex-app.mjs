// An app of one screen that signs in by the client of this repository, at the server that LINKPIN_PLEX_URL names.
import { createPlexClient } from '@linkpin/client';

const plex = createPlexClient({
  clientIdentifier: 'linkpin-example',
  product: 'Example',
  server: process.env.LINKPIN_PLEX_URL,
});
const signIn = await plex.requestPin();
process.stdout.write(`Open ${signIn.linkUrl} and type ${signIn.code}\n`);
const outcome = await signIn.wait();
process.stdout.write(outcome.kind === 'approved' ? 'Signed in.\n' : `Not signed in: ${outcome.kind}.\n`);
process.exitCode = outcome.kind === 'approved' ? 0 : 1;
