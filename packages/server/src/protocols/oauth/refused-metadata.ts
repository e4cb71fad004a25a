// Pure: what a client cannot register here, because it would count on something that is not done.
import { dpopAlgorithms } from '../constants/oauth.ts';

const isSaid = (value: unknown): boolean => value !== undefined && value !== null && value !== '';
const isTrue = (value: unknown): boolean => value === true;
const isNoAlgorithm = (value: unknown): boolean => isSaid(value) && !dpopAlgorithms.some((known) => known === value);

/** A member, which of its values are refused, and why. Other values and other members are left out (RFC 7591 §2). */
const refusedMembers: readonly (readonly [name: string, isRefused: (value: unknown) => boolean, why: string])[] = [
  ['default_max_age', isSaid, 'send max_age with each request'],
  ['require_auth_time', isTrue, 'send max_age with a request to be told auth_time'],
  ['userinfo_signed_response_alg', isSaid, 'UserInfo is JSON'],
  ['userinfo_encrypted_response_alg', isSaid, 'UserInfo is JSON'],
  ['introspection_signed_response_alg', isSaid, 'introspection is JSON'],
  ['introspection_encrypted_response_alg', isSaid, 'introspection is JSON'],
  ['id_token_encrypted_response_alg', isSaid, 'ID tokens are signed only'],
  ['token_endpoint_auth_signing_alg', isNoAlgorithm, `it must be one of ${dpopAlgorithms.join(', ')}`],
  ['dpop_bound_access_tokens', isTrue, 'send a DPoP proof with the requests whose tokens are to be bound'],
  ['tls_client_certificate_bound_access_tokens', isTrue, 'certificates of clients are not read'],
  ['require_pushed_authorization_requests', isTrue, 'there are no pushed authorization requests'],
  ['require_signed_request_object', isTrue, 'request objects are not read'],
];

/**
 * Why a registration cannot be honoured: a sentence for the client's developers.
 *
 * @returns undefined if it can
 */
export function refusedMember(metadata: Readonly<Record<string, unknown>>): string | undefined {
  const found = refusedMembers.find(([name, isRefused]) => isRefused(metadata[name]));
  return found === undefined ? undefined : `${found[0]} is not supported: ${found[2]}`;
}
