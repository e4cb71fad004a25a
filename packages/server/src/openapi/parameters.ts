// Request headers, query and path parameters.
import { askHeader, longestWait, selfCheckHeader } from '../protocols/constants/linkpin.ts';
import { plexNames } from '../protocols/constants/plex.ts';
import { spelled, type Json, type Part } from './compose.ts';

const parameter = (name: string, place: 'header' | 'query' | 'path', description: string, schema: Part): Part => ({
  name,
  in: place,
  description,
  ...(place === 'path' ? { required: true } : {}),
  schema,
});

const text: Part = { type: 'string' };
const placed = 'In a header, the query, a form or a JSON body; the name in any case.';

/** The device information headers of plex clients. The token is a security scheme. */
const said: Readonly<Record<Exclude<keyof typeof plexNames, 'token' | 'clientIdentifier'>, string>> = {
  product: 'The app.',
  version: 'The version of the app.',
  platform: 'The system that the app runs on.',
  platformVersion: 'The version of that system.',
  device: 'What kind of device it is.',
  deviceName: 'What the device is called.',
  model: 'The model of the device.',
  vendor: 'Who made the device.',
};

/** The names of {@link said} as parameters. */
export const deviceInfo: readonly string[] = Object.keys(said);

const spoken = Object.fromEntries(
  Object.entries(said).map(([key, description]): [string, Part] => [
    key,
    parameter(
      plexNames[key as keyof typeof plexNames],
      'header',
      `${description} ${placed} Cut after 255 characters.`,
      text,
    ),
  ]),
);

const strong: Json = { type: 'boolean', default: false };

export const parameters: Readonly<Record<string, Part>> = {
  ...spoken,
  clientIdentifier: parameter(
    plexNames.clientIdentifier,
    'header',
    `The device: what it was issued belongs to this identifier. Required. ${placed}`,
    { type: 'string', maxLength: 255 },
  ),
  auditSince: parameter('since', 'query', 'From which time on, default: now. What is in the log already comes first.', {
    type: 'string',
    format: 'date-time',
  }),
  auditKind: parameter('kind', 'query', 'Only this kind of event, such as `approved`; may be repeated.', {
    type: 'array',
    items: { type: 'string' },
  }),
  strong: parameter(
    'strong',
    'query',
    'True for a code of 25 characters that lives 1800 seconds, for an app that opens a link; else a code that a person can type, for 900 seconds. In the query, a form or a JSON body.',
    strong as Part,
  ),
  ask: parameter(spelled(askHeader), 'header', '`approver`: the device would like to approve other devices.', {
    type: 'string',
    enum: ['approver'],
  }),
  selfCheck: parameter(spelled(selfCheckHeader), 'header', 'The question, sealed with the keys of the service.', text),
  prefer: parameter(
    'Prefer',
    'header',
    `\`wait=25\`: hold the answer until there is news of the pin, for so many seconds, ${longestWait} at most (RFC 7240).`,
    text,
  ),
  pinId: parameter('id', 'path', 'The number of the pin.', { type: 'integer', minimum: 0 }),
  deviceId: parameter('id', 'path', 'The number of the device.', { type: 'integer', minimum: 0 }),
  serverId: parameter('id', 'path', 'The machine identifier of the media server.', text),
  uuid: parameter('uuid', 'path', 'The `uuid` of the person.', text),
  pinCode: parameter('code', 'path', 'Any well-formed code, whether there is a pin with it or not.', text),
  handle: parameter('handle', 'path', 'As `linkpin_events` has it: a hash of the device code.', text),
  codeOfPin: parameter(
    'code',
    'query',
    'The code of the pin. It need not be sent; once it was, it is required for this pin, and a wrong one is 404.',
    text,
  ),
  code: parameter('code', 'query', 'The code that the device shows. In the query, a form or a JSON body.', text),
  deviceJwt: parameter(
    'deviceJWT',
    'query',
    'A JWT signed with the key of the pin, whose nonce is of `/api/v2/auth/nonce`. The first that a pin sees must be fresh; the same one holds for the life of the pin.',
    text,
  ),
  deviceName: spoken['deviceName'] as Part,
  name: parameter('name', 'query', 'The new name. In the query, a form or a JSON body.', { type: 'string' }),
  ipAddress: parameter(
    'ip_address',
    'query',
    "The address to look up; the caller's own when it is left out. Others are for admins.",
    text,
  ),
  dpop: parameter(
    'DPoP',
    'header',
    'A proof of the key that the code and the tokens are bound to (RFC 9449). A code that was bound needs one at each poll.',
    text,
  ),
};
