// What the server says of itself (RFC 8414), and whether it is reached over TLS.
import { fail, pass, skip, type Check } from '../check.ts';
import { inWords, jsonOf } from '../exchange.ts';
import { isThisMachine } from '../loopback.ts';
import { deviceGrant, type OAuthBench } from './device.ts';

const none = 'there is no metadata';

export const metadataChecks: readonly Check<OAuthBench>[] = [
  {
    name: 'D42-metadata',
    section: 'RFC 8628 §4',
    level: 'SHOULD',
    rule: 'The metadata names the device authorization endpoint.',
    why: 'Libraries that know the issuer alone cannot find where to ask for a code.',
    async run({ target: { metadata } }) {
      if (metadata === null) return fail(null, none, 'a document at /.well-known/oauth-authorization-server');
      const endpoint = jsonOf(metadata)?.['device_authorization_endpoint'];
      if (typeof endpoint === 'string' && URL.canParse(endpoint)) return pass;
      return fail(metadata, 'no device_authorization_endpoint', 'device_authorization_endpoint, a URL');
    },
  },
  {
    name: 'D42-grant',
    section: 'RFC 8628 §4',
    level: 'SHOULD',
    rule: 'The metadata lists the grant of devices among grant_types_supported.',
    why: 'Libraries refuse to use a grant that a server does not list.',
    async run({ target: { metadata } }) {
      if (metadata === null) return skip(none);
      const grants = jsonOf(metadata)?.['grant_types_supported'];
      if (Array.isArray(grants) && grants.includes(deviceGrant)) return pass;
      return fail(metadata, JSON.stringify(grants ?? null), `grant_types_supported with ${deviceGrant}`);
    },
  },
  {
    name: 'D42-issuer',
    section: 'RFC 8414 §3.3',
    level: 'MUST',
    rule: 'The issuer in the metadata is the one that was asked for, to the letter.',
    why: 'Libraries compare the two and stop, because another issuer may be an attack.',
    async run({ target: { metadata, issuer } }) {
      if (metadata === null) return skip(none);
      const named = jsonOf(metadata)?.['issuer'];
      return named === issuer
        ? pass
        : fail(metadata, `issuer ${JSON.stringify(named ?? null)}`, JSON.stringify(issuer));
    },
  },
  {
    name: 'D4-tls',
    section: 'RFC 8628 §3.1',
    level: 'MUST',
    rule: 'The endpoints are reached over TLS.',
    why: 'Whoever is on the way reads device codes and tokens.',
    async run({ target: { deviceEndpoint, tokenEndpoint } }) {
      const endpoints = [deviceEndpoint, tokenEndpoint];
      if (endpoints.every((url) => url.startsWith('https:'))) return pass;
      if (endpoints.every(isThisMachine)) return skip('it is on this machine, without TLS');
      return fail(null, endpoints.join(', '), 'https for both');
    },
  },
  {
    name: 'D16-tls',
    section: 'RFC 8628 §3.3',
    level: 'MUST',
    rule: 'The page where people give the code is reached over TLS.',
    why: 'Whoever is on the way reads passwords and sessions.',
    async run(bench) {
      const { verificationUri, exchange } = await bench.sample();
      if (verificationUri.startsWith('https:')) return pass;
      if (URL.canParse(verificationUri) && isThisMachine(verificationUri)) {
        return skip('it is on this machine, without TLS');
      }
      return fail(exchange, verificationUri, 'an https address');
    },
  },
  {
    name: 'D42-json',
    section: 'RFC 8414 §3.2',
    level: 'MUST',
    rule: 'The metadata is a JSON document.',
    why: 'Libraries look at the content type before they read.',
    async run({ target: { metadata } }) {
      if (metadata === null) return skip(none);
      const isJson = metadata.came.headers.get('content-type')?.startsWith('application/json') === true;
      return isJson && jsonOf(metadata) !== undefined
        ? pass
        : fail(metadata, inWords(metadata), '200, application/json');
    },
  },
];
