import { Failure } from '../failure.ts';
import { tokensFile, type OAuthSignIn, type StoredTokens } from '../hosts/tokens-file.ts';
import { jsonLine } from '../terminal/json-line.ts';
import { plainText } from '../terminal/plain-text.ts';
import { freshTokens, revoke, serverOf, whoIs, type Who } from './oauth-session.ts';

/** `linkpin whoami` for a sign-in at an OAuth server. */
export async function whoamiByOAuth(signIn: OAuthSignIn, json: boolean): Promise<void> {
  const { issuer, clientId } = signIn;
  const server = await serverOf(signIn);
  const tokens = await freshTokens(signIn, server, { always: false });
  const who = await whoIs(signIn, server, tokens);
  if (json) process.stdout.write(jsonLine({ issuer, clientId, sub: who?.sub ?? null, name: who?.name ?? null }));
  else if (who === null) {
    process.stdout.write(`${plainText(clientId)} at ${plainText(issuer)}, which does not say whose sign-in it is\n`);
  } else process.stdout.write(`${plainText(who.name ?? who.sub)}\n`);
}

/** The state of a sign-in. */
interface Standing {
  readonly token: 'valid' | 'invalid' | 'unknown';
  readonly tokens: StoredTokens;
  readonly who: Who | null;
  /** What is wrong; null if the sign-in works. */
  readonly problem: Failure | null;
}

/** `linkpin status` for a sign-in at an OAuth server. */
export async function statusByOAuth(signIn: OAuthSignIn, json: boolean): Promise<void> {
  const { issuer, clientId } = signIn;
  const { token, tokens, who, problem } = await standing(signIn);
  const { path } = tokensFile();
  const { scope = null, expiresAt = null } = tokens;
  const user = who?.name ?? who?.sub ?? null;
  if (json) process.stdout.write(jsonLine({ issuer, clientId, user, scope, keptIn: path, token, expiresAt }));
  else {
    const rows = [
      ['Issuer', issuer],
      ['Client', clientId],
      ['User', user ?? '-'],
      ['Scope', scope ?? '-'],
      ['Token', token],
      ['Expires', expiresAt ?? '-'],
      ['Stored in', path],
    ];
    process.stdout.write(rows.map(([name = '', value = '']) => `${name.padEnd(11)}${plainText(value)}\n`).join(''));
  }
  if (problem !== null) throw problem;
}

/** Checks a sign-in. Without a userinfo endpoint, refreshing is the only check. */
async function standing(signIn: OAuthSignIn): Promise<Standing> {
  let { tokens } = signIn;
  try {
    const server = await serverOf(signIn);
    const saysWho = server.config.serverMetadata().userinfo_endpoint !== undefined;
    const always = !saysWho && tokens.refreshToken !== undefined;
    tokens = await freshTokens(signIn, server, { always });
    const who = await whoIs(signIn, server, tokens);
    return { token: who !== null || always ? 'valid' : 'unknown', tokens, who, problem: null };
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    return { token: error.exitCode === 4 ? 'invalid' : 'unknown', tokens, who: null, problem: error };
  }
}

/** `linkpin logout` for a sign-in at an OAuth server. */
export async function logoutByOAuth(signIn: OAuthSignIn, json: boolean): Promise<void> {
  const { issuer, clientId } = signIn;
  const trouble = await tokensFile().forget(issuer, clientId, async (tokens) =>
    tokens === undefined ? null : revoke({ ...signIn, tokens }),
  );
  if (json) process.stdout.write(jsonLine({ issuer, clientId, told: trouble === null }));
  else process.stdout.write(`Signed out of ${plainText(issuer)}\n`);
  if (trouble === null) return;
  process.stderr.write(`The server was not told: ${trouble}\nEnd this sign-in on its own page of devices or apps.\n`);
}
