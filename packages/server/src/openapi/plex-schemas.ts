// JSON schemas of plex responses.
import type { PlexLocation, PlexPin } from '../protocols/constants/plex.ts';
import { list, record, ref, type Json, type Part } from './compose.ts';

const text: Part = { type: 'string' };
const flag: Part = { type: 'boolean' };
const whole: Part = { type: 'integer' };
const nothing: Part = { type: 'null' };
const textOrNull: Part = { type: ['string', 'null'] };
const time: Part = { type: 'string', format: 'date-time' };
const uri: Part = { type: 'string', format: 'uri' };
const none: Part = { type: 'array', maxItems: 0, items: {} };

const say = (schema: Part, description: string): Part => ({ ...schema, description });

const location: Readonly<Record<keyof PlexLocation, Json>> = {
  code: say(text, 'ISO 3166 country code; `ZZ` when nothing is known.'),
  european_union_member: flag,
  continent_code: text,
  country: say(text, 'Here and in the other names `Unknown` when nothing is known, never null.'),
  city: text,
  time_zone: text,
  postal_code: text,
  in_privacy_restricted_country: flag,
  in_privacy_restricted_region: flag,
  subdivisions: text,
  coordinates: say(text, 'Latitude, comma, space, longitude.'),
};

const pin: Readonly<Record<keyof PlexPin, Json>> = {
  id: say(whole, 'With the client identifier it names the pin.'),
  code: say(text, 'What the device shows.'),
  product: say(text, '`0` when the device did not say.'),
  trusted: say(flag, 'Whether the network that asked is known to the person.'),
  qr: say(uri, 'The address of a picture that leads to the question.'),
  clientIdentifier: text,
  location: ref('schemas', 'PlexLocation'),
  expiresIn: say(whole, 'Seconds.'),
  createdAt: time,
  expiresAt: time,
  authToken: say(textOrNull, 'The token, once the pin was approved; for ten seconds from the first read.'),
  newRegistration: say({ type: ['boolean', 'null'] }, 'Whether the person made the account for this pin.'),
};

const oldLocation = record({ ...location, postal_code: say({ type: ['string', 'integer'] }, 'A number for some.') });

const profile: Readonly<Record<string, Json>> = {
  autoSelectAudio: flag,
  defaultAudioAccessibility: whole,
  defaultAudioLanguage: textOrNull,
  defaultAudioLanguages: textOrNull,
  defaultSubtitleLanguage: textOrNull,
  defaultSubtitleLanguages: textOrNull,
  autoSelectSubtitle: whole,
  defaultSubtitleAccessibility: whole,
  defaultSubtitleForced: whole,
  watchedIndicator: whole,
  mediaReviewsVisibility: whole,
  mediaReviewsLanguages: textOrNull,
  mediaPostsVisibility: flag,
};

const user: Readonly<Record<string, Json>> = {
  id: whole,
  uuid: text,
  username: text,
  title: text,
  email: say(text, 'Empty when the person gave none.'),
  friendlyName: text,
  locale: nothing,
  confirmed: say(flag, 'True of an address that an operator set.'),
  joinedAt: say(whole, 'Seconds since the epoch.'),
  emailOnlyAuth: flag,
  hasPassword: flag,
  protected: flag,
  thumb: uri,
  authToken: say(text, "The caller's own token."),
  mailingListStatus: text,
  mailingListActive: flag,
  scrobbleTypes: text,
  country: text,
  subscription: record({
    active: flag,
    subscribedAt: nothing,
    status: text,
    paymentService: nothing,
    plan: nothing,
    features: none,
  }),
  subscriptionDescription: nothing,
  restricted: flag,
  anonymous: nothing,
  home: flag,
  guest: flag,
  homeSize: whole,
  homeAdmin: flag,
  maxHomeSize: whole,
  rememberExpiresAt: whole,
  profile: record(profile),
  entitlements: none,
  roles: none,
  subscriptions: none,
  pastSubscriptions: say(none, 'After a sign-in only.'),
  trials: say(none, 'After a sign-in only.'),
  services: none,
  adsConsent: nothing,
  adsConsentSetAt: nothing,
  adsConsentReminderAt: nothing,
  experimentalFeatures: flag,
  twoFactorEnabled: flag,
  backupCodesCreated: flag,
  attributionPartner: nothing,
};

const afterSignIn = ['pastSubscriptions', 'trials'];
const unreadable = ['autoSelectSubtitle', 'defaultSubtitleAccessibility', 'defaultSubtitleForced', 'watchedIndicator'];

/** Schemas of responses to the generated SDKs of 2024, recognized by `User-Agent` (`legacySdks`). */
export const oldSchemas: Readonly<Record<string, Part>> = {
  PlexLocationForOldSdks: say(oldLocation, 'For generated SDKs of 2024.'),
  PlexPinForOldSdks: say(
    record(
      { ...pin, location: { anyOf: [ref('schemas', 'PlexLocation'), ref('schemas', 'PlexLocationForOldSdks')] } },
      ['authToken', 'newRegistration'],
    ),
    'For generated SDKs of 2024, some of which read no null.',
  ),
  PlexUserForOldSdks: say(
    record({ ...user, profile: record(profile, unreadable) }, afterSignIn),
    'For generated SDKs of 2024, which cannot read all of the profile.',
  ),
};

export const plexSchemas: Readonly<Record<string, Part>> = {
  PlexErrors: record({ errors: list(record({ code: whole, message: text, status: whole })) }),
  PlexErrorV1: record({ error: text }),
  PlexLocation: record(location),
  PlexPin: record(pin),
  PlexUser: record(user, afterSignIn),
  PlexAccountV1: record({
    user: record({
      id: whole,
      uuid: text,
      email: text,
      joined_at: time,
      username: text,
      title: text,
      thumb: uri,
      hasPassword: flag,
      authToken: text,
      authentication_token: text,
      subscription: record({ active: flag, status: text, plan: nothing, features: none }),
      roles: record({ roles: none }),
      entitlements: none,
    }),
  }),
  PlexDevice: record({
    name: text,
    publicAddress: text,
    product: text,
    productVersion: text,
    platform: text,
    platformVersion: text,
    device: text,
    model: text,
    vendor: text,
    provides: text,
    clientIdentifier: text,
    version: text,
    id: say(whole, '31 bits.'),
    token: say(text, "Empty but for the caller's own device."),
    createdAt: time,
    lastSeenAt: time,
    screenResolution: text,
    screenDensity: text,
  }),
  PlexResource: record({
    name: text,
    product: text,
    productVersion: text,
    platform: text,
    platformVersion: text,
    device: text,
    clientIdentifier: text,
    createdAt: time,
    lastSeenAt: time,
    provides: text,
    ownerId: nothing,
    sourceTitle: nothing,
    publicAddress: text,
    accessToken: say(text, "The caller's own token."),
    searchEnabled: flag,
    owned: say(flag, 'True for admins.'),
    home: flag,
    synced: flag,
    relay: flag,
    presence: flag,
    httpsRequired: flag,
    publicAddressMatches: flag,
    dnsRebindingProtection: flag,
    natLoopbackSupported: flag,
    connections: list(
      record({ protocol: text, address: text, port: whole, uri, local: flag, relay: flag, IPv6: flag }),
    ),
  }),
  PlexJwk: say(
    record(
      {
        kty: { const: 'OKP' },
        crv: { const: 'Ed25519' },
        x: say({ type: 'string', pattern: '^[\\w-]{43}$' }, '32 bytes in base64url.'),
        kid: say({ type: 'string', minLength: 1, maxLength: 255 }, 'What the device calls the key.'),
        use: { const: 'sig' },
        alg: { enum: ['EdDSA', 'Ed25519'] },
      },
      ['kid', 'use', 'alg'],
    ),
    'A public Ed25519 key (RFC 8037).',
  ),
};
