// Every API path, one line each. The pages have their own table in pages/pages.ts.
import { watchDeviceCode, watchPlexPin } from '../long-poll/events.ts';
import { isAlive, isReady } from './health.ts';
import { describeApi } from './openapi.ts';
import { streamAudit } from '../operate/audit-stream.ts';
import { endDeviceV1, listDevices, listDevicesV1, renameDevice } from '../plex/devices.ts';
import { exchangePlexJwt, giveNonce, registerPlexKey, showPlexKeys } from '../plex/jwt.ts';
import { cancelPlexPin, createPlexPin, denyPlexPin, drawPlexQr, linkPlexPin, readPlexPin } from '../plex/pins.ts';
import { locate, tellAddress } from '../plex/places.ts';
import { listFriendsV1, listResources, listResourcesV1, listSharedV1, refuseClaim } from '../plex/servers.ts';
import { signInPlex, signInV1 } from '../plex/sign-in.ts';
import { drawAvatar, pingPlex, readAccountV1, readPlexUser, signOutPlex } from '../plex/user.ts';
import { createPinV1, readPinV1 } from '../plex/v1.ts';
import { registerClient } from '../oauth/registration.ts';
import { authorizeDevice } from '../oauth/device.ts';
import { exchangeToken } from '../oauth/token.ts';
import { describeService, introspectToken, revokeToken, showKeys } from '../oauth/upkeep.ts';
import { tellPerson } from '../oauth/user-info.ts';
import type { ApiHandler } from './route.ts';
import { checkSelf } from './self-check.ts';

/** Rules of single routes. */
export interface RouteRules {
  /** The path exists with these endings only. */
  readonly endings?: readonly string[];
  /** No page of another origin may call it: preflights are refused, answers cannot be read (CORS). */
  readonly closed?: true;
  /** It is answered even when too many requests are in progress. */
  readonly always?: true;
}

/** A method, a path below the base path without its `.json` or `.xml` ending, what answers it, and what else holds. */
export type ApiRoute = readonly [method: string, path: string, handler: ApiHandler, rules?: RouteRules];

const xmlOnly: RouteRules = { endings: ['xml'] };
const always: RouteRules = { always: true };

export const apiRoutes: readonly ApiRoute[] = [
  ['GET', '/healthz', isAlive, always],
  ['GET', '/readyz', isReady, always],
  ['GET', '/self-check', checkSelf, { closed: true }],
  ['GET', '/openapi', describeApi, { endings: ['json'] }],
  ['POST', '/api/v2/pins', createPlexPin],
  ['PUT', '/api/v2/pins/link', linkPlexPin],
  ['DELETE', '/api/v2/pins/link', denyPlexPin],
  ['GET', '/api/v2/pins/qr/:code', drawPlexQr],
  ['GET', '/api/v2/pins/:id', readPlexPin],
  ['GET', '/api/v2/pins/:id/events', watchPlexPin],
  ['DELETE', '/api/v2/pins/:id', cancelPlexPin],
  ['GET', '/api/v2/auth/nonce', giveNonce],
  ['GET', '/api/v2/auth/keys', showPlexKeys],
  ['POST', '/api/v2/auth/jwk', registerPlexKey],
  ['POST', '/api/v2/auth/token', exchangePlexJwt],
  ['GET', '/api/v2/user', readPlexUser],
  ['GET', '/api/v2/ping', pingPlex],
  ['POST', '/oauth/device_authorization', authorizeDevice],
  ['POST', '/oauth/token', exchangeToken],
  ['GET', '/oauth/events/:handle', watchDeviceCode],
  ['POST', '/oauth/revoke', revokeToken],
  ['POST', '/oauth/introspect', introspectToken],
  ['GET', '/oauth/jwks', showKeys],
  ['GET', '/oauth/userinfo', tellPerson],
  ['POST', '/oauth/userinfo', tellPerson],
  ['POST', '/oauth/register', registerClient, { closed: true }],
  ['GET', '/.well-known/oauth-authorization-server', describeService],
  ['GET', '/.well-known/openid-configuration', describeService],
  ['POST', '/api/v2/users/signin', signInPlex, { closed: true }],
  ['DELETE', '/api/v2/users/signout', signOutPlex],
  ['GET', '/api/v2/devices', listDevices],
  ['PUT', '/api/v2/devices/:id', renameDevice],
  ['GET', '/api/v2/resources', listResources],
  ['GET', '/api/v2/geoip', locate],
  ['POST', '/pins', createPinV1, xmlOnly],
  ['GET', '/pins/:id', readPinV1, xmlOnly],
  ['POST', '/users/sign_in', signInV1, { endings: ['xml', 'json'], closed: true }],
  ['GET', '/users/account', readAccountV1],
  ['GET', '/users/:uuid/avatar', drawAvatar],
  ['GET', '/devices', listDevicesV1, xmlOnly],
  ['DELETE', '/devices/:id', endDeviceV1, xmlOnly],
  ['GET', '/api/resources', listResourcesV1],
  ['GET', '/api/users', listFriendsV1],
  ['GET', '/api/servers/:id/shared_servers', listSharedV1],
  ['GET', '/api/audit', streamAudit, { closed: true }],
  ['GET', '/api/claim/token', refuseClaim, { endings: ['json'] }],
  ['GET', '/:/ip', tellAddress],
];
