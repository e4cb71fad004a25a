// Pure: no I/O, no clock, no randomness. What a client's tokens say of the person, as their provider said it.
import type { Identity } from './identity.ts';
import type { ApprovalSignIn } from './session.ts';

/** What a client may have its tokens say of the person. */
export const personClaimNames = ['email', 'name', 'groups', 'acr', 'amr', 'auth_time', 'upstream_sub'] as const;

/** See {@link personClaimNames}. */
export type PersonClaimName = (typeof personClaimNames)[number];

/** The claims of a person: registered names (OpenID Connect Core §5.1, RFC 9068 §2.2), and who they are at their provider. */
export type PersonInToken = Readonly<Record<string, unknown>>;

/** The identity that speaks for a device: of the provider in whose session it was linked, else the first. */
export const speakerFor = (identities: readonly Identity[], signIn: ApprovalSignIn | undefined): Identity | undefined =>
  identities.find(({ provider }) => provider === signIn?.provider) ?? identities[0];

function said(
  name: PersonClaimName,
  { claims, ...identity }: Identity,
  signIn: ApprovalSignIn | undefined,
): PersonInToken {
  switch (name) {
    case 'email':
      return { email: claims.email, email_verified: claims.email === null ? null : claims.emailVerified };
    case 'name':
    case 'groups':
      return { [name]: claims[name] };
    case 'acr':
      return { acr: signIn?.acr };
    case 'amr':
      return { amr: signIn === undefined || signIn.amr.length === 0 ? null : signIn.amr };
    case 'auth_time':
      return {
        auth_time:
          typeof signIn?.signedInAt === 'number' ? (signIn.signedInAt - (signIn.signedInAt % 1000)) / 1000 : null,
      };
    case 'upstream_sub':
      return { upstream_iss: identity.issuer, upstream_sub: identity.subject };
  }
}

/**
 * What the tokens of a device say of its person; nothing of what nobody has said.
 *
 * @param signIn the sign-in in whose session the person said yes: `acr`, `amr` and `auth_time` are of that one, if it was at a
 *   provider
 */
export function personInToken(
  names: readonly PersonClaimName[],
  identity: Identity | undefined,
  signIn: ApprovalSignIn | undefined,
): PersonInToken {
  if (identity === undefined) return {};
  const there = signIn?.provider === null ? undefined : signIn;
  const all = names.flatMap((name) => Object.entries(said(name, identity, there)));
  return Object.fromEntries(all.filter(([, value]) => value !== null && value !== undefined));
}

/** Whether a person lacks every group of which a client wants one. What nobody has said is lacking. */
export const lacksGroup = (required: readonly string[], identities: readonly Identity[]): boolean =>
  required.length > 0 &&
  !identities.some(({ claims }) => (claims.groups ?? []).some((group) => required.includes(group)));
