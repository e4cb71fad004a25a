#!/usr/bin/env node
// Lists the media servers of whoever signs in with Plex. In a project of your own: npm i @linkpin/client qr
import { join } from 'node:path';
import { clientIdentifier, createPlexClient, fetchPlexResources, isLinkpinClientError } from '@linkpin/client';
import { configFolder, readPrivateFile, userTokenStore, writePrivateFile } from '@linkpin/client/cli';
import { plain } from './screen.mjs';
import { signIn } from './sign-in.mjs';

const name = 'plex-servers';
const usage = `Usage: ${name} [list | logout]`;

const cancelled = new AbortController();
process.once('SIGINT', () => cancelled.abort(new Error('Cancelled.')));
const { signal } = cancelled;

/** One identifier for each installation: plex.tv lists it as a device, and binds the token to it. */
const inFolder = (file) => join(configFolder(name), file);
const options = async () => ({
  clientIdentifier: await clientIdentifier({
    getItem: (file) => readPrivateFile(inFolder(file)),
    setItem: (file, text) => writePrivateFile(inFolder(file), text),
  }),
  product: 'Servers',
  version: '1.0.0',
  platform: process.platform,
});

/** Only its owner can read the file: `plex-servers/oauth.json` in the user's configuration. */
const store = userTokenStore(name);
const keyOf = ({ clientIdentifier: clientId }) => ({ issuer: 'https://plex.tv', clientId });
const tokenOf = async (plex) => (await store.read(keyOf(plex)))?.tokens?.accessToken;
const keep = (plex, accessToken) =>
  store.update(keyOf(plex), async () => ({ tokens: { accessToken, tokenType: 'X-Plex-Token' } }));
const forget = (plex) => store.update(keyOf(plex), async () => undefined);

async function signedIn(plex) {
  const token = await signIn(createPlexClient(plex), signal);
  await keep(plex, token);
  return token;
}

/** What the token opens; a token that plex.tv has ended is forgotten, and the person signs in once more. */
async function resourcesOf(plex) {
  const kept = await tokenOf(plex);
  if (kept !== undefined) {
    try {
      return await fetchPlexResources(plex, kept, { signal });
    } catch (error) {
      if (!isLinkpinClientError(error, 'refused') || error.status !== 401) throw error;
      await forget(plex);
      console.error('plex.tv has ended this sign-in.');
    }
  }
  return fetchPlexResources(plex, await signedIn(plex), { signal });
}

const commands = {
  async list() {
    const servers = (await resourcesOf(await options())).filter(({ provides }) => provides.includes('server'));
    if (servers.length === 0) console.error('No media servers.');
    for (const { name: title, owned, sourceTitle, connections } of servers) {
      const owner = owned === false ? (sourceTitle ?? 'shared') : 'yours';
      console.log([title ?? 'Unnamed', owner, ...new Set(connections.map(({ uri }) => uri))].map(plain).join('\t'));
    }
  },
  async logout() {
    const plex = await options();
    const token = await tokenOf(plex);
    if (token === undefined) return console.error('Not signed in.');
    await forget(plex);
    const headers = { 'x-plex-client-identifier': plex.clientIdentifier, 'x-plex-token': token };
    const signOut = { method: 'DELETE', headers, signal: AbortSignal.any([signal, AbortSignal.timeout(10_000)]) };
    const isTold = await fetch('https://plex.tv/api/v2/users/signout', signOut).then(
      ({ ok, status }) => ok || status === 401,
      () => false,
    );
    console.error(
      isTold ? 'Signed out.' : 'Signed out here. plex.tv could not be told: remove the device on its page.',
    );
  },
};

const [command = 'list', ...rest] = process.argv.slice(2);
if (command === '--help' || command === '-h') {
  console.log(usage);
} else if (!Object.hasOwn(commands, command) || rest.length > 0) {
  console.error(usage);
  process.exitCode = 2;
} else {
  try {
    await commands[command]();
  } catch (error) {
    console.error(error.message);
    process.exitCode = signal.aborted ? 130 : 1;
  }
}
