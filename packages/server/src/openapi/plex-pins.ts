// Plex pins, in version 2 and before.
import { openedHeader, waitHeader } from '../protocols/constants/linkpin.ts';
import { json, plain, record, ref, spelled, xml, type Answer, type Part, type Paths } from './compose.ts';
import { plexRefusals, plexRefusalsV1 } from './errors.ts';
import { deviceInfo } from './parameters.ts';

const tag = 'plex-pins';
const token: readonly Part[] = [{ plexToken: [] }, { plexTokenInQuery: [] }];
const [wait, opened] = [spelled(waitHeader), spelled(openedHeader)];

const pinBody: Part = {
  ...json({ anyOf: [ref('schemas', 'PlexPin'), ref('schemas', 'PlexPinForOldSdks')] }),
  ...xml('pin', 'The members as attributes of `<pin>`, with a child `<location>`.'),
};

const pinBodyV1 = xml(
  'pin',
  '`<client-identifier>`, `<code>`, `<expires-at>`, `<id>`, `<user-id>`, `<trusted>`, `<auth-token>`, `<auth_token>`',
);

const stream: Answer = {
  description: 'Says `event: changed` when there is news, and nothing else, until the pin is over.',
  content: plain('text/event-stream'),
  headers: ['X-Accel-Buffering'],
};

const done: Answer = { description: 'Done.' };

const codeBody: Part = {
  content: {
    'application/x-www-form-urlencoded': { schema: record({ code: { type: 'string' } }) },
    'application/json': { schema: record({ code: { type: 'string' } }) },
  },
};

const deciding = plexRefusals('unauthenticated', 'notForThisDevice', 'pinGone', 'rateLimit');

export const plexPins: Paths = {
  '/api/v2/pins': {
    post: {
      id: 'createPlexPin',
      tag,
      summary: 'Ask for a pin',
      description: 'With a `jwk` the pin is tied to that key: its token is collected with a JWT that the key signed.',
      parameters: ['clientIdentifier', ...deviceInfo, 'strong', 'ask'],
      body: {
        content: {
          'application/json': {
            schema: record({ strong: { type: 'boolean' }, jwk: ref('schemas', 'PlexJwk') }, ['strong', 'jwk']),
          },
          'application/x-www-form-urlencoded': { schema: record({ strong: { type: 'string' } }, ['strong']) },
        },
      },
      answers: {
        200: { description: 'The pin, for generated SDKs of 2024.', content: pinBody, headers: [wait] },
        201: { description: 'The pin.', content: pinBody, headers: [wait] },
        ...plexRefusals('clientIdentifierMissing', 'notForThisDevice', 'cannotProcess', 'rateLimit'),
      },
    },
  },
  '/api/v2/pins/link': {
    put: {
      id: 'approvePlexPin',
      tag,
      summary: 'Approve a device by its code',
      description: 'With the token of a device that may approve others.',
      parameters: ['code'],
      body: codeBody,
      security: token,
      answers: { 204: done, ...deciding },
    },
    delete: {
      id: 'denyPlexPin',
      tag,
      summary: 'Deny a device by its code',
      description: 'plex.tv has no such path.',
      parameters: ['code'],
      security: token,
      answers: { 204: done, ...deciding },
    },
  },
  '/api/v2/pins/qr/{code}': {
    get: {
      id: 'drawPlexQr',
      tag,
      summary: 'A QR code that leads to the question',
      description: 'PNG; SVG by `Accept` or by the ending `.svg`.',
      parameters: ['pinCode'],
      answers: {
        200: {
          description: 'The picture.',
          content: { ...plain('image/png'), ...plain('image/svg+xml') },
          headers: ['Vary', 'Cross-Origin-Resource-Policy'],
        },
        ...plexRefusals(),
      },
    },
  },
  '/api/v2/pins/{id}': {
    get: {
      id: 'readPlexPin',
      tag,
      summary: 'Poll a pin',
      description:
        'Unknown, expired and foreign pins are one and the same 404; a header tells the device that it was issued to how it ended.',
      parameters: ['pinId', 'clientIdentifier', 'codeOfPin', 'deviceJwt', 'prefer'],
      answers: {
        200: { description: 'How the pin stands.', content: pinBody, headers: [opened, 'Preference-Applied'] },
        ...plexRefusals('clientIdentifierMissing', 'pinGone', 'cannotProcess', 'rateLimit', 'jwtExpired'),
      },
    },
    delete: {
      id: 'cancelPlexPin',
      tag,
      summary: 'Cancel a pin',
      description: 'plex.tv has no such path.',
      parameters: ['pinId', 'clientIdentifier', 'codeOfPin'],
      answers: { 204: done, ...plexRefusals('clientIdentifierMissing', 'pinGone', 'rateLimit') },
    },
  },
  '/api/v2/pins/{id}/events': {
    get: {
      id: 'watchPlexPin',
      tag,
      summary: 'A stream that says when there is news of a pin',
      description: 'plex.tv has no such path.',
      parameters: ['pinId', 'clientIdentifier'],
      answers: { 200: stream, ...plexRefusals('clientIdentifierMissing', 'pinGone', 'rateLimit') },
    },
  },
  '/pins.xml': {
    post: {
      id: 'createPlexPinV1',
      tag,
      summary: 'Ask for a pin, as before version 2',
      description: 'Always a code that a person can type.',
      parameters: ['clientIdentifier', ...deviceInfo],
      answers: {
        201: { description: 'The pin.', content: pinBodyV1, headers: [wait] },
        ...plexRefusalsV1('clientIdentifierMissing', 'notForThisDevice', 'cannotProcess', 'rateLimit'),
      },
    },
  },
  '/pins/{id}.xml': {
    get: {
      id: 'readPlexPinV1',
      tag,
      summary: 'Poll a pin, as before version 2',
      parameters: ['pinId', 'clientIdentifier', 'codeOfPin', 'deviceJwt', 'prefer'],
      answers: {
        200: { description: 'How the pin stands.', content: pinBodyV1, headers: ['Preference-Applied'] },
        ...plexRefusalsV1('clientIdentifierMissing', 'pinGone', 'cannotProcess', 'rateLimit', 'jwtExpired'),
      },
    },
  },
};
