// A pin that somebody approved (wire S1, S10, S16, S17).
import { fail, pass, type Check } from '../check.ts';
import { inWords, jsonOf, type Exchange } from '../exchange.ts';
import { decidePin, expectPlexError, freshPin, linkPin, pollPin, type PlexBench, type PlexPin } from './device.ts';

/** A claimed pin can be read again for about so long, in seconds. */
const window = 10;

const tokenOf = (exchange: Exchange): unknown => jsonOf(exchange)?.['authToken'];

/** A pin that was approved, and the poll that found it so. */
async function claimedPin(bench: PlexBench): Promise<{ readonly pin: PlexPin; readonly read: Exchange }> {
  const pin = await freshPin(bench);
  await decidePin(bench, pin, 'approve');
  return { pin, read: await pollPin(bench, pin) };
}

export const plexTokenChecks: readonly Check<PlexBench>[] = [
  {
    name: 'S1-linked',
    section: 'wire S1',
    level: 'MUST',
    rule: 'PUT /api/v2/pins/link with the token of a person is answered with 204, and no body.',
    why: 'go-plex-client and plex-api.rs look for exactly that.',
    async run(bench) {
      const exchange = await linkPin(bench, await freshPin(bench));
      const isGood = exchange.came.status === 204 && exchange.came.body === '';
      return isGood ? pass : fail(exchange, `${exchange.came.status}, ${exchange.came.body.length} characters`, '204');
    },
  },
  {
    name: 'S16-claimed',
    section: 'wire S16',
    level: 'MUST',
    rule: 'After a yes, authToken is a text and newRegistration a boolean.',
    why: 'It is what all of this is for.',
    async run(bench) {
      const { read } = await claimedPin(bench);
      const { authToken, newRegistration } = jsonOf(read) ?? {};
      const isGood = typeof authToken === 'string' && authToken !== '' && typeof newRegistration === 'boolean';
      return isGood
        ? pass
        : fail(
            read,
            `authToken ${typeof authToken}, newRegistration ${typeof newRegistration}`,
            'a text and a boolean',
          );
    },
  },
  {
    name: 'S17-token',
    section: 'wire S17',
    level: 'MUST',
    rule: 'A token is twenty letters, digits, hyphens and underscores.',
    why: 'Apps put it into URLs and regular expressions as it is.',
    async run(bench) {
      const { read } = await claimedPin(bench);
      const token = tokenOf(read);
      const isGood = typeof token === 'string' && /^[\w-]{20}$/.test(token);
      return isGood ? pass : fail(read, `${String(token).length} characters`, 'twenty of A–Z, a–z, 0–9, - and _');
    },
  },
  {
    name: 'S10-again',
    section: 'wire S10',
    level: 'MUST',
    rule: 'A pin that was claimed can be read again at once, with the same token.',
    why: 'Tautulli gives up on an answer after a second, and asks once more.',
    async run(bench) {
      const { pin, read } = await claimedPin(bench);
      const again = await pollPin(bench, pin);
      const isSame = again.came.status === 200 && typeof tokenOf(read) === 'string' && tokenOf(again) === tokenOf(read);
      return isSame ? pass : fail(again, inWords(again), '200 with the same token');
    },
  },
  {
    name: 'S10-ten-seconds',
    section: 'wire S10',
    level: 'SHOULD',
    rule: 'A pin that was claimed says that it has about ten seconds left.',
    why: 'Whoever reads it late knows that it was read before.',
    async run(bench) {
      const { read } = await claimedPin(bench);
      const left = jsonOf(read)?.['expiresIn'];
      const isGood = typeof left === 'number' && left >= 0 && left <= window;
      return isGood ? pass : fail(read, `expiresIn ${JSON.stringify(left)}`, `${window} or less`);
    },
  },
  {
    name: 'S10-gone',
    section: 'wire S10',
    level: 'MUST',
    rule: 'After that it is gone: 404, code 1020.',
    why: 'Its id is a number that can be guessed, and a token is behind it.',
    async run(bench) {
      const { pin } = await claimedPin(bench);
      await bench.wait(window + 2);
      return expectPlexError(await pollPin(bench, pin), 404, 1020);
    },
  },
];
