// What a plex client asks about its token's person.
import type { Account } from '../../service/ports/accounts.ts';
import { plexErrors } from '../../vocabulary/plex.ts';
import { dressUserForLegacy } from '../../wire/plex-legacy/legacy.ts';
import { formatOf } from '../../wire/plex-v2/parse.ts';
import { presentError } from '../../wire/plex-v2/present.ts';
import { presentPing, presentUser } from '../../wire/plex-v2/user.ts';
import { legacyOf } from './legacy-of.ts';
import type { ApiHandler } from './route.ts';
import { findTokenHolder } from './token-holder.ts';

/** Sixteen hexadecimal digits that are always the same for an account. */
const uuidOf = ({ id }: Account): string => Buffer.from(id, 'base64url').toString('hex').slice(0, 16);

/** `GET /api/v2/user`. */
export const readPlexUser: ApiHandler = async (call) => {
  const format = formatOf(call.request);
  const holder = await findTokenHolder(call);
  if (holder === undefined) return presentError(plexErrors.unauthenticated, format);
  const { account, token } = holder;
  const uuid = uuidOf(account);
  const response = presentUser(
    200,
    {
      id: account.number,
      uuid,
      username: account.username,
      email: account.email ?? '',
      joinedAt: account.createdAt,
      thumb: `${call.arrival.baseUrl}/users/${uuid}/avatar`,
      authToken: token,
    },
    format,
  );
  const legacy = legacyOf(call);
  return legacy === null ? response : dressUserForLegacy(response, legacy);
};

/** `GET /api/v2/ping`. */
export const pingPlex: ApiHandler = async (call) => {
  const format = formatOf(call.request);
  const holder = await findTokenHolder(call);
  return holder === undefined ? presentError(plexErrors.unauthenticated, format) : presentPing(format);
};

/** `GET /users/{uuid}/avatar`: a disc in a colour of the person's own, whoever asks. */
export const drawAvatar: ApiHandler = ({ part }) => {
  const hue =
    Number.parseInt(
      part('uuid')
        .replace(/[^0-9a-f]/gi, '')
        .slice(0, 4) || '0',
      16,
    ) % 360;
  return {
    status: 200,
    headers: {
      'content-type': 'image/svg+xml',
      'cache-control': 'public, max-age=86400',
      'cross-origin-resource-policy': 'cross-origin',
    },
    body: `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 96 96"><circle cx="48" cy="48" r="48" fill="hsl(${hue} 45% 45%)"/><circle cx="48" cy="37" r="16" fill="#fff"/><path d="M16 84a32 26 0 0 1 64 0" fill="#fff"/></svg>`,
  };
};
