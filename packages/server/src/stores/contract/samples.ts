import { randomBytes } from 'node:crypto';
import type { Grant } from '../../domain/grant.ts';
import type { Identity } from '../../domain/identity.ts';
import type { Approval, DeviceInfo, Pin } from '../../domain/pin.ts';
import type { Place } from '../../domain/place.ts';
import type { PinResult } from '../../domain/refusal.ts';
import type { RefreshFamily } from '../../domain/refresh-family.ts';
import { byPasswordAt } from '../../domain/session.ts';
import type { NewAccount } from '../../service/ports/accounts.ts';
import type { RegisteredKey } from '../../service/ports/device-keys.ts';
import type { NewEntry } from '../../service/ports/events.ts';
import type { OAuthClient } from '../../service/ports/oauth-clients.ts';
import type { AccessToken } from '../../service/ports/oauth-tokens.ts';
import type { Passkey } from '../../service/ports/passkeys.ts';
import type { Session } from '../../service/ports/sessions.ts';

/** The instant that the stories start at. Not a whole second, so that lost milliseconds show. */
export const t0: number = Date.UTC(2026, 10, 21, 9, 30, 0, 123);

/** The life of a weak pin in milliseconds. */
export const life: number = 900_000;

/** What the core answers, where it cannot refuse. */
export function must<Value>(result: PinResult<Value>): Value {
  if (!result.ok) throw new Error(`the core refused: ${result.refusal.kind}`);
  return result.value;
}

export const secret = (): string => randomBytes(16).toString('base64url');

export const deviceInfo: DeviceInfo = {
  product: 'Living Room',
  version: '1.0',
  platform: 'tvOS',
  platformVersion: '19',
  device: 'TV',
  deviceName: null,
  model: null,
  vendor: null,
};

export const austin: Place = {
  countryCode: 'US',
  continentCode: 'NA',
  country: 'United States',
  city: 'Austin',
  inEuropeanUnion: false,
  timeZone: 'America/Chicago',
  postalCode: '78732',
  subdivisions: ['Texas', 'Travis County'],
  latitude: 30.3768,
  longitude: -97.8935,
};

let serial = 0;

/** A fresh pending weak pin, issued at {@link t0}, with a public id and a code of its own. */
export function aPin(parts: Partial<Pin> = {}): Pin {
  serial += 1;
  return {
    id: secret(),
    protocol: 'plex',
    publicId: String(1_000_000 + serial),
    kind: 'weak',
    code: `W${String(serial).padStart(6, '0')}`,
    clientId: 'device-1',
    authorizationRequest: null,
    keyThumbprint: null,
    deviceKey: null,
    requester: { deviceInfo, address: '203.0.113.9', place: austin, wantsToApprove: false },
    createdAt: t0,
    expiresAt: t0 + life,
    version: 1,
    state: { at: 'pending', opened: null },
    ...parts,
  };
}

/** What a yes at `at` carries. */
export const anApproval = (at: number = t0): Omit<Approval, 'trusted'> => ({
  account: 'account-1',
  grantId: secret(),
  at,
  address: '203.0.113.10',
  place: null,
  newRegistration: false,
  mayApprove: false,
  approvedBy: null,
  scopes: [],
  salt: secret(),
  keyId: 'k1',
});

/** A fresh live grant. */
export const aGrant = (parts: Partial<Grant> = {}): Grant => ({
  id: secret(),
  pinId: secret(),
  approvedBy: null,
  account: 'account-1',
  protocol: 'plex',
  clientId: 'device-1',
  name: 'Living Room',
  deviceInfo,
  address: '203.0.113.9',
  place: austin,
  mayApprove: false,
  scopes: [],
  resources: [],
  keyThumbprint: null,
  tokenHash: secret(),
  linkedAt: t0,
  collectedAt: null,
  collectedFrom: null,
  collectedElsewhere: false,
  lastSeenAt: null,
  version: 1,
  ...parts,
});

/** A fresh key of a grant's device. */
export const aDeviceKey = (
  { id, account, clientId }: Pick<Grant, 'id' | 'account' | 'clientId'>,
  parts: Partial<RegisteredKey> = {},
): RegisteredKey => ({
  grantId: id,
  account,
  clientId,
  thumbprint: secret(),
  x: secret(),
  kid: secret(),
  registeredAt: t0,
  ...parts,
});

/** Hash of the password of {@link anAccount}. */
export const aPasswordHash = '$argon2id$v=19$m=19456,t=2,p=1$c2FsdA$aGFzaA';

/** The hash of an account without a password. */
export const noPassword = '$argon2id$v=19$m=19456,t=2,p=1$bm8gcGFzc3dvcmQgaGVyZQ$aGFzaA';

/** A fresh account with a name of its own and no e-mail address. */
export function anAccount(parts: Partial<NewAccount> = {}): NewAccount {
  serial += 1;
  return {
    id: secret(),
    username: `person${serial}`,
    email: null,
    emailConfirmed: false,
    passwordHash: aPasswordHash,
    isAdmin: false,
    createdAt: t0,
    ...parts,
  };
}

/** A fresh session of a day. */
export const aSession = (parts: Partial<Session> = {}): Session => ({
  hash: secret(),
  account: 'account-1',
  createdAt: t0,
  lastSeenAt: t0,
  expiresAt: t0 + 86_400_000,
  address: '203.0.113.10',
  userAgent: 'Mozilla/5.0',
  ...byPasswordAt(t0),
  ...parts,
});

/** A fresh identity of an account. */
export const anIdentity = (parts: Partial<Identity> = {}): Identity => ({
  issuer: 'https://id.example',
  subject: secret(),
  provider: 'example',
  account: 'account-1',
  claims: {
    email: 'ada@example.org',
    emailVerified: true,
    name: 'Ada',
    groups: ['staff'],
    acr: null,
    amr: ['pwd'],
    authTime: t0,
  },
  refreshToken: null,
  linkedAt: t0,
  checkedAt: t0,
  checkingUntil: null,
  failingSince: null,
  version: 1,
  ...parts,
});

/** A fresh passkey that was never used. */
export const aPasskey = (parts: Partial<Passkey> = {}): Passkey => ({
  id: secret(),
  account: 'account-1',
  domain: 'link.example',
  handle: secret(),
  publicKey: secret(),
  counter: 0,
  transports: ['internal', 'hybrid'],
  isSynced: true,
  name: 'Ada’s phone 🦊',
  addedAt: t0,
  lastUsedAt: null,
  ...parts,
});

/** A fresh public client that registered itself. */
export function aClient(parts: Partial<OAuthClient> = {}): OAuthClient {
  serial += 1;
  return {
    id: `client-${String(serial).padStart(6, '0')}`,
    name: 'Radio 🎧',
    isVerified: false,
    authMethod: 'none',
    secretHash: null,
    jwks: null,
    jwksUri: null,
    scopes: ['listen', 'library:read'],
    scopeWords: { listen: 'Play your music' },
    numberMatching: false,
    whenFar: 'warn',
    scopeWhenFar: {},
    unknownIsFar: false,
    audiences: ['https://music.example/api'],
    accessTokens: 'opaque',
    signingAlgorithm: 'EdDSA',
    accessTokenLife: null,
    refreshTokenIdle: null,
    refreshTokenLife: null,
    createdAt: t0,
    lastUsedAt: null,
    ...parts,
  };
}

/** The first refresh token of a grant: a month idle, three months in all. */
export const aFamily = (grantId: string, parts: Partial<RefreshFamily> = {}): RefreshFamily => ({
  grantId,
  clientId: 'client-1',
  currentHash: secret(),
  currentSealed: null,
  previousHash: null,
  rotatedAt: t0,
  idleUntil: t0 + 30 * 86_400_000,
  endsAt: t0 + 90 * 86_400_000,
  version: 1,
  ...parts,
});

/** The family with its next token. */
export const rotated = (family: RefreshFamily, parts: Partial<RefreshFamily> = {}): RefreshFamily => ({
  ...family,
  currentHash: secret(),
  currentSealed: `k1.${secret()}`,
  previousHash: family.currentHash,
  rotatedAt: family.rotatedAt + 1,
  version: family.version + 1,
  ...parts,
});

/** A fresh opaque access token of ten minutes. */
export const anAccessToken = (grantId: string, parts: Partial<AccessToken> = {}): AccessToken => ({
  hash: secret(),
  grantId,
  clientId: 'client-1',
  scopes: ['listen'],
  audiences: ['https://music.example/api'],
  keyThumbprint: null,
  issuedAt: t0,
  expiresAt: t0 + 600_000,
  ...parts,
});

/** A fresh entry of account-1 that nobody is told of. */
export const anEntry = (parts: Partial<NewEntry> = {}): NewEntry => ({
  id: secret(),
  kind: 'approved',
  at: t0,
  account: 'account-1',
  pin: secret().slice(0, 12),
  dialect: 'plex',
  client: 'device-1',
  device: 'Living Room',
  address: '203.0.113.9',
  country: 'US',
  fact: null,
  count: 1,
  by: null,
  counted: [],
  bundle: null,
  message: false,
  ...parts,
});

/** One of an aggregate of `throttled` that the receiver is told of. */
export const aBundle = (bundle: string, parts: Partial<NewEntry> = {}): NewEntry =>
  anEntry({ kind: 'throttled', account: null, pin: null, device: null, bundle, message: true, ...parts });

/** Runs `work` for 0, 1, … `count - 1` at once. */
export const atOnce = <Value>(count: number, work: (index: number) => Promise<Value>): Promise<Value[]> =>
  Promise.all(Array.from({ length: count }, (_, index) => work(index)));
