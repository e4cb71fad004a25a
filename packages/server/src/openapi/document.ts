// The OpenAPI document, maintained by hand: tests compare every response with it.
import { plexNames } from '../protocols/constants/plex.ts';
import { namedResponses, written, type Part, type Paths } from './compose.ts';
import { headers } from './headers.ts';
import { oauth } from './oauth.ts';
import { oauthSchemas } from './oauth-schemas.ts';
import { parameters } from './parameters.ts';
import { plexAccount } from './plex-account.ts';
import { plexPins } from './plex-pins.ts';
import { oldSchemas, plexSchemas } from './plex-schemas.ts';
import { service, serviceSchemas } from './service.ts';

const description = `Device sign-in with pins, in two protocols on the same pins: the PIN API of plex.tv, and OAuth 2.0 device authorization (RFC 8628).

- A path below \`/api/v2/\` answers XML; JSON when \`Accept\` names \`application/json\` or \`.json\` is appended to the path; \`.xml\` forces XML. Older paths answer XML whatever \`Accept\` says.
- A slash at the end of a plex path changes nothing.
- \`HEAD\` is answered as \`GET\`, without a body. \`OPTIONS\` is answered with 204 for any page, but for paths that pages of other origins may not call.
- An unknown path is 404 and a wrong method 405 with \`Allow\`, in the words of the protocol.
- Bodies have 64 KiB at most.
- An answer may have further members later: pass over those that you do not know.
- The pages on which people sign in and decide are not part of this: they are HTML, for browsers, and may change at any time.`;

const tags: readonly Part[] = [
  { name: 'plex-pins', description: 'Pins of plex clients.' },
  { name: 'plex-keys', description: "Signing in with a key of the device's own." },
  { name: 'plex-account', description: 'What plex clients call with a token.' },
  { name: 'oauth', description: 'Device authorization, tokens, clients.' },
  { name: 'service', description: 'The service itself.' },
];

const securitySchemes: Readonly<Record<string, Part>> = {
  plexToken: {
    type: 'apiKey',
    in: 'header',
    name: plexNames.token,
    description: 'The `authToken` of a pin, or a Plex JWT. It may be in a form or a JSON body, too.',
  },
  plexTokenInQuery: {
    type: 'apiKey',
    in: 'query',
    name: plexNames.token,
    description: 'As plex clients send it. Take the header where you can: addresses end up in logs.',
  },
  clientSecretBasic: {
    type: 'http',
    scheme: 'basic',
    description:
      'Client identifier and secret, form-encoded before they are put together (RFC 6749 §2.3.1); the secret of a public client is empty.',
  },
  password: { type: 'http', scheme: 'basic', description: 'Name and password of a person.' },
  initialAccessToken: {
    type: 'http',
    scheme: 'bearer',
    description: 'Given by the operator; not needed where registration is open (RFC 7591 §3).',
  },
  accessToken: { type: 'http', scheme: 'bearer', description: 'An access token (RFC 6750 §2.1).' },
  auditKey: { type: 'http', scheme: 'bearer', description: 'A key that an admin made at `/operate/audit`.' },
  dpop: { type: 'apiKey', in: 'header', name: 'DPoP', description: 'A proof of possession (RFC 9449).' },
};

const all: Paths = { ...plexPins, ...plexAccount, ...oauth, ...service };

const paths: Readonly<Record<string, Part>> = Object.fromEntries(
  Object.entries(all).map(([path, operations]): [string, Part] => [
    path,
    Object.fromEntries(Object.entries(operations).map(([method, operation]) => [method, written(operation)])),
  ]),
);

/**
 * Makes the document of a service.
 *
 * @param baseUrl the service's URL without a trailing slash
 */
export const openApi = (baseUrl: string): Part => ({
  openapi: '3.1.1',
  info: {
    title: 'linkpin',
    version: '1',
    summary: 'Device sign-in with pins.',
    description,
    license: { name: 'MIT', identifier: 'MIT' },
  },
  servers: [{ url: baseUrl }],
  tags,
  paths,
  components: {
    schemas: { ...plexSchemas, ...oldSchemas, ...oauthSchemas, ...serviceSchemas },
    responses: namedResponses(all),
    parameters,
    headers,
    securitySchemes,
  },
});
