import { openSession, type KeptTokens, type Session, type SignInKey, type UserInfo } from '@linkpin/client/cli';
import { Failure } from '../failure.ts';
import { oauthStore } from '../credentials/oauth-store.ts';
import { jsonLine } from '../terminal/json-line.ts';
import { plainText } from '../terminal/plain-text.ts';
import { toFailure } from './failures.ts';

const sessionOf = async (key: SignInKey): Promise<Session> => openSession({ ...key, store: await oauthStore() });

/**
 * Uses a sign-in.
 *
 * @throws {Failure} with exit code 4 if a new sign-in is needed; 1 if the server cannot be reached
 */
async function using<Value>(key: SignInKey, work: () => Promise<Value>): Promise<Value> {
  try {
    return await work();
  } catch (error) {
    throw await toFailure(key, error);
  }
}

/** The name of an account, as people know it. */
function nameOf({ preferred_username: username, name, email }: UserInfo): string | null {
  return [username, name, email].find((one) => typeof one === 'string') ?? null;
}

/** `linkpin whoami` for a sign-in at an OAuth server. */
export async function whoamiByOAuth(key: SignInKey, json: boolean): Promise<void> {
  const { issuer, clientId } = key;
  const session = await sessionOf(key);
  const userInfo = await using(key, async () => {
    await session.tokens();
    return session.userInfo();
  });
  const name = userInfo && nameOf(userInfo);
  if (json) process.stdout.write(jsonLine({ issuer, clientId, sub: userInfo?.sub ?? null, name }));
  else if (userInfo === null) {
    process.stdout.write(`${plainText(clientId)} at ${plainText(issuer)}, which does not say whose sign-in it is\n`);
  } else process.stdout.write(`${plainText(name ?? userInfo.sub)}\n`);
}

/** The state of a sign-in. */
interface SignInStatus {
  readonly token: 'valid' | 'invalid' | 'unknown';
  readonly tokens: KeptTokens | undefined;
  readonly userInfo: UserInfo | null;
  /** What is wrong; null if the sign-in works. */
  readonly problem: Failure | null;
}

/** `linkpin status` for a sign-in at an OAuth server. */
export async function statusByOAuth(key: SignInKey, json: boolean): Promise<void> {
  const { issuer, clientId } = key;
  const { token, tokens, userInfo, problem } = await checkSignIn(key);
  const keptIn = await (await oauthStore()).whereIs(key);
  const { scope = null, expiresAt = null } = tokens ?? {};
  const user = userInfo && (nameOf(userInfo) ?? userInfo.sub);
  if (json) process.stdout.write(jsonLine({ issuer, clientId, user, scope, keptIn, token, expiresAt }));
  else {
    const rows = [
      ['Issuer', issuer],
      ['Client', clientId],
      ['User', user ?? '-'],
      ['Scope', scope ?? '-'],
      ['Token', token],
      ['Expires', expiresAt ?? '-'],
      ['Stored in', keptIn],
    ];
    process.stdout.write(rows.map(([name = '', value = '']) => `${name.padEnd(11)}${plainText(value)}\n`).join(''));
  }
  if (problem !== null) throw problem;
}

/** Checks a sign-in. Where the server does not say whose it is, refreshing is the only check. */
async function checkSignIn(key: SignInKey): Promise<SignInStatus> {
  let { tokens } = (await (await oauthStore()).read(key)) ?? {};
  const session = await sessionOf(key);
  try {
    return await using(key, async () => {
      tokens = await session.tokens();
      const userInfo = await session.userInfo();
      const mustTry = userInfo === null && tokens.refreshToken !== undefined;
      tokens = await session.tokens(mustTry ? tokens.accessToken : undefined);
      return { token: userInfo !== null || mustTry ? 'valid' : 'unknown', tokens, userInfo, problem: null };
    });
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    return { token: error.exitCode === 4 ? 'invalid' : 'unknown', tokens, userInfo: null, problem: error };
  }
}

/** `linkpin logout` for a sign-in at an OAuth server. */
export async function logoutByOAuth(key: SignInKey, json: boolean): Promise<void> {
  const { issuer, clientId } = key;
  const trouble = await (await sessionOf(key)).signOut();
  if (json) process.stdout.write(jsonLine({ issuer, clientId, told: trouble === null }));
  else process.stdout.write(`Signed out of ${plainText(issuer)}\n`);
  if (trouble === null) return;
  const why = await toFailure(key, trouble);
  const reason = why instanceof Error ? why.message : String(why);
  process.stderr.write(`The server was not told: ${reason}\nEnd this sign-in on its own page of devices or apps.\n`);
}
