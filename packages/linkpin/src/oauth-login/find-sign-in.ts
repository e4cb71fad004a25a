import type { Command } from 'commander';
import { Option } from 'commander';
import type { SignInKey } from '@linkpin/client/cli';
import { Failure } from '../failure.ts';
import { hostsFile } from '../credentials/hosts-file.ts';
import { oauthStore } from '../credentials/oauth-store.ts';
import { plainText } from '../terminal/plain-text.ts';

/** The flags that select a sign-in. */
export interface SignInFlags {
  readonly server?: string;
  readonly issuer?: string;
  readonly clientId?: string;
}

/** Adds the flags that select a sign-in at an OAuth server. */
export const addOAuthFlags = (command: Command): Command =>
  command
    .addOption(new Option('--issuer <URL>', 'which sign-in at an OAuth server').conflicts('server'))
    .addOption(new Option('--client-id <ID>', 'as which client, where there are several').conflicts('server'));

/**
 * Finds the OAuth sign-in that a command uses: the one given, else the only one, unless this machine is also signed in
 * by a plex pin.
 *
 * @returns null if the command uses a plex sign-in
 * @throws {Failure} if that is ambiguous; with exit code 4 if there is no such sign-in
 */
export async function findOAuthSignIn({ server, issuer, clientId }: SignInFlags): Promise<SignInKey | null> {
  const named = issuer !== undefined || clientId !== undefined;
  const set = ['LINKPIN_SERVER', 'LINKPIN_TOKEN'].some((name) => (process.env[name] ?? '').trim() !== '');
  if (server !== undefined || (set && !named)) return null;
  const all = await (await oauthStore()).list();
  if (!named) {
    if (all.length === 0) return null;
    const hosts = Object.entries(await hostsFile().all()).filter(([, host]) => host.token ?? host.inKeyring);
    const [first] = all;
    if (hosts.length === 0 && all.length === 1 && first !== undefined) return first;
    const places = [...hosts.map(([host]) => host), ...all.map(placeOf)].join(' and ');
    throw new Failure(
      `You are signed in at ${places}. Say which one is meant, with --server, or --issuer and --client-id.`,
    );
  }
  const [one, ...others] = all.filter(
    (signIn) => (issuer ?? signIn.issuer) === signIn.issuer && (clientId ?? signIn.clientId) === signIn.clientId,
  );
  if (one !== undefined && others.length === 0) return one;
  if (one !== undefined) {
    const places = [one, ...others].map(placeOf).join(' and ');
    throw new Failure(`You are signed in at ${places}. Say which one is meant, with --issuer and --client-id.`);
  }
  const as = clientId === undefined ? '' : ` as ${plainText(clientId)}`;
  const how = `linkpin login --issuer ${plainText(issuer ?? 'URL')} --client-id ${plainText(clientId ?? 'ID')}`;
  throw new Failure(`You are not signed in at ${plainText(issuer ?? 'an OAuth server')}${as}. Sign in with: ${how}`, 4);
}

const placeOf = ({ issuer, clientId }: SignInKey): string => `${plainText(issuer)} as ${plainText(clientId)}`;
