// The device authorization response (RFC 8628 §3.2), and how good its codes are (§5.1, §5.2, §6.1).
import { fail, pass, skip, type Check } from '../check.ts';
import { header, inWords, jsonOf } from '../exchange.ts';
import { isSameOrigin } from '../loopback.ts';
import { deviceBits, folded, hasGoodLetters, userCodeBits } from './codes.ts';
import { askForCode, freshCode, type DeviceCode, type OAuthBench } from './device.ts';

/** How many codes are looked at where one says too little. */
const several = 3;

const severalCodes = (bench: OAuthBench): Promise<readonly DeviceCode[]> =>
  Promise.all([bench.sample(), ...Array.from({ length: several - 1 }, () => freshCode(bench))]);

/** Chances of one in 2^16, for somebody who tries a code a second for as long as one lives. */
const margin = 16;

export const answerChecks: readonly Check<OAuthBench>[] = [
  {
    name: 'D9-members',
    section: 'RFC 8628 §3.2',
    level: 'MUST',
    rule: 'The response has device_code, user_code, verification_uri and expires_in, of their types.',
    why: 'A device cannot show where to go, or does not know when to stop.',
    async run(bench) {
      const exchange = await askForCode(bench);
      const body = jsonOf(exchange) ?? {};
      const texts = ['device_code', 'user_code', 'verification_uri'];
      const wrong = texts.filter((name) => typeof body[name] !== 'string' || body[name] === '');
      const life = body['expires_in'];
      if (typeof life !== 'number' || !(life > 0)) wrong.push('expires_in');
      if (typeof body['verification_uri'] === 'string' && !URL.canParse(body['verification_uri'])) {
        wrong.push('verification_uri');
      }
      return wrong.length === 0
        ? pass
        : fail(exchange, `${wrong.join(', ')} missing or of another type`, 'three texts and a number of seconds');
    },
  },
  {
    name: 'D13-json',
    section: 'RFC 8628 §3.2',
    level: 'MUST',
    rule: 'The response is 200, application/json.',
    why: 'Libraries look at status and content type before they read.',
    async run(bench) {
      const exchange = await askForCode(bench);
      const isJson = header(exchange, 'content-type').startsWith('application/json');
      return exchange.came.status === 200 && isJson ? pass : fail(exchange, inWords(exchange), '200, application/json');
    },
  },
  {
    name: 'D13-no-store',
    section: 'RFC 8628 §3.2',
    level: 'MUST',
    rule: 'The response is not to be stored: Cache-Control: no-store.',
    why: 'A cache would hand the same code to two devices.',
    async run(bench) {
      const { exchange } = await bench.sample();
      const said = header(exchange, 'cache-control');
      return /\bno-store\b/i.test(said) ? pass : fail(exchange, `Cache-Control: ${said || '(none)'}`, 'no-store');
    },
  },
  {
    name: 'D10-interval',
    section: 'RFC 8628 §3.2',
    level: 'MUST',
    rule: 'An interval, where there is one, is a number of seconds.',
    why: 'A device that cannot read it polls as it likes.',
    async run(bench) {
      const { exchange } = await bench.sample();
      const interval = jsonOf(exchange)?.['interval'];
      const isGood = interval === undefined || (typeof interval === 'number' && interval > 0);
      return isGood ? pass : fail(exchange, `interval ${JSON.stringify(interval)}`, 'a number above zero, or none');
    },
  },
  {
    name: 'D20-address-alone',
    section: 'RFC 8628 §3.3',
    level: 'SHOULD',
    rule: 'verification_uri does not contain the user code.',
    why: 'People would follow a link that somebody sent them instead of typing what stands on a screen before them.',
    async run(bench) {
      const { exchange, verificationUri, userCode } = await bench.sample();
      const isAlone = !folded(decodeURIComponent(verificationUri)).includes(folded(userCode));
      return isAlone ? pass : fail(exchange, verificationUri, 'an address without the code');
    },
  },
  {
    name: 'D12-short',
    section: 'RFC 8628 §3.2',
    level: 'SHOULD',
    rule: 'verification_uri is short enough to be typed: no query, and a path of at most 20 characters.',
    why: 'It is typed by hand, on another device.',
    async run(bench) {
      const { exchange, verificationUri } = await bench.sample();
      const url = URL.parse(verificationUri);
      const isShort = url !== null && url.search === '' && url.hash === '' && url.pathname.length <= 20;
      return isShort ? pass : fail(exchange, verificationUri, 'an address like https://example.com/device');
    },
  },
  {
    name: 'D22-complete',
    section: 'RFC 8628 §3.3.1',
    level: 'SHOULD',
    rule: 'verification_uri_complete, where there is one, holds the user code and leads to the same place.',
    why: 'It is what the QR code says; people expect to be where the text says.',
    async run(bench) {
      const { exchange, verificationUri, verificationUriComplete, userCode } = await bench.sample();
      if (verificationUriComplete === null) return skip('there is no verification_uri_complete, which is optional');
      const isThere = isSameOrigin(verificationUriComplete, verificationUri);
      const hasCode = folded(decodeURIComponent(verificationUriComplete)).includes(folded(userCode));
      return isThere && hasCode
        ? pass
        : fail(exchange, verificationUriComplete, `an address of the same origin with ${userCode}`);
    },
  },
  {
    name: 'D45-entropy',
    section: 'RFC 8628 §5.2',
    level: 'SHOULD',
    rule: 'A device code is too long to be guessed: 128 bits.',
    why: 'Whoever guesses it gets the tokens, and no person is there to notice.',
    async run(bench) {
      const codes = await severalCodes(bench);
      const bits = deviceBits(codes.map(({ deviceCode }) => deviceCode));
      const [{ exchange }] = codes as [DeviceCode];
      return bits >= 128 ? pass : fail(exchange, `room for ${Math.floor(bits)} bits at most`, '128 bits');
    },
  },
  {
    name: 'D45-unique',
    section: 'RFC 8628 §5.2',
    level: 'MUST',
    rule: 'No two requests get the same device code or the same user code.',
    why: 'The approval of one device would sign in another.',
    async run(bench) {
      const codes = await severalCodes(bench);
      const distinct = (texts: readonly string[]): boolean => new Set(texts).size === several;
      const isUnique = distinct(codes.map((code) => code.deviceCode)) && distinct(codes.map((code) => code.userCode));
      const last = codes.at(-1)?.exchange ?? null;
      return isUnique ? pass : fail(last, `the same code for two of ${several} requests`, 'another one for each');
    },
  },
  {
    name: 'D53-letters',
    section: 'RFC 8628 §6.1',
    level: 'SHOULD',
    rule: 'User codes are made of letters without vowels, or of digits alone.',
    why: 'Codes without vowels spell no words, and mixed ones are misread: O and 0, I and 1.',
    async run(bench) {
      const codes = await severalCodes(bench);
      const wrong = codes.find(({ userCode }) => !hasGoodLetters(userCode));
      return wrong === undefined
        ? pass
        : fail(wrong.exchange, `user_code ${wrong.userCode}`, 'consonants of one case, or digits');
    },
  },
  {
    name: 'D43-guessing',
    section: 'RFC 8628 §5.1',
    level: 'SHOULD',
    rule: 'A user code outlives no guessing: a try a second, for as long as it lives, hits once in 65,536 times at most.',
    why: 'Whoever hits a code first is signed in on the device, or signs in somebody else’s.',
    async run(bench) {
      const { exchange, userCode, expiresIn } = await bench.sample();
      const left = userCodeBits(userCode) - Math.log2(expiresIn);
      return left >= margin
        ? pass
        : fail(exchange, `${userCode} for ${expiresIn} s: once in ${Math.round(2 ** left)} times`, 'longer codes');
    },
  },
  {
    name: 'D49-life',
    section: 'RFC 8628 §5.4',
    level: 'SHOULD',
    rule: 'Codes live long enough for people, a minute, and not for an attack by mail, half an hour.',
    why: 'A code that is sent to somebody else has to be old by the time it is read.',
    async run(bench) {
      const { exchange, expiresIn } = await bench.sample();
      return expiresIn >= 60 && expiresIn <= 1800
        ? pass
        : fail(exchange, `expires_in ${expiresIn}`, 'between 60 and 1800');
    },
  },
];
