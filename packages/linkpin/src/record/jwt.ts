import { jwtClaims, jwtHeader } from './fields.ts';
import { cleanJson, type Notes } from './clean-json.ts';
import { list, record, type Members } from './rules.ts';
import type { StandIns } from './stand-ins.ts';
import type { Json } from '../transcript/transcript.ts';

const compact = /^([\w-]+)\.([\w-]+)\.([\w-]*)$/;

/** What is in a JWT is not noted: its members are those of {@link jwtClaims} or they are nothing to anybody. */
const unnoted: Notes = { leave: () => {}, at: () => unnoted };

function decoded(part: string): Json | undefined {
  try {
    return JSON.parse(Buffer.from(part, 'base64url').toString()) as Json;
  } catch {
    return undefined;
  }
}

const encoded = (value: Json): string => Buffer.from(JSON.stringify(value)).toString('base64url');

/**
 * Makes a JWT (RFC 7519) of stand-ins, with a signature that is none.
 *
 * @param number what tells it from others with the same claims
 * @returns undefined for a token that is not a JWT
 */
export function standInJwt(real: string, number: string, standIns: StandIns): string | undefined {
  const [, header = '', claims = '', signature = ''] = compact.exec(real) ?? [];
  const parts = [decoded(header), decoded(claims)];
  const isObject = (value: Json | undefined): boolean =>
    typeof value === 'object' && value !== null && !Array.isArray(value);
  if (!parts.every(isObject)) return undefined;
  const clean = (value: Json | undefined, members: Members): string =>
    encoded(cleanJson(value ?? {}, record(members), standIns, unnoted) ?? {});
  const { aud } = parts[1] as { readonly aud?: Json };
  const audience = jwtClaims['aud'];
  const rules = Array.isArray(aud) && audience !== undefined ? { ...jwtClaims, aud: list(audience) } : jwtClaims;
  const length = Math.min(86, Math.max(number.length + 1, signature.length));
  return `${clean(parts[0], jwtHeader)}.${clean(parts[1], rules)}.${number.padStart(length, '0')}`;
}
