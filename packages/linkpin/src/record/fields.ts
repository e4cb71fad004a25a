// The fields that a transcript has. Whatever is not here is left out; its name alone is noted.
import {
  address,
  code,
  count,
  emptied,
  fixed,
  flag,
  id,
  list,
  opaque,
  ownText,
  person,
  privateFlag,
  publicKey,
  record,
  text,
  time,
  token,
  url,
  word,
  words,
  type Members,
  type Rule,
} from './rules.ts';

/** What a client says of itself in a header, the query or a body, by lower-case name. */
export const deviceFields: Members = {
  'x-plex-client-identifier': opaque('client'),
  'x-plex-token': token,
  'x-plex-product': text('product'),
  'x-plex-version': text('version'),
  'x-plex-platform': text('platform'),
  'x-plex-platform-version': text('version'),
  'x-plex-device': text('device'),
  'x-plex-device-name': person('device'),
  'x-plex-model': text('model'),
  'x-plex-device-vendor': text('vendor'),
};

const location: Members = {
  code: fixed('ZZ'),
  european_union_member: privateFlag,
  continent_code: fixed('ZZ'),
  country: fixed('Nowhere'),
  city: fixed('Nowhere'),
  time_zone: fixed('Etc/UTC'),
  postal_code: fixed('00000'),
  in_privacy_restricted_country: privateFlag,
  in_privacy_restricted_region: privateFlag,
  subdivisions: fixed('Nowhere'),
  coordinates: fixed('0.0000, 0.0000'),
};

export const place: Rule = record({ ...location, location: record(location) });

export const pin: Rule = record({
  id,
  code,
  product: text('product'),
  trusted: flag,
  qr: url,
  clientIdentifier: opaque('client'),
  location: record(location),
  expiresIn: count,
  createdAt: time,
  expiresAt: time,
  authToken: token,
  newRegistration: flag,
  pmsIdentifier: opaque('server'),
  pmsVersion: text('version'),
  // The same in the older API.
  'client-identifier': opaque('client'),
  'expires-at': time,
  'user-id': id,
  'auth-token': token,
  auth_token: token,
});

const profile = record({
  autoSelectAudio: privateFlag,
  defaultAudioAccessibility: fixed('0'),
  defaultAudioLanguage: fixed('en'),
  defaultAudioLanguages: fixed('en'),
  defaultSubtitleLanguage: fixed('en'),
  defaultSubtitleLanguages: fixed('en'),
  autoSelectSubtitle: fixed('0'),
  defaultSubtitleAccessibility: fixed('0'),
  defaultSubtitleForced: fixed('0'),
  watchedIndicator: fixed('0'),
  mediaReviewsVisibility: fixed('0'),
  mediaReviewsLanguages: fixed('en'),
  mediaPostsVisibility: privateFlag,
});

const subscription = record({
  active: privateFlag,
  subscribedAt: fixed('2020-01-01T00:00:00Z'),
  status: fixed('Inactive'),
  paymentService: fixed('none'),
  plan: fixed('none'),
  features: emptied,
});

const whose: Members = {
  id,
  uuid: opaque('user'),
  username: person('person'),
  title: person('person'),
  email: person('person'),
};

const userMembers: Members = {
  ...whose,
  friendlyName: person('person'),
  locale: fixed('en'),
  confirmed: privateFlag,
  joinedAt: time,
  joined_at: time,
  emailOnlyAuth: privateFlag,
  hasPassword: privateFlag,
  protected: privateFlag,
  thumb: url,
  authToken: token,
  authenticationToken: token,
  authentication_token: token,
  'authentication-token': token,
  mailing_list_status: fixed('unsubscribed'),
  queueEmail: person('person'),
  queueUid: opaque('queue'),
  cloudSyncDevice: fixed('none'),
  mailingListStatus: fixed('unsubscribed'),
  mailingListActive: privateFlag,
  scrobbleTypes: fixed('0'),
  country: fixed('ZZ'),
  subscription,
  subscriptionDescription: fixed('none'),
  restricted: privateFlag,
  anonymous: privateFlag,
  home: privateFlag,
  guest: privateFlag,
  homeSize: fixed('1'),
  homeAdmin: privateFlag,
  maxHomeSize: count,
  rememberExpiresAt: time,
  profile,
  entitlements: emptied,
  roles: emptied,
  subscriptions: emptied,
  pastSubscriptions: emptied,
  trials: emptied,
  services: emptied,
  adsConsent: privateFlag,
  adsConsentSetAt: time,
  adsConsentReminderAt: time,
  experimentalFeatures: privateFlag,
  twoFactorEnabled: privateFlag,
  backupCodesCreated: privateFlag,
  attributionPartner: fixed('none'),
};

export const user: Rule = record({ ...userMembers, user: record(userMembers) });

const device: Members = {
  name: person('device'),
  publicAddress: address,
  product: text('product'),
  productVersion: text('version'),
  platform: text('platform'),
  platformVersion: text('version'),
  device: text('device'),
  model: text('model'),
  vendor: text('vendor'),
  provides: words(
    ...'server player client controller sync-target pubsub-player provider-playback companion-proxy cloudsync'.split(
      ' ',
    ),
  ),
  clientIdentifier: opaque('client'),
  version: text('version'),
  id,
  token,
  createdAt: time,
  lastSeenAt: time,
  screenResolution: fixed('1920x1080'),
  screenDensity: fixed('1'),
};

const connection = record({
  protocol: word('http', 'https'),
  address,
  port: fixed('32400'),
  uri: url,
  local: flag,
  relay: flag,
  IPv6: flag,
});

const resource: Members = {
  ...device,
  ownerId: id,
  sourceTitle: person('person'),
  accessToken: token,
  searchEnabled: flag,
  owned: flag,
  home: privateFlag,
  synced: flag,
  relay: flag,
  presence: flag,
  httpsRequired: flag,
  publicAddressMatches: flag,
  dnsRebindingProtection: flag,
  natLoopbackSupported: flag,
  connections: list(connection),
  Connection: connection,
};

/** JSON has a list, XML a `MediaContainer` or `resources`. */
export const devices: Rule = list(record(resource));

/** The container in XML. */
export const container: Rule = record({
  publicAddress: address,
  size: count,
  Device: record(resource),
  resource: record(resource),
});

export const jwk: Rule = record({
  kty: word('OKP'),
  crv: word('Ed25519'),
  x: publicKey,
  kid: opaque('key'),
  use: word('sig'),
  alg: word('EdDSA', 'Ed25519'),
});

export const jwks: Rule = record({ keys: list(jwk) });

export const nonce: Rule = record({ nonce: opaque('nonce') });

export const tokens: Rule = record({ auth_token: token, authToken: token });

export const pong: Rule = record({ pong: flag });

/** What is in a JWT, of a device or of plex.tv. */
export const jwtHeader: Members = {
  alg: word('EdDSA', 'Ed25519', 'ES256', 'RS256', 'HS256'),
  kid: opaque('key'),
  typ: word('JWT'),
};

export const jwtClaims: Members = {
  iss: opaque('client'),
  aud: opaque('client'),
  iat: time,
  exp: time,
  nbf: time,
  nonce: opaque('nonce'),
  jti: opaque('nonce'),
  thumbprint: opaque('key'),
  scope: words('username', 'email', 'friendly_name', 'restricted', 'anonymous', 'joinedAt'),
  user: record({
    ...whose,
    friendly_name: person('person'),
    restricted: privateFlag,
    anonymous: privateFlag,
    joinedAt: time,
  }),
};

const sentences = [
  'X-Plex-Client-Identifier is missing',
  'User could not be authenticated',
  'The requested resource or endpoint could not be found',
  'API rate limit exceeded',
  'The request is malformed or invalid',
  'The method is not allowed for this endpoint',
  'Internal error',
  'Code not found or expired',
  'Invalid verification code',
  'Please enter the verification code',
  'This action is not available for this device.',
  'The code provided expired',
  'Invalid token',
  'Not Found',
  'Unauthorized',
  'Too Many Requests',
] as const;

const message = word(...sentences);

/** Of any response that is an error. Messages are kept if they are known: others could quote what was sent. */
export const errors: Rule = record({
  errors: list(record({ code: count, message, status: count })),
  error: message,
  status: count,
});

/** The same in XML. */
export const xmlErrors: Rule = record({ error: record({ code: count, message, status: count, [ownText]: message }) });
