// Signs in at https://plex.tv by @linkpin/client, and prints who it is.
import { createPlexClient, readPlexUser } from '@linkpin/client';

const clientIdentifier = 'sdk';
const plex = createPlexClient({ clientIdentifier, product: 'SDK' });
const signIn = await plex.requestPin();
const outcome = await signIn.wait();
if (outcome.kind !== 'approved') throw new Error(outcome.kind);
const headers = {
  accept: 'application/json',
  'x-plex-client-identifier': clientIdentifier,
  'x-plex-token': outcome.token,
};
const response = await fetch('https://plex.tv/api/v2/user', { headers });
console.log(`signed in as ${readPlexUser(await response.json()).username}`);
