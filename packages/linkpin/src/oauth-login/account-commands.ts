import { Failure } from '../failure.ts';
import { tokensFile, type OAuthSignIn, type StoredTokens } from '../credentials/tokens-file.ts';
import { jsonLine } from '../terminal/json-line.ts';
import { plainText } from '../terminal/plain-text.ts';
import { freshTokens, revoke, serverOf, fetchUserInfo, type UserInfo } from './oauth-session.ts';

/** `linkpin whoami` for a sign-in at an OAuth server. */
export async function whoamiByOAuth(signIn: OAuthSignIn, json: boolean): Promise<void> {
  const { issuer, clientId } = signIn;
  const server = await serverOf(signIn);
  const tokens = await freshTokens(signIn, server, { always: false });
  const userInfo = await fetchUserInfo(signIn, server, tokens);
  if (json)
    process.stdout.write(jsonLine({ issuer, clientId, sub: userInfo?.sub ?? null, name: userInfo?.name ?? null }));
  else if (userInfo === null) {
    process.stdout.write(`${plainText(clientId)} at ${plainText(issuer)}, which does not say whose sign-in it is\n`);
  } else process.stdout.write(`${plainText(userInfo.name ?? userInfo.sub)}\n`);
}

/** The state of a sign-in. */
interface SignInStatus {
  readonly token: 'valid' | 'invalid' | 'unknown';
  readonly tokens: StoredTokens;
  readonly userInfo: UserInfo | null;
  /** What is wrong; null if the sign-in works. */
  readonly problem: Failure | null;
}

/** `linkpin status` for a sign-in at an OAuth server. */
export async function statusByOAuth(signIn: OAuthSignIn, json: boolean): Promise<void> {
  const { issuer, clientId } = signIn;
  const { token, tokens, userInfo, problem } = await checkSignIn(signIn);
  const { path } = tokensFile();
  const { scope = null, expiresAt = null } = tokens;
  const user = userInfo?.name ?? userInfo?.sub ?? null;
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
async function checkSignIn(signIn: OAuthSignIn): Promise<SignInStatus> {
  let { tokens } = signIn;
  try {
    const server = await serverOf(signIn);
    const saysWho = server.config.serverMetadata().userinfo_endpoint !== undefined;
    const always = !saysWho && tokens.refreshToken !== undefined;
    tokens = await freshTokens(signIn, server, { always });
    const userInfo = await fetchUserInfo(signIn, server, tokens);
    return { token: userInfo !== null || always ? 'valid' : 'unknown', tokens, userInfo, problem: null };
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    return { token: error.exitCode === 4 ? 'invalid' : 'unknown', tokens, userInfo: null, problem: error };
  }
}

/** `linkpin logout` for a sign-in at an OAuth server. */
export async function logoutByOAuth(signIn: OAuthSignIn, json: boolean): Promise<void> {
  const { issuer, clientId } = signIn;
  const trouble = await tokensFile().delete(issuer, clientId, async (tokens) =>
    tokens === undefined ? null : revoke({ ...signIn, tokens }),
  );
  if (json) process.stdout.write(jsonLine({ issuer, clientId, told: trouble === null }));
  else process.stdout.write(`Signed out of ${plainText(issuer)}\n`);
  if (trouble === null) return;
  process.stderr.write(`The server was not told: ${trouble}\nEnd this sign-in on its own page of devices or apps.\n`);
}
