// What a pin looks like while it waits (wire S7–S9, S11, S13–S16), and the page of the Auth App (S18, S19).
import { fail, pass, skip, type Check } from '../check.ts';
import { header, inWords, jsonOf, type Exchange } from '../exchange.ts';
import { askForPin, expectPlexError, freshPin, pollPin, type PlexBench } from './device.ts';

const isText = (value: unknown): boolean => typeof value === 'string' && value !== '';

/** The members of a location that SDKs read as texts. */
const places = ['code', 'continent_code', 'country', 'city', 'time_zone', 'postal_code', 'subdivisions', 'coordinates'];

const jsonTime = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/;
const xmlTime = /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d UTC$/;

/** An attribute of the root of an XML answer. */
const attribute = ({ came }: Exchange, name: string): string | undefined =>
  new RegExp(`<pin\\b[^>]*\\s${name}="([^"]*)"`).exec(came.body)?.[1];

const askForXml = (bench: PlexBench): Promise<Exchange> => askForPin(bench, { headers: { accept: '*/*' } });

export const plexAnswerChecks: readonly Check<PlexBench>[] = [
  {
    name: 'S7-id',
    section: 'wire S7',
    level: 'MUST',
    rule: 'The id of a pin is a whole number that fits 31 bits.',
    why: 'Ombi keeps it in an int, plex-api.rs in a u32.',
    async run(bench) {
      const { exchange } = await bench.sample();
      const id = jsonOf(exchange)?.['id'];
      const fits = typeof id === 'number' && Number.isInteger(id) && id > 0 && id < 2 ** 31;
      return fits ? pass : fail(exchange, `id ${JSON.stringify(id)}`, 'a number between 1 and 2147483647');
    },
  },
  {
    name: 'S8-weak',
    section: 'wire S8',
    level: 'MUST',
    rule: 'A weak code has four capital letters and digits, and lives for fifteen minutes.',
    why: 'The page where it is typed has four boxes, and Plex for Kodi draws four.',
    async run(bench) {
      const { exchange, code, expiresIn } = await bench.sample();
      const isWeak = /^[\dA-Z]{4}$/.test(code) && Math.abs(expiresIn - 900) <= 5;
      return isWeak ? pass : fail(exchange, `${code} for ${expiresIn} s`, 'four of A–Z and 0–9, for 900 s');
    },
  },
  {
    name: 'S8-strong',
    section: 'wire S8',
    level: 'MUST',
    rule: 'A strong code has twenty-five small letters and digits, and lives for half an hour.',
    why: 'It goes into a link, which nobody needs to guess.',
    async run(bench) {
      const { exchange, code, expiresIn } = await freshPin(bench, { query: { strong: 'true' } });
      const isStrong = /^[\da-z]{25}$/.test(code) && Math.abs(expiresIn - 1800) <= 5;
      return isStrong ? pass : fail(exchange, `${code} for ${expiresIn} s`, 'twenty-five of a–z and 0–9, for 1800 s');
    },
  },
  {
    name: 'S9-other-client',
    section: 'wire S9',
    level: 'MUST',
    rule: 'Another client identifier sees no pin: 404, code 1020.',
    why: 'Ids are numbers that can be counted through; tokens would go to whoever does.',
    async run(bench) {
      const exchange = await pollPin(bench, await bench.sample(), 'linkpin-conformance-other');
      return expectPlexError(exchange, 404, 1020);
    },
  },
  {
    name: 'S6-poll-without-client',
    section: 'wire S6',
    level: 'MUST',
    rule: 'A poll without a client identifier is answered with 400, code 1000.',
    why: 'An app whose author forgot it is told so, instead of that its pin is gone.',
    run: async (bench) => expectPlexError(await pollPin(bench, await bench.sample(), ''), 400, 1000),
  },
  {
    name: 'S11-unknown',
    section: 'wire S11',
    level: 'MUST',
    rule: 'A pin that there is not is answered with 404, code 1020.',
    why: 'Apps take exactly that for the end of a pin.',
    async run(bench) {
      return expectPlexError(await pollUnknown(bench), 404, 1020);
    },
  },
  {
    name: 'S11-status',
    section: 'wire S11',
    level: 'SHOULD',
    rule: 'An error repeats its HTTP status as a number.',
    why: 'plex_pin_auth needs it on every error.',
    async run(bench) {
      const exchange = await pollUnknown(bench);
      const errors = jsonOf(exchange)?.['errors'];
      const [first] = Array.isArray(errors) ? (errors as readonly { readonly status?: unknown }[]) : [];
      return first?.status === 404 ? pass : fail(exchange, `status ${JSON.stringify(first?.status)}`, '"status": 404');
    },
  },
  {
    name: 'S11-expired',
    section: 'wire S11',
    level: 'MUST',
    rule: 'A pin whose time is over is answered with 404, code 1020.',
    why: 'An app that is not told waits for ever.',
    async run(bench) {
      const pin = await freshPin(bench);
      if (!bench.canWait(pin.expiresIn)) return skip(`pins live for ${pin.expiresIn} s, and a check waits for 30`);
      await bench.wait(pin.expiresIn + 1);
      return expectPlexError(await pollPin(bench, pin), 404, 1020);
    },
  },
  {
    name: 'S13-location',
    section: 'wire S13',
    level: 'MUST',
    rule: 'Every text of location is there, and is not empty.',
    why: 'Generated SDKs throw at a null, after the person has approved.',
    async run(bench) {
      const { exchange } = await bench.sample();
      const location = (jsonOf(exchange)?.['location'] ?? {}) as Readonly<Record<string, unknown>>;
      const wrong = places.filter((name) => !isText(location[name]));
      return wrong.length === 0 ? pass : fail(exchange, `${wrong.join(', ')} missing or empty`, 'a text in each');
    },
  },
  {
    name: 'S14-json-times',
    section: 'wire S14',
    level: 'MUST',
    rule: 'Times in JSON are of whole seconds in UTC, with a Z.',
    why: 'Generated SDKs take nothing else.',
    async run(bench) {
      const { exchange } = await bench.sample();
      const { createdAt, expiresAt } = jsonOf(exchange) ?? {};
      const isGood = [createdAt, expiresAt].every((time) => typeof time === 'string' && jsonTime.test(time));
      return isGood ? pass : fail(exchange, JSON.stringify({ createdAt, expiresAt }), '2026-11-21T12:00:00Z');
    },
  },
  {
    name: 'S14-xml-times',
    section: 'wire S14',
    level: 'MUST',
    rule: 'Times in XML are written like 2026-11-21 12:00:00 UTC.',
    why: 'python-plexapi and others parse them by that form.',
    async run(bench) {
      const exchange = await askForXml(bench);
      const times = ['createdAt', 'expiresAt'].map((name) => attribute(exchange, name));
      const isGood = times.every((time) => time !== undefined && xmlTime.test(time));
      return isGood ? pass : fail(exchange, times.join(', '), '2026-11-21 12:00:00 UTC');
    },
  },
  {
    name: 'S15-product',
    section: 'wire S15',
    level: 'SHOULD',
    rule: 'product is a text, "0" where the app names none.',
    why: 'SDKs require a text.',
    async run(bench) {
      const exchange = await askForPin(bench, { headers: { 'x-plex-product': '' } });
      const product = jsonOf(exchange)?.['product'];
      return product === '0' ? pass : fail(exchange, `product ${JSON.stringify(product)}`, '"0"');
    },
  },
  {
    name: 'S16-pending',
    section: 'wire S16',
    level: 'MUST',
    rule: 'While a pin waits, authToken and newRegistration are there, and null.',
    why: '@ctrl/plex compares with null, and takes anything else for a token.',
    async run(bench) {
      const exchange = await pollPin(bench, await bench.sample());
      const { authToken, newRegistration } = jsonOf(exchange) ?? {};
      const isGood = authToken === null && newRegistration === null;
      return isGood ? pass : fail(exchange, JSON.stringify({ authToken, newRegistration }) || '{}', 'null for both');
    },
  },
  {
    name: 'S16-pending-xml',
    section: 'wire S16',
    level: 'MUST',
    rule: 'In XML both are empty attributes.',
    why: 'python-plexapi reads the attribute and waits while it is empty.',
    async run(bench) {
      const exchange = await askForXml(bench);
      const isGood = ['authToken', 'newRegistration'].every((name) => attribute(exchange, name) === '');
      return isGood ? pass : fail(exchange, inWords(exchange), 'authToken="" newRegistration=""');
    },
  },
  {
    name: 'S18-auth-page',
    section: 'wire S18',
    level: 'MUST',
    rule: 'There is a page at /auth, with and without a final slash.',
    why: 'Apps open it with what they ask for behind a #, in four spellings.',
    async run(bench) {
      for (const path of ['/auth', '/auth/']) {
        const exchange = await openAuth(bench, path);
        const isPage = exchange.came.status === 200 && header(exchange, 'content-type').startsWith('text/html');
        if (!isPage) return fail(exchange, `${path}: ${inWords(exchange)}`, '200, a page');
      }
      return pass;
    },
  },
  {
    name: 'S19-opener',
    section: 'wire S19',
    level: 'MUST',
    rule: 'That page does not cut itself off from the window that opened it (Cross-Origin-Opener-Policy).',
    why: 'The popup looks closed to the app, which gives up: Seerr and Sonarr did.',
    async run(bench) {
      const exchange = await openAuth(bench, '/auth');
      if (exchange.came.status !== 200) return skip(`there is no page at /auth: ${inWords(exchange)}`);
      const policy = header(exchange, 'cross-origin-opener-policy');
      const isOpen = !/^same-origin\b(?!-allow-popups)/.test(policy);
      return isOpen ? pass : fail(exchange, `Cross-Origin-Opener-Policy: ${policy}`, 'none, or unsafe-none');
    },
  },
];

/** Polls a pin that there is not. */
async function pollUnknown(bench: PlexBench): Promise<Exchange> {
  const { id, clientIdentifier } = await bench.sample();
  return pollPin(bench, { id: String((Number(id) % 2_147_483_646) + 1), clientIdentifier });
}

const openAuth = ({ send, target }: PlexBench, path: string): Promise<Exchange> =>
  send({ method: 'GET', url: `${target.server}${path}`, headers: { accept: 'text/html' }, body: null });
