// The device authorization request (RFC 8628 §3.1).
import { fail, pass, skip, type Check } from '../check.ts';
import { errorOf, formPost, header, inWords, jsonOf, type Exchange } from '../exchange.ts';
import { askForCode, expectError, type Client, type OAuthBench } from './device.ts';

const wasIssued = ({ came }: Exchange): boolean => came.status === 200;

const issued = '200 with a code';

export const requestChecks: readonly Check<OAuthBench>[] = [
  {
    name: 'D1-form',
    section: 'RFC 8628 §3.1',
    level: 'MUST',
    rule: 'A form that is posted with a client is answered with a code.',
    why: 'It is the one way in which every device asks.',
    async run(bench) {
      const exchange = await askForCode(bench);
      return wasIssued(exchange) ? pass : fail(exchange, inWords(exchange), issued);
    },
  },
  {
    name: 'D1-get',
    section: 'RFC 8628 §3.1',
    level: 'SHOULD',
    rule: 'A GET gets no code.',
    why: 'What is asked for in a URL stands in logs and caches, and any page can have it asked for.',
    async run({ send, target: { deviceEndpoint, client, scope } }) {
      const url = new URL(deviceEndpoint);
      url.searchParams.set('client_id', client.id);
      if (scope !== '') url.searchParams.set('scope', scope);
      const exchange = await send({
        method: 'GET',
        url: url.href,
        headers: { accept: 'application/json' },
        body: null,
      });
      const hasCode = typeof jsonOf(exchange)?.['device_code'] === 'string';
      return hasCode ? fail(exchange, `${inWords(exchange)}, a code`, 'no code: 405, or another error') : pass;
    },
  },
  {
    name: 'D2-client-missing',
    section: 'RFC 8628 §3.1',
    level: 'MUST',
    rule: 'A request without a client is refused.',
    why: 'A code that belongs to nobody can be redeemed by anybody.',
    async run({ send, target }) {
      const exchange = await send(formPost(target.deviceEndpoint, [['response_type', 'device_code']]));
      return expectError(exchange, ['invalid_request', 'invalid_client'], [400, 401]);
    },
  },
  {
    name: 'D14-client-unknown',
    section: 'RFC 6749 §5.2',
    level: 'MUST',
    rule: 'A client that the server does not know is refused as invalid_client.',
    why: 'A device that was removed goes on for ever, because it is told something else.',
    async run(bench) {
      const stranger: Client = { id: 'linkpin-conformance-nobody', secret: null };
      const exchange = await askForCode(bench, [], { client: stranger });
      return expectError(exchange, ['invalid_client'], [400, 401]);
    },
  },
  {
    name: 'D14-shape',
    section: 'RFC 6749 §5.2',
    level: 'MUST',
    rule: 'An error is a JSON object with a member error.',
    why: 'Devices read that member and nothing else; from a page of HTML they learn nothing.',
    async run({ send, target }) {
      const exchange = await send(formPost(target.deviceEndpoint, [['client_id', '']]));
      const isJson = header(exchange, 'content-type').startsWith('application/json');
      const isRefused = exchange.came.status >= 400 && exchange.came.status < 500;
      const isShaped = isRefused && isJson && errorOf(exchange) !== undefined;
      return isShaped ? pass : fail(exchange, inWords(exchange), '400 or 401, application/json, {"error": "…"}');
    },
  },
  {
    name: 'D3-secret-wrong',
    section: 'RFC 6749 §5.2',
    level: 'MUST',
    rule: 'A wrong secret by HTTP Basic is answered with 401 invalid_client and WWW-Authenticate.',
    why: 'Whoever knows the name of a client could act as it.',
    async run(bench) {
      const { secretClient } = bench.target;
      if (secretClient === null) return skip('no client with a secret was given');
      const exchange = await askForCode(bench, [], { client: { ...secretClient, secret: 'not the secret' } });
      const verdict = expectError(exchange, ['invalid_client'], [401]);
      if (verdict.kind !== 'pass') return verdict;
      return header(exchange, 'www-authenticate') === ''
        ? fail(exchange, '401 without WWW-Authenticate', '401 with WWW-Authenticate')
        : pass;
    },
  },
  {
    name: 'D3-secret-missing',
    section: 'RFC 8628 §3.1',
    level: 'MUST',
    rule: 'A client that has a secret needs it at the device authorization endpoint, too.',
    why: 'Anybody could show people a code in the name of a program that they trust.',
    async run(bench) {
      const { secretClient } = bench.target;
      if (secretClient === null) return skip('no client with a secret was given');
      const exchange = await askForCode(bench, [], { client: { ...secretClient, secret: null } });
      return expectError(exchange, ['invalid_client'], [400, 401]);
    },
  },
  {
    name: 'D3-secret-right',
    section: 'RFC 8628 §3.1',
    level: 'MUST',
    rule: 'The right secret by HTTP Basic is taken.',
    why: 'Every library sends it so, and the server has to take it (RFC 6749 §2.3.1).',
    async run(bench) {
      const { secretClient } = bench.target;
      if (secretClient === null) return skip('no client with a secret was given');
      const exchange = await askForCode(bench, [], { client: secretClient });
      return wasIssued(exchange) ? pass : fail(exchange, inWords(exchange), issued);
    },
  },
  {
    name: 'D5-empty',
    section: 'RFC 8628 §3.1',
    level: 'MUST',
    rule: 'A parameter without a value counts as one that is not there.',
    why: 'Many libraries send what is not set as an empty text.',
    async run(bench) {
      const exchange = await askForCode(bench, [['scope', '']], { scope: '' });
      return wasIssued(exchange) ? pass : fail(exchange, inWords(exchange), issued);
    },
  },
  {
    name: 'D6-unknown',
    section: 'RFC 8628 §3.1',
    level: 'MUST',
    rule: 'A parameter that the server does not know is ignored.',
    why: 'A device that knows an extension could not sign in where the server does not.',
    async run(bench) {
      const exchange = await askForCode(bench, [['linkpin_conformance', 'x']]);
      return wasIssued(exchange) ? pass : fail(exchange, inWords(exchange), issued);
    },
  },
  {
    name: 'D7-repeated',
    section: 'RFC 8628 §3.1',
    level: 'MUST',
    rule: 'A parameter that comes twice is refused as invalid_request.',
    why: 'A proxy and the server may read two different ones, and what was checked is not what is done.',
    async run(bench) {
      const exchange = await askForCode(bench, [
        ['client_id', bench.target.client.id],
        ['client_id', bench.target.client.id],
      ]);
      return expectError(exchange, ['invalid_request']);
    },
  },
  {
    name: 'D14-scope',
    section: 'RFC 6749 §5.2',
    level: 'SHOULD',
    rule: 'A malformed scope is refused as invalid_scope.',
    why: 'What is not understood is better refused than shown to a person as if it were.',
    async run(bench) {
      const exchange = await askForCode(bench, [['scope', 'a"b']], { scope: '' });
      return expectError(exchange, ['invalid_scope']);
    },
  },
];
