// What a device is told once somebody has decided, or nobody has in time (RFC 8628 §3.5).
import { fail, pass, skip, Unreachable, type Check } from '../check.ts';
import { errorOf, header, inWords, jsonOf } from '../exchange.ts';
import { accessTokenOf, expectError, freshCode, poll, signIn, type DeviceCode, type OAuthBench } from './device.ts';
import { refreshTokenIn, refreshWith } from './refresh.ts';

/** Polls that race for one approval. */
const racers = 8;

/** After so many seconds a device that lost an answer has long asked again. */
const later = 15;
const muchLater = 120;

/** A code whose time is over. @throws {Unreachable} if that takes longer than a check may wait */
async function expiredCode(bench: OAuthBench): Promise<DeviceCode> {
  const code = await freshCode(bench);
  if (!bench.canWait(code.expiresIn)) {
    throw new Unreachable(`codes live for ${code.expiresIn} s, and a check waits for 30: let them live for 20`);
  }
  await bench.wait(code.expiresIn + 1);
  return code;
}

export const decisionChecks: readonly Check<OAuthBench>[] = [
  {
    name: 'D35-denied',
    section: 'RFC 8628 §3.5',
    level: 'MUST',
    rule: 'After a person said no, the device is told access_denied.',
    why: 'A device that is not told shows its code until it expires.',
    async run(bench) {
      const code = await freshCode(bench);
      await bench.decide(code, 'deny');
      return expectError(await poll(bench, code), ['access_denied']);
    },
  },
  {
    name: 'D36-expired',
    section: 'RFC 8628 §3.5',
    level: 'MUST',
    rule: 'After expires_in, the device is told expired_token.',
    why: 'It is how a device knows that it is to offer a new code.',
    run: async (bench) => expectError(await poll(bench, await expiredCode(bench)), ['expired_token']),
  },
  {
    name: 'D36-too-late',
    section: 'RFC 8628 §3.5',
    level: 'MUST',
    rule: 'A yes after expires_in signs nobody in.',
    why: 'A code on an old photograph would still work.',
    async run(bench) {
      // Whoever approves has to be seen doing so, or their silence would say nothing.
      await signIn(bench);
      const code = await expiredCode(bench);
      // Nobody may be able to say yes any more, which is as good.
      await bench.decide(code, 'approve').catch((error: unknown) => {
        if (!(error instanceof Unreachable)) throw error;
      });
      const exchange = await poll(bench, code);
      return accessTokenOf(exchange) === undefined ? pass : fail(exchange, 'tokens', 'an error');
    },
  },
  {
    name: 'D31-approved',
    section: 'RFC 6749 §5.1',
    level: 'MUST',
    rule: 'After a yes, the next poll brings 200 with access_token and token_type, as JSON.',
    why: 'It is what all of this is for.',
    async run(bench) {
      const code = await freshCode(bench);
      await bench.decide(code, 'approve');
      const exchange = await poll(bench, code);
      const { access_token: token, token_type: type, expires_in: life } = jsonOf(exchange) ?? {};
      const isGood =
        exchange.came.status === 200 &&
        typeof token === 'string' &&
        token !== '' &&
        typeof type === 'string' &&
        type !== '' &&
        (life === undefined || (typeof life === 'number' && life > 0));
      return isGood ? pass : fail(exchange, inWords(exchange), '200 with access_token and token_type');
    },
  },
  {
    name: 'D13-tokens-no-store',
    section: 'RFC 6749 §5.1',
    level: 'MUST',
    rule: 'A response with tokens is not to be stored: Cache-Control: no-store.',
    why: 'Whoever has the cache has the tokens.',
    async run(bench) {
      const { answer } = await signIn(bench);
      const said = header(answer, 'cache-control');
      return /\bno-store\b/i.test(said) ? pass : fail(answer, `Cache-Control: ${said || '(none)'}`, 'no-store');
    },
  },
  {
    name: 'D50-race',
    section: 'RFC 8628 §5.5',
    level: 'MUST',
    rule: `Of ${racers} polls at once, after a yes, no two get different tokens.`,
    why: 'Two sign-ins come of one yes, and ending one leaves the other.',
    async run(bench) {
      const code = await freshCode(bench);
      await bench.decide(code, 'approve');
      const answers = await Promise.all(Array.from({ length: racers }, () => poll(bench, code)));
      const tokens = new Set(answers.map(accessTokenOf).filter((token) => token !== undefined));
      const last = answers.findLast((answer) => accessTokenOf(answer) !== undefined) ?? answers[0] ?? null;
      return tokens.size === 1 ? pass : fail(last, `${tokens.size} different tokens`, 'one');
    },
  },
  {
    name: 'B17-replay',
    section: 'RFC 6749 §4.1.2, RFC 9700 §4.2.4',
    level: 'MUST',
    rule: 'A device code that was redeemed brings no second set of tokens.',
    why: 'Whoever reads a code in a log signs in with it.',
    async run(bench) {
      const { code, answer } = await signIn(bench);
      const again = await poll(bench, code);
      const isNew = accessTokenOf(again) !== undefined && accessTokenOf(again) !== accessTokenOf(answer);
      return isNew ? fail(again, 'other tokens', 'invalid_grant, or the same ones to a device that lost them') : pass;
    },
  },
  {
    name: 'B17-revoked',
    section: 'RFC 6749 §4.1.2, RFC 9700 §4.2.4',
    level: 'SHOULD',
    rule: 'A device code that comes again ends the tokens that it brought.',
    why: 'Two have it, and one of them is not the device.',
    async run(bench) {
      const { code, answer } = await signIn(bench);
      if (refreshTokenIn(answer) === undefined) return skip('there is no refresh token to see it by');
      await bench.wait(later);
      let again = await poll(bench, code);
      if (accessTokenOf(again) !== undefined) {
        if (!bench.canWait(muchLater))
          return skip(`${later} s later the same answer is given again, as to who lost it`);
        await bench.wait(muchLater);
        again = await poll(bench, code);
      }
      const after = await refreshWith(bench, refreshTokenIn(answer) ?? '');
      return errorOf(after) === 'invalid_grant' ? pass : fail(after, 'the tokens go on', 'invalid_grant on a refresh');
    },
  },
];
