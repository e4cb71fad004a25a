import { personClaimNames } from '../domain/person-claims.ts';
import { webHostsOf } from '../domain/subject.ts';
import { redirectUriFault, type RedirectUriFault } from './redirect-uri.ts';
import { z } from 'zod';

/** A stored secret: its SHA-256 in base64url. */
export const secretHash = z.string().regex(/^[\w-]{43}$/, 'must be a SHA-256 in base64url: 43 characters');

/** Private members of a JWK (RFC 7517, RFC 7518 §6). */
const privateParts = ['d', 'p', 'q', 'dp', 'dq', 'qi', 'oth', 'k'];

const publicParts = { OKP: ['crv', 'x'], EC: ['crv', 'x', 'y'], RSA: ['n', 'e'] } as const;

/** Most bytes of a key set; allows for certificates. */
const longestKeySet = 16_384;

/** A JWK set of public signature keys. */
const publicKeySet = z
  .looseObject({
    keys: z
      .array(
        z
          .looseObject({ kty: z.enum(['OKP', 'EC', 'RSA']) })
          .refine(
            (key) => publicParts[key.kty].every((part) => typeof key[part] === 'string'),
            'must have the members of its type: crv and x, crv, x and y, or n and e',
          )
          .refine(
            (key) => !privateParts.some((part) => part in key),
            'must be a public key, without its private parts',
          ),
      )
      .min(1)
      .max(16),
  })
  .refine((set) => JSON.stringify(set).length <= longestKeySet, `must be shorter than ${longestKeySet} characters`);

/** URL of a key set. */
const keySetUrl = z
  .url({ protocol: /^https$/ })
  .max(2048)
  .refine((text) => {
    const url = URL.parse(text);
    return url?.username === '' && url.password === '' && url.hash === '';
  }, 'must have no user name and no fragment');

/** One scope (RFC 6749 §3.3). */
export const clientScope = z
  .string()
  .max(128)
  .regex(/^[\x21\x23-\x5b\x5d-\x7e]+$/, 'must be one scope: no spaces, quotes or backslashes');

const id = z
  .string()
  .max(128)
  .regex(/^[\x21-\x7e]+$/, 'must be printable ASCII without spaces');

/** A resource (RFC 8707 §2). */
export const audience = z
  .string()
  .max(2048)
  .regex(/^[a-z][a-z0-9+.-]*:[^\s#]+$/i, 'must be an absolute URI without fragment');

const redirectUriFaults: Readonly<Record<RedirectUriFault, string>> = {
  'not-absolute': 'must be an absolute URL of at most 2048 printable ASCII characters',
  fragment: 'must have no fragment',
  'user-name': 'must have no user name and no backslash',
  'plain-http': 'must be https; http is for this machine only: 127.0.0.1, [::1] or localhost',
  scheme: 'must be https, or have a scheme of its own with a dot in it, such as com.example.app',
};

/** A redirect URI (RFC 6749 §3.1.2, RFC 8252 §7). */
const redirectUri = z.string().superRefine((uri, context) => {
  const fault = redirectUriFault(uri);
  if (fault !== null) context.addIssue({ code: 'custom', message: redirectUriFaults[fault] });
});

/** The rule for requests from far away: warn, require a code typed by hand, or refuse. */
export const farRule = z.enum(['warn', 'type', 'refuse']);

/** A host by itself (OpenID Connect Core §8.1). */
const sectorHost = z
  .string()
  .max(253)
  .regex(/^[a-z0-9]([a-z0-9.-]*[a-z0-9])?$/, 'must be a host name in lower case, such as music.example');

const days = (count: number): number => count * 24 * 60 * 60;

/** The members of a client that an operator registers, by command or by file. */
export const clientFields = {
  id,
  /** The name shown to people; default: the id. */
  name: z
    .string()
    .trim()
    .refine((text) => text !== '' && [...text].length <= 80, 'must be 1 to 80 characters')
    .optional(),
  authMethod: z.enum(['none', 'client_secret_basic', 'client_secret_post', 'private_key_jwt']),
  jwks: publicKeySet.optional(),
  jwksUri: keySetUrl.optional(),
  /** Where an authorization request may lead back to, exactly; of loopback addresses any port. */
  redirectUris: z.array(redirectUri).max(32).default([]),
  /** The grants that it may use; default: device codes, and authorization codes where it has redirect URIs. */
  grants: z
    .array(z.enum(['device_code', 'authorization_code']))
    .min(1)
    .optional(),
  /** It runs where a browser usually is: it gets a device code only if it says that there is none. */
  browserFirst: z.boolean().default(false),
  scopes: z.array(clientScope).max(64).default([]),
  /** Descriptions of scopes for people, such as "See your playlists". */
  scopeWords: z.record(clientScope, z.string().trim().min(1).max(120)).default({}),
  /** Who said yes before to all that it asks for is not asked again when an app leads there. */
  rememberConsent: z.boolean().default(false),
  /** Approval requires the number that the device shows. */
  numberMatching: z.boolean().default(false),
  /** The rule for requests from far away; overrides by scope; and whether an unknown place counts as far. */
  whenFar: farRule.default('warn'),
  scopeWhenFar: z.record(clientScope, farRule).default({}),
  unknownIsFar: z.boolean().default(false),
  /** What its tokens say of the person, as the person's provider said it. */
  personClaims: z.array(z.enum(personClaimNames)).default([]),
  /** Only people in one of these groups, as their provider says, may link it. */
  requiredGroups: z.array(z.string().min(1).max(255)).max(64).default([]),
  audiences: z.array(audience).max(16).default([]),
  accessTokens: z.enum(['jwt', 'opaque']).default('opaque'),
  signingAlgorithm: z.enum(['EdDSA', 'ES256']).default('EdDSA'),
  /** Of its ID tokens. */
  idTokenAlgorithm: z.enum(['RS256', 'ES256', 'EdDSA']).default('RS256'),
  /** Whether it knows people by the ids of their accounts, or by names that tell clients of other sectors nothing. */
  subjectType: z.enum(['public', 'pairwise']).default('public'),
  /** The host that clients share who are to know a person by one pairwise name. */
  sectorIdentifier: sectorHost.optional(),
  /** Lifetimes in seconds. */
  accessTokenLife: z.number().int().min(30).max(days(1)).optional(),
  refreshTokenIdle: z.number().int().min(60).max(days(3650)).optional(),
  /** 0: no refresh tokens. */
  refreshTokenLife: z.number().int().min(0).max(days(3650)).optional(),
};

/** A rule across members that is checked even if others are invalid, so that all problems are reported at once. */
export const rule = (message: string, members: readonly string[]) => ({
  error: message,
  when: ({ value, issues }: z.core.ParsePayload): boolean =>
    typeof value === 'object' &&
    value !== null &&
    !Array.isArray(value) &&
    !issues.some(({ path }) => members.includes(String(path?.[0]))),
});

const keyMembers = ['authMethod', 'jwks', 'jwksUri'];

/** A client with a key has exactly one source for it. */
export const keyRule = rule(
  'private_key_jwt needs either jwks or jwksUri, and no other method has use for them',
  keyMembers,
);

/** See {@link keyRule}. */
export const keepsKeyRule = ({
  authMethod,
  jwks,
  jwksUri,
}: Pick<ClientEntry, 'authMethod' | 'jwks' | 'jwksUri'>): boolean =>
  [jwks, jwksUri].filter((place) => place !== undefined).length === (authMethod === 'private_key_jwt' ? 1 : 0);

/** A client that is led back needs to say where to. */
export const redirectRule = rule('authorization_code needs redirectUris, and redirectUris need authorization_code', [
  'redirectUris',
  'grants',
]);

/** See {@link redirectRule}. */
export const keepsRedirectRule = ({ redirectUris, grants }: Pick<ClientEntry, 'redirectUris' | 'grants'>): boolean =>
  grants === undefined || grants.includes('authorization_code') === redirectUris.length > 0;

/** Only names for a sector need one, and redirect URIs of several hosts do not say which (OpenID Connect Core §8.1). */
export const sectorRule = rule(
  'only pairwise subjects have a sectorIdentifier, and redirectUris of several hosts need one for them',
  ['subjectType', 'sectorIdentifier', 'redirectUris'],
);

/** See {@link sectorRule}. */
export const keepsSectorRule = ({
  subjectType,
  sectorIdentifier,
  redirectUris,
}: Pick<ClientEntry, 'subjectType' | 'sectorIdentifier' | 'redirectUris'>): boolean =>
  subjectType === 'pairwise'
    ? sectorIdentifier !== undefined || webHostsOf(redirectUris).length < 2
    : sectorIdentifier === undefined;

/** Anybody can pass for a client that proves nothing. */
export const consentRule = rule('rememberConsent is for clients that prove themselves: authMethod must not be none', [
  'rememberConsent',
  'authMethod',
]);

/** See {@link consentRule}. */
export const keepsConsentRule = ({
  rememberConsent,
  authMethod,
}: Pick<ClientEntry, 'rememberConsent' | 'authMethod'>): boolean => !rememberConsent || authMethod !== 'none';

/** A client that is to use a browser needs to be led back from it. */
export const browserRule = rule('browserFirst needs redirectUris', ['redirectUris', 'browserFirst']);

/** See {@link browserRule}. */
export const keepsBrowserRule = ({
  redirectUris,
  browserFirst,
}: Pick<ClientEntry, 'redirectUris' | 'browserFirst'>): boolean => !browserFirst || redirectUris.length > 0;

/** A client as given to the command, which generates its secret. */
export const newClientSchema = z
  .strictObject(clientFields)
  .refine(keepsKeyRule, keyRule)
  .refine(keepsRedirectRule, redirectRule)
  .refine(keepsSectorRule, sectorRule)
  .refine(keepsConsentRule, consentRule)
  .refine(keepsBrowserRule, browserRule);

/** See {@link newClientSchema}. */
export type NewClient = z.input<typeof newClientSchema>;

/** A parsed client. */
export type ClientEntry = z.output<z.ZodObject<typeof clientFields>>;
