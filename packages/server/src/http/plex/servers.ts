// The media servers that an operator declared, and what linkpin does not do for them.
import { plexErrors } from '../../protocols/constants/plex.ts';
import { presentFriendsV1, presentResourcesV1, presentSharedV1 } from '../../protocols/plex-v1/containers.ts';
import { presentResources } from '../../protocols/plex-v2/lists.ts';
import { formatOf, parseClientIdentifier } from '../../protocols/plex-v2/parse.ts';
import { presentError } from '../../protocols/plex-v2/present.ts';
import { plexRequesterOf } from './facts.ts';
import type { ApiHandler } from '../server/route.ts';
import { withToken, withTokenV1 } from './token-owner.ts';

/** `GET /api/v2/resources`. */
export const listResources: ApiHandler = withToken(({ request, context }, owner) => {
  const identifier = parseClientIdentifier(request);
  if (!identifier.ok) return presentError(identifier.refusal, formatOf(request));
  return presentResources(context.servers, plexRequesterOf(owner), formatOf(request));
});

/** `GET /api/resources`. */
export const listResourcesV1: ApiHandler = withTokenV1(({ context }, owner) =>
  presentResourcesV1(context.servers, plexRequesterOf(owner)),
);

/** `GET /api/users`. */
export const listFriendsV1: ApiHandler = withTokenV1(() => presentFriendsV1());

/** `GET /api/servers/{id}/shared_servers`. */
export const listSharedV1: ApiHandler = withTokenV1(({ part }) => presentSharedV1(part('id')));

/** `GET /api/claim/token.json`: a claim ties a media server to an account of plex.tv's, which nobody has here. */
export const refuseClaim: ApiHandler = () =>
  presentError(
    { ...plexErrors.notFound, message: 'This service signs devices in. It cannot claim a media server.' },
    'json',
  );
