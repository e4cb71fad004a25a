// How a pin is asked for, in all the ways in which apps do (wire S1–S6, S12).
import { fail, pass, type Check } from '../check.ts';
import { header, inWords, jsonOf, type Exchange } from '../exchange.ts';
import { askForPin, expectPlexError, pollPin, type Ask, type PlexBench } from './device.ts';

const created = '201 with a pin';

const isPin = (exchange: Exchange): boolean =>
  exchange.came.status === 201 && typeof jsonOf(exchange)?.['code'] === 'string';

const takes = async (bench: PlexBench, ask: Ask) => {
  const exchange = await askForPin(bench, ask);
  return isPin(exchange) ? pass : fail(exchange, inWords(exchange), created);
};

const form = 'application/x-www-form-urlencoded';
const without = { 'x-plex-client-identifier': '', 'x-plex-product': '' };

export const plexRequestChecks: readonly Check<PlexBench>[] = [
  {
    name: 'S1-created',
    section: 'wire S1',
    level: 'MUST',
    rule: 'A new pin is answered with 201.',
    why: 'go-plex-client, plex-api.rs, plexjs and others look for exactly that.',
    async run(bench) {
      const { exchange } = await bench.sample();
      return exchange.came.status === 201 ? pass : fail(exchange, inWords(exchange), created);
    },
  },
  {
    name: 'S1-read',
    section: 'wire S1',
    level: 'MUST',
    rule: 'A poll of a pin that waits is answered with 200.',
    why: 'Apps stop at anything else.',
    async run(bench) {
      const exchange = await pollPin(bench, await bench.sample());
      return exchange.came.status === 200 ? pass : fail(exchange, inWords(exchange), '200');
    },
  },
  {
    name: 'S2-xml',
    section: 'wire S2',
    level: 'MUST',
    rule: 'Without an Accept that names JSON the answer is XML.',
    why: 'python-plexapi and Tautulli send none, and read XML.',
    async run(bench) {
      const exchange = await askForPin(bench, { headers: { accept: '*/*' } });
      const isXml =
        header(exchange, 'content-type').startsWith('application/xml') && exchange.came.body.includes('<pin');
      return isXml ? pass : fail(exchange, inWords(exchange), 'application/xml, <pin …>');
    },
  },
  {
    name: 'S2-json',
    section: 'wire S2',
    level: 'MUST',
    rule: 'With Accept: application/json the answer is JSON.',
    why: 'Every other app sends that, and reads JSON.',
    async run(bench) {
      const { exchange } = await bench.sample();
      const isJson = header(exchange, 'content-type').startsWith('application/json') && jsonOf(exchange) !== undefined;
      return isJson ? pass : fail(exchange, inWords(exchange), 'application/json');
    },
  },
  {
    name: 'S2-json-suffix',
    section: 'wire S2',
    level: 'MUST',
    rule: 'A path that ends in .json is answered in JSON, whatever is accepted.',
    why: 'go-plex-client, authentik and Ombi ask so.',
    async run(bench) {
      const exchange = await askForPin(bench, { suffix: '.json', headers: { accept: '*/*' } });
      return isPin(exchange) ? pass : fail(exchange, inWords(exchange), `${created}, as JSON`);
    },
  },
  {
    name: 'S2-xml-suffix',
    section: 'wire S2',
    level: 'SHOULD',
    rule: 'A path that ends in .xml is answered in XML, whatever is accepted.',
    why: 'It is the habit of that API.',
    async run(bench) {
      const exchange = await askForPin(bench, { suffix: '.xml' });
      const isXml = header(exchange, 'content-type').startsWith('application/xml');
      return isXml ? pass : fail(exchange, inWords(exchange), 'application/xml');
    },
  },
  {
    name: 'S3-query',
    section: 'wire S3',
    level: 'MUST',
    rule: 'The client identifier may stand in the query.',
    why: 'Generated SDKs of 2024 and @ctrl/plex put it there.',
    run: (bench) =>
      takes(bench, { headers: without, query: { 'X-Plex-Client-Identifier': 'linkpin-conformance-query' } }),
  },
  {
    name: 'S3-form',
    section: 'wire S3',
    level: 'MUST',
    rule: 'The client identifier may stand in a form.',
    why: 'The article in the forum of Plex, from which many apps were made, says so.',
    run: (bench) =>
      takes(bench, {
        headers: { ...without, 'content-type': form },
        body: 'strong=false&X-Plex-Product=Form&X-Plex-Client-Identifier=linkpin-conformance-form',
      }),
  },
  {
    name: 'S3-case',
    section: 'wire S3',
    level: 'MUST',
    rule: 'Names in the query count in any case.',
    why: 'Headers do, and apps move them to the query as they are.',
    run: (bench) =>
      takes(bench, { headers: without, query: { 'x-plex-client-identifier': 'linkpin-conformance-case' } }),
  },
  {
    name: 'S3-empty',
    section: 'wire S3',
    level: 'MUST',
    rule: 'An empty value counts as none: another place may have it.',
    why: 'plexjs 0.32 sends empty headers beside a full query.',
    run: (bench) =>
      takes(bench, {
        headers: { 'x-plex-client-identifier': ' ' },
        query: { 'X-Plex-Client-Identifier': 'linkpin-conformance-empty' },
      }),
  },
  {
    name: 'S4-json-text',
    section: 'wire S4',
    level: 'MUST',
    rule: 'A body that is an empty JSON text is no reason to refuse.',
    why: 'plex-oauth sends one.',
    run: (bench) => takes(bench, { headers: { 'content-type': 'application/json' }, body: '""' }),
  },
  {
    name: 'S4-octets',
    section: 'wire S4',
    level: 'MUST',
    rule: 'An empty body of any content type is no reason to refuse.',
    why: 'plexpy labels nothing as application/octet-stream.',
    run: (bench) => takes(bench, { headers: { 'content-type': 'application/octet-stream' }, body: '' }),
  },
  {
    name: 'S5-strong',
    section: 'wire S5',
    level: 'MUST',
    rule: 'strong counts as true for true, True and 1.',
    why: 'python-plexapi sends True, and would get a code that the Auth App does not take.',
    async run(bench) {
      for (const strong of ['true', 'True', '1']) {
        const exchange = await askForPin(bench, { query: { strong } });
        const code = jsonOf(exchange)?.['code'];
        if (typeof code !== 'string' || code.length < 20) {
          return fail(exchange, `strong=${strong}: code ${JSON.stringify(code)}`, 'a code of 25 characters');
        }
      }
      return pass;
    },
  },
  {
    name: 'S6-client-missing',
    section: 'wire S6',
    level: 'MUST',
    rule: 'Without a client identifier the answer is 400 with the code 1000.',
    why: 'A pin that belongs to nobody can be read by anybody.',
    run: async (bench) => expectPlexError(await askForPin(bench, { headers: without }), 400, 1000),
  },
  {
    name: 'S12-preflight',
    section: 'wire S12',
    level: 'MUST',
    rule: 'A preflight of a browser is answered with the headers that it asks for.',
    why: 'Seerr, Overseerr, Tautulli and Wizarr ask for pins from a page.',
    async run({ send, target }) {
      const wanted = 'x-plex-client-identifier,x-plex-product';
      const exchange = await send({
        method: 'OPTIONS',
        url: `${target.server}/api/v2/pins`,
        headers: {
          origin: 'https://app.example',
          'access-control-request-method': 'POST',
          'access-control-request-headers': wanted,
        },
        body: null,
      });
      const methods = header(exchange, 'access-control-allow-methods').toUpperCase();
      const headers = header(exchange, 'access-control-allow-headers').toLowerCase();
      const hasHeaders = headers === '*' || wanted.split(',').every((name) => headers.includes(name));
      const isGood = exchange.came.status < 300 && methods.includes('POST') && hasHeaders;
      return isGood
        ? pass
        : fail(exchange, `${exchange.came.status}, ${methods || '(no methods)'}`, `POST with ${wanted}`);
    },
  },
  {
    name: 'S12-origin',
    section: 'wire S12',
    level: 'MUST',
    rule: 'Any origin may read the answer, and none with credentials.',
    why: 'Without the first no page can sign in; with the second every page could act as its visitor.',
    async run(bench) {
      const exchange = await pollWithOrigin(bench);
      const origin = header(exchange, 'access-control-allow-origin');
      const credentials = header(exchange, 'access-control-allow-credentials');
      const isGood = (origin === '*' || origin === 'https://app.example') && credentials !== 'true';
      return isGood
        ? pass
        : fail(exchange, `origin ${origin || '(none)'}, credentials ${credentials || '(none)'}`, '*');
    },
  },
];

async function pollWithOrigin(bench: PlexBench): Promise<Exchange> {
  const { id, clientIdentifier } = await bench.sample();
  return bench.send({
    method: 'GET',
    url: `${bench.target.server}/api/v2/pins/${id}`,
    headers: {
      accept: 'application/json',
      origin: 'https://app.example',
      'x-plex-client-identifier': clientIdentifier,
    },
    body: null,
  });
}
