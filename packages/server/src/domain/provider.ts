// Pure: no I/O, no clock, no randomness. Who may come from a provider, and what of their claims is kept.
import type { PersonClaims } from './identity.ts';

/** A provider of sign-ins (OpenID Connect) that the operator named. */
export interface Provider {
  /** `[a-z0-9-]`; in URLs and in the store. */
  readonly id: string;
  /** What people call it. */
  readonly name: string;
  /** Its `iss`, to the byte. */
  readonly issuer: string;
  readonly clientId: string;
  /** Null of a public client. */
  readonly clientSecret: string | null;
  readonly scopes: readonly string[];
  /** Further parameters of the authorization request. */
  readonly parameters: Readonly<Record<string, string>>;
  /** A picture as a `data:` URL, or null. */
  readonly icon: string | null;
  /** Mail domains; whoever has no verified address in one of them stays out. Empty: everybody may come. */
  readonly allowedDomains: readonly string[];
  /** Whoever is in none of them stays out. Empty: everybody may come. */
  readonly groups: readonly string[];
  /** The claim that names the groups. */
  readonly groupsClaim: string;
  /** Who is an admin here; null when the provider has no say in that. */
  readonly admins: { readonly emails: readonly string[]; readonly groups: readonly string[] } | null;
  /** Whoever comes from there gets an account, whatever the registration rule says. */
  readonly admitsAll?: boolean;
  /** Count the return as the sign-in time where the provider does not say it (`auth_time`). */
  readonly assumeFresh: boolean;
  /** What a logout at the provider ends: browsers and devices, or the browsers of that session. */
  readonly logoutEnds: 'devices' | 'browsers';
  /** Take front-channel logout, which nothing signs. */
  readonly frontChannelLogout: boolean;
  /** Least time between two questions about one person, in milliseconds. */
  readonly checkEvery: number;
  /** How long devices go on while the provider cannot answer, in milliseconds. */
  readonly grace: number;
  /** How long a device stays linked without a way to ask about its person, in milliseconds. */
  readonly linkLife: number;
}

/** What stands for the sign-in of an application or a proxy: everybody whom it knows may come. */
export const outsideProvider = (method: 'application' | 'proxy'): Provider => ({
  id: method,
  name: method,
  issuer: `urn:linkpin:${method}`,
  clientId: method,
  clientSecret: null,
  scopes: [],
  parameters: {},
  icon: null,
  allowedDomains: [],
  groups: [],
  groupsClaim: 'groups',
  admins: null,
  admitsAll: true,
  assumeFresh: false,
  logoutEnds: 'devices',
  frontChannelLogout: false,
  checkEvery: 0,
  grace: 0,
  linkLife: Number.POSITIVE_INFINITY,
});

/** Why somebody may not come in. */
export type NotAdmitted = 'email-unverified' | 'other-domain' | 'no-group' | 'groups-unknown';

/** The claims of an ID token or of UserInfo. */
export type RawClaims = Readonly<Record<string, unknown>>;

const mostGroups = 500;
const longestText = 255;

const text = (value: unknown): string | null =>
  typeof value === 'string' && value !== '' && value.length <= longestText && !/\p{Cc}/u.test(value) ? value : null;

const texts = (value: unknown): readonly string[] | null =>
  Array.isArray(value) && value.length <= mostGroups ? value.map(text).filter((one) => one !== null) : null;

/** The groups that are told; null when none are, or too many to be told (`_claim_names`, OpenID Connect Core §5.6.2). */
function groupsOf(raw: RawClaims, claim: string): readonly string[] | null {
  const { [claim]: told, _claim_names: elsewhere } = raw;
  if (typeof elsewhere === 'object' && elsewhere !== null && Object.hasOwn(elsewhere, claim)) return null;
  const one = text(told);
  return one === null ? texts(told) : [one];
}

/** What of the claims is kept. Whatever is not of its type counts as not said. */
export const claimsOf = (raw: RawClaims, { groupsClaim }: Pick<Provider, 'groupsClaim'>): PersonClaims => ({
  email: text(raw['email']),
  emailVerified: raw['email_verified'] === true,
  name: text(raw['name']),
  groups: groupsOf(raw, groupsClaim),
  acr: text(raw['acr']),
  amr: texts(raw['amr']),
  authTime: typeof raw['auth_time'] === 'number' ? raw['auth_time'] * 1000 : null,
});

const fold = (name: string): string => name.toLowerCase();
const domainOf = (email: string): string => fold(email.slice(email.lastIndexOf('@') + 1));
const verifiedOf = ({ email, emailVerified }: PersonClaims): string | null => (emailVerified ? email : null);

/** Why a person may not come in; undefined when they may. Judged at each sign-in and at each question. */
export function notAdmitted(
  { allowedDomains, groups }: Pick<Provider, 'allowedDomains' | 'groups'>,
  claims: PersonClaims,
): NotAdmitted | undefined {
  if (allowedDomains.length > 0) {
    const email = verifiedOf(claims);
    if (email === null) return 'email-unverified';
    if (!allowedDomains.some((domain) => fold(domain) === domainOf(email))) return 'other-domain';
  }
  if (groups.length === 0) return undefined;
  if (claims.groups === null) return 'groups-unknown';
  return claims.groups.some((group) => groups.includes(group)) ? undefined : 'no-group';
}

/** Whether a person is an admin here, by verified address or group only; null when the provider has no say in that. */
export function isAdminBy({ admins }: Pick<Provider, 'admins'>, claims: PersonClaims): boolean | null {
  if (admins === null) return null;
  const email = verifiedOf(claims);
  const byEmail = email !== null && admins.emails.some((one) => fold(one) === fold(email));
  return byEmail || (claims.groups ?? []).some((group) => admins.groups.includes(group));
}

/** Names that a new account may have, the best first; none of them is proof of anything. */
export const wantedNames = (raw: RawClaims): readonly string[] =>
  [raw['preferred_username'], raw['nickname'], raw['email'], raw['name']]
    .map((name) => (text(name) ?? '').replace(/@.*$/, ''))
    .map((name) => name.normalize('NFKC').trim().replaceAll(/\s+/gu, '.').slice(0, 32))
    .filter((name) => name !== '');
