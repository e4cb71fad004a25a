// Plex operations with a token, and the ways to get one by a key or a password.
import { json, list, plain, record, ref, xml, type Answer, type Part, type Paths } from './compose.ts';
import { plexRefusals, plexRefusalsV1 } from './errors.ts';
import { deviceInfo } from './parameters.ts';

const [keys, account] = ['plex-keys', 'plex-account'];
const token: readonly Part[] = [{ plexToken: [] }, { plexTokenInQuery: [] }];
const text: Part = { type: 'string' };
const done: Answer = { description: 'Done.' };

const userBody: Part = {
  ...json({ anyOf: [ref('schemas', 'PlexUser'), ref('schemas', 'PlexUserForOldSdks')] }),
  ...xml('user', 'The members as attributes of `<user>`, with children for `subscription`, `profile` and the lists.'),
};
const userV1 = xml('user', 'The person as attributes of `<user>`, with `<authentication-token>`.');
const container = xml('MediaContainer', 'A list: `size` says how long it is.');

const passwordNote =
  'Answered when `passwordRoutes` lets it be; else 404, with a sentence. The password is not read from the query.';

const signInV1 = (format: 'xml' | 'json'): Paths[string] => ({
  post: {
    id: format === 'xml' ? 'signInV1' : 'signInV1Json',
    tag: account,
    summary: 'Sign in with a password, as before version 2',
    description: `${passwordNote} By HTTP Basic, a form or JSON.`,
    parameters: ['clientIdentifier', ...deviceInfo],
    closed: true,
    security: [{ password: [] }, {}],
    body: {
      content: {
        'application/x-www-form-urlencoded': { schema: record({ 'user[login]': text, 'user[password]': text }) },
        'application/json': { schema: record({ user: record({ login: text, password: text }) }) },
      },
    },
    answers: {
      201: { description: 'The person.', content: format === 'xml' ? userV1 : json(ref('schemas', 'PlexAccountV1')) },
      ...plexRefusalsV1('clientIdentifierMissing', 'unauthenticated', 'notForThisDevice', 'notFound', 'rateLimit'),
    },
  },
});

const accountV1 = (format: 'xml' | 'json'): Paths[string] => ({
  get: {
    id: format === 'xml' ? 'readAccountV1' : 'readAccountV1Json',
    tag: account,
    summary: 'Who the token belongs to, as before version 2',
    security: token,
    answers: {
      200: { description: 'The person.', content: format === 'xml' ? userV1 : json(ref('schemas', 'PlexAccountV1')) },
      ...plexRefusalsV1('unauthenticated', 'cannotProcess'),
    },
  },
});

const listV1 = (id: string, summary: string, parameters: readonly string[] = []): Paths[string] => ({
  get: {
    id,
    tag: account,
    summary,
    parameters,
    security: token,
    answers: {
      200: { description: 'The list.', content: container },
      ...plexRefusalsV1('unauthenticated', 'cannotProcess'),
    },
  },
});

export const plexAccount: Paths = {
  '/api/v2/auth/nonce': {
    get: {
      id: 'giveNonce',
      tag: keys,
      summary: 'A nonce for a device JWT',
      description: 'Good once, and for five minutes.',
      answers: {
        200: { description: 'The nonce.', content: json(record({ nonce: { type: 'string', format: 'uuid' } })) },
        ...plexRefusals('rateLimit'),
      },
    },
  },
  '/api/v2/auth/keys': {
    get: {
      id: 'showPlexKeys',
      tag: keys,
      summary: 'The keys that Plex JWTs are signed with',
      answers: {
        200: { description: 'The key set.', content: json(record({ keys: list(ref('schemas', 'Jwk')) })) },
        ...plexRefusals(),
      },
    },
  },
  '/api/v2/auth/jwk': {
    post: {
      id: 'registerPlexKey',
      tag: keys,
      summary: 'Register a key for the device of the token',
      description: 'The client identifier must be the one that the token was given to.',
      parameters: ['clientIdentifier'],
      body: { required: true, content: json(record({ jwk: ref('schemas', 'PlexJwk') })) },
      security: token,
      answers: {
        201: { description: 'From now on the device may sign in with this key.', content: json(record({})) },
        ...plexRefusals(
          'clientIdentifierMissing',
          'unauthenticated',
          'notForThisDevice',
          'cannotProcess',
          'alreadyTaken',
          'rateLimit',
        ),
      },
    },
  },
  '/api/v2/auth/token': {
    post: {
      id: 'exchangePlexJwt',
      tag: keys,
      summary: 'A device JWT for a Plex JWT',
      body: { required: true, content: json(record({ jwt: { type: 'string', maxLength: 8192 } })) },
      answers: {
        200: { description: 'A token for seven days.', content: json(record({ auth_token: text })) },
        ...plexRefusals('unauthenticated', 'cannotProcess', 'rateLimit', 'jwtExpired'),
      },
    },
  },
  '/api/v2/users/signin': {
    post: {
      id: 'signInPlex',
      tag: account,
      summary: 'Sign in with a password',
      description: passwordNote,
      parameters: ['clientIdentifier', ...deviceInfo],
      closed: true,
      body: {
        required: true,
        content: {
          'application/x-www-form-urlencoded': { schema: record({ login: text, password: text }) },
          'application/json': { schema: record({ login: text, password: text }) },
        },
      },
      answers: {
        201: { description: 'The person, with the token of a new device.', content: userBody },
        ...plexRefusals('clientIdentifierMissing', 'unauthenticated', 'notForThisDevice', 'notFound', 'rateLimit'),
      },
    },
  },
  '/users/sign_in.xml': signInV1('xml'),
  '/users/sign_in.json': signInV1('json'),
  '/api/v2/users/signout': {
    delete: {
      id: 'signOutPlex',
      tag: account,
      summary: 'End the token, and what it approved',
      security: token,
      answers: { 204: done, ...plexRefusals('unauthenticated') },
    },
  },
  '/api/v2/user': {
    get: {
      id: 'readPlexUser',
      tag: account,
      summary: 'Who the token belongs to',
      security: token,
      answers: { 200: { description: 'The person.', content: userBody }, ...plexRefusals('unauthenticated') },
    },
  },
  '/users/account': accountV1('xml'),
  '/users/account.json': accountV1('json'),
  '/users/{uuid}/avatar': {
    get: {
      id: 'drawAvatar',
      tag: account,
      summary: 'A picture of a person: a disc in a colour of their own',
      parameters: ['uuid'],
      answers: {
        200: {
          description: 'The picture.',
          content: plain('image/svg+xml'),
          headers: ['Cross-Origin-Resource-Policy'],
        },
        ...plexRefusals(),
      },
    },
  },
  '/api/v2/ping': {
    get: {
      id: 'pingPlex',
      tag: account,
      summary: 'Whether the token lives; it counts as a use',
      security: token,
      answers: {
        200: {
          description: 'It does.',
          content: { ...json(record({ pong: { const: true } })), ...xml('pong', '`<pong>true</pong>`') },
        },
        ...plexRefusals('unauthenticated'),
      },
    },
  },
  '/api/v2/devices': {
    get: {
      id: 'listPlexDevices',
      tag: account,
      summary: "The person's devices",
      security: token,
      answers: {
        200: {
          description: 'The devices; an app with all its sign-ins by redirect is one.',
          content: {
            ...json(list(ref('schemas', 'PlexDevice'))),
            ...xml('devices', 'A `<device>` each, the members as attributes.'),
          },
        },
        ...plexRefusals('unauthenticated'),
      },
    },
  },
  '/api/v2/devices/{id}': {
    put: {
      id: 'renamePlexDevice',
      tag: account,
      summary: 'Rename a device',
      description: 'plex.tv is not known to have such a path.',
      parameters: ['deviceId', 'name'],
      body: {
        content: {
          'application/x-www-form-urlencoded': { schema: record({ name: text }) },
          'application/json': { schema: record({ name: text }) },
        },
      },
      security: token,
      answers: { 204: done, ...plexRefusals('unauthenticated', 'notForThisDevice', 'notFound') },
    },
  },
  '/devices.xml': listV1('listPlexDevicesV1', "The person's devices, as before version 2"),
  '/devices/{id}.xml': {
    delete: {
      id: 'endPlexDeviceV1',
      tag: account,
      summary: 'End a device',
      description: "A device that may approve ends any of the person's; others only themselves.",
      parameters: ['deviceId'],
      security: token,
      answers: {
        204: done,
        ...plexRefusalsV1('unauthenticated', 'notForThisDevice', 'notFound', 'cannotProcess'),
      },
    },
  },
  '/api/v2/resources': {
    get: {
      id: 'listPlexResources',
      tag: account,
      summary: 'The media servers that the operator declared',
      parameters: ['clientIdentifier'],
      security: token,
      answers: {
        200: {
          description: 'The media servers.',
          content: {
            ...json(list(ref('schemas', 'PlexResource'))),
            ...xml('resources', 'A `<resource>` each, the members as attributes, with `<connections>`.'),
          },
        },
        ...plexRefusals('clientIdentifierMissing', 'unauthenticated'),
      },
    },
  },
  '/api/resources': listV1('listPlexResourcesV1', 'The media servers, as before version 2'),
  '/api/users': listV1('listPlexFriends', 'With whom servers are shared: nobody'),
  '/api/servers/{id}/shared_servers': listV1('listPlexShared', 'With whom a server is shared: nobody', ['serverId']),
  '/api/claim/token.json': {
    get: {
      id: 'refusePlexClaim',
      tag: account,
      summary: 'Claim a media server, which is not offered here',
      answers: {
        ...plexRefusals('notFound'),
        default: { description: 'Nothing but refusals.', content: json(ref('schemas', 'PlexErrors')) },
      },
    },
  },
  '/api/v2/geoip': {
    get: {
      id: 'locate',
      tag: account,
      summary: 'Where an address is',
      description: "The caller's own needs no token; others are for admins.",
      parameters: ['ipAddress'],
      security: [{}, ...token],
      answers: {
        200: {
          description: 'The place.',
          content: {
            ...json({ anyOf: [ref('schemas', 'PlexLocation'), ref('schemas', 'PlexLocationForOldSdks')] }),
            ...xml('location', 'The members as attributes.'),
          },
        },
        ...plexRefusals('unauthenticated', 'notForThisUser'),
      },
    },
  },
  '/:/ip': {
    get: {
      id: 'tellAddress',
      tag: account,
      summary: "The caller's address",
      answers: {
        ...plexRefusals(),
        200: { description: 'The address.', content: plain('text/plain') },
        404: { description: 'It cannot be known here.', content: plain('text/plain') },
      },
    },
  },
};
