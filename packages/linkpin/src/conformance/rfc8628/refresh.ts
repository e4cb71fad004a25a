// Refresh tokens of a device (RFC 6749 §6, RFC 9700 §4.14.2).
import { fail, pass, skip, Unreachable, type Check } from '../check.ts';
import { errorOf, inWords, jsonOf, type Exchange, type Fields } from '../exchange.ts';
import { accessTokenOf, askForToken, signIn, type OAuthBench } from './device.ts';

/** After so many seconds nobody asks again because an answer was lost. */
const later = 15;
const muchLater = 120;

/** The refresh token of a response; undefined if there is none. */
export function refreshTokenIn(exchange: Exchange): string | undefined {
  const token = jsonOf(exchange)?.['refresh_token'];
  return typeof token === 'string' && token !== '' ? token : undefined;
}

/** Asks for new tokens (RFC 6749 §6). */
export const refreshWith = (bench: OAuthBench, token: string, more: Fields = []): Promise<Exchange> =>
  askForToken(bench, [['grant_type', 'refresh_token'], ['refresh_token', token], ...more]);

async function refreshToken(bench: OAuthBench): Promise<string> {
  const token = refreshTokenIn((await signIn(bench)).answer);
  if (token === undefined) throw new Unreachable('the server gives no refresh token');
  return token;
}

/** A refresh token that was used, its successor, and what the first one brings once more. */
async function reuse(bench: OAuthBench): Promise<{ readonly successor: string; readonly again: Exchange }> {
  const first = await refreshToken(bench);
  const successor = refreshTokenIn(await refreshWith(bench, first));
  if (successor === undefined || successor === first) throw new Unreachable('refresh tokens are not rotated');
  await bench.wait(later);
  const again = await refreshWith(bench, first);
  if (refreshTokenIn(again) !== successor) return { successor, again };
  if (!bench.canWait(muchLater)) {
    throw new Unreachable(`${later} s later the same successor is given again, as to who lost it`);
  }
  await bench.wait(muchLater);
  return { successor, again: await refreshWith(bench, first) };
}

export const refreshChecks: readonly Check<OAuthBench>[] = [
  {
    name: 'B7-rotation',
    section: 'RFC 9700 §2.2.2',
    level: 'MUST',
    rule: 'The refresh token of a public client is another one after each use, where no key binds it.',
    why: 'A copy of it works for as long as the device is linked, and nobody notices.',
    async run(bench) {
      if (bench.target.client.secret !== null) return skip('the client has a secret');
      const token = await refreshToken(bench);
      const exchange = await refreshWith(bench, token);
      if (accessTokenOf(exchange) === undefined) return fail(exchange, inWords(exchange), '200 with new tokens');
      const next = refreshTokenIn(exchange);
      return next !== undefined && next !== token ? pass : fail(exchange, 'the same refresh token', 'a new one');
    },
  },
  {
    name: 'B23-reuse',
    section: 'RFC 9700 §4.14.2',
    level: 'MUST',
    rule: 'A refresh token that was used is refused as invalid_grant.',
    why: 'Whoever copied it would go on beside the device.',
    async run(bench) {
      const { again } = await reuse(bench);
      return errorOf(again) === 'invalid_grant' ? pass : fail(again, inWords(again), '400 invalid_grant');
    },
  },
  {
    name: 'B23-family',
    section: 'RFC 9700 §4.14.2',
    level: 'MUST',
    rule: 'The reuse of a refresh token ends the one that came in its place.',
    why: 'Of the two that have it one is a thief, and it may be the one who was faster.',
    async run(bench) {
      const { successor } = await reuse(bench);
      const exchange = await refreshWith(bench, successor);
      return errorOf(exchange) === 'invalid_grant' ? pass : fail(exchange, inWords(exchange), '400 invalid_grant');
    },
  },
  {
    name: 'B22-scope',
    section: 'RFC 6749 §6',
    level: 'MUST',
    rule: 'A refresh brings no scope that was not granted.',
    why: 'A device would get more than its person agreed to.',
    async run(bench) {
      const wanted = bench.target.scope.split(' ').filter((scope) => scope !== '' && !isNeeded(scope));
      const [more] = wanted;
      if (more === undefined) return skip('it takes --scope with a scope that a device can do without');
      const less = bench.target.scope
        .split(' ')
        .filter((scope) => scope !== more)
        .join(' ');
      const { answer } = await signIn(bench, less);
      const token = refreshTokenIn(answer);
      if (token === undefined) return skip('the server gives no refresh token');
      const exchange = await refreshWith(bench, token, [['scope', bench.target.scope]]);
      if (errorOf(exchange) === 'invalid_scope') return pass;
      const granted = jsonOf(exchange)?.['scope'];
      const isKept = typeof granted === 'string' && !granted.split(' ').includes(more);
      return isKept ? pass : fail(exchange, inWords(exchange), `400 invalid_scope, or tokens without ${more}`);
    },
  },
];

/** Scopes without which there may be no refresh token (OpenID Connect Core §11). */
const isNeeded = (scope: string): boolean => scope === 'offline_access' || scope === 'openid';
