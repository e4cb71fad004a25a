// Every API path, one line each. The pages have their own table in pages/pages.ts.
import { isAlive, isReady } from './api/health.ts';
import { cancelPlexPin, createPlexPin, drawPlexQr, linkPlexPin, readPlexPin } from './api/plex-pins.ts';
import { createPinV1, readPinV1 } from './api/plex-v1.ts';
import { drawAvatar, pingPlex, readPlexUser } from './api/plex-user.ts';
import { authorizeDevice } from './api/oauth-device.ts';
import { exchangeToken } from './api/oauth-token.ts';
import { describeService, introspectToken, revokeToken, showKeys } from './api/oauth-upkeep.ts';
import type { ApiHandler } from './api/route.ts';

/** A method, a path below the base path without its `.json` or `.xml` ending, and what answers it. */
export type ApiRoute = readonly [method: string, path: string, handler: ApiHandler];

export const apiRoutes: readonly ApiRoute[] = [
  ['GET', '/healthz', isAlive],
  ['GET', '/readyz', isReady],
  ['POST', '/api/v2/pins', createPlexPin],
  ['PUT', '/api/v2/pins/link', linkPlexPin],
  ['GET', '/api/v2/pins/qr/:code', drawPlexQr],
  ['GET', '/api/v2/pins/:id', readPlexPin],
  ['DELETE', '/api/v2/pins/:id', cancelPlexPin],
  ['GET', '/api/v2/user', readPlexUser],
  ['GET', '/api/v2/ping', pingPlex],
  ['POST', '/oauth/device_authorization', authorizeDevice],
  ['POST', '/oauth/token', exchangeToken],
  ['POST', '/oauth/revoke', revokeToken],
  ['POST', '/oauth/introspect', introspectToken],
  ['GET', '/oauth/jwks', showKeys],
  ['GET', '/.well-known/oauth-authorization-server', describeService],
  ['GET', '/.well-known/openid-configuration', describeService],
  ['POST', '/pins', createPinV1],
  ['GET', '/pins/:id', readPinV1],
  ['GET', '/users/:uuid/avatar', drawAvatar],
];
