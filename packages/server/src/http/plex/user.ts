// What plex clients ask about their token's account.
import { adaptUserToLegacy } from '../../protocols/plex-legacy/legacy.ts';
import { presentAccountV1 } from '../../protocols/plex-v1/account.ts';
import { formatOf } from '../../protocols/plex-v2/parse.ts';
import { nothing } from '../../protocols/plex-v2/present.ts';
import { presentPing, presentUser } from '../../protocols/plex-v2/user.ts';
import { legacyOf } from './legacy-of.ts';
import { plexUserOf } from './facts.ts';
import type { ApiHandler } from '../server/route.ts';
import { formatOfV1, withToken, withTokenV1 } from './token-owner.ts';

/** `GET /api/v2/user`. */
export const readPlexUser: ApiHandler = withToken((call, owner) => {
  const response = presentUser(200, plexUserOf(owner, call.requestContext.baseUrl), formatOf(call.request));
  const legacy = legacyOf(call);
  return legacy === null ? response : adaptUserToLegacy(response, legacy);
});

/** `GET /users/account`, `.xml`, `.json`. */
export const readAccountV1: ApiHandler = withTokenV1((call, owner) =>
  presentAccountV1(200, plexUserOf(owner, call.requestContext.baseUrl), formatOfV1(call)),
);

/** `GET /api/v2/ping`. */
export const pingPlex: ApiHandler = withToken(({ request }) => presentPing(formatOf(request)));

/** `DELETE /api/v2/users/signout`: ends the token, and every device that it approved. */
export const signOutPlex: ApiHandler = withToken(async ({ context }, { grant }) => {
  const { grants, clock } = context.ports;
  await grants.revoke(grant.id, grant.account, clock.now());
  return nothing;
});

/** `GET /users/{uuid}/avatar`: a disc in a colour of the person's own; needs no token. */
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
