// What a client is told that asks for more than it may have, at whichever endpoint.
import type { DeviceGrantBar } from '../../domain/device-grant.ts';
import type { Overreach } from '../../domain/scopes.ts';
import { noBrowserParameter } from '../../protocols/constants/linkpin.ts';
import type { OAuthError } from '../../protocols/constants/oauth.ts';

const wrong = (error: OAuthError['error'], description: string): OAuthError => ({ error, description });

/** A scope or a resource that the client is not registered for. */
export const overreaches: Readonly<Record<Overreach, OAuthError>> = {
  'any-scope': wrong('invalid_scope', 'the client has no scopes and may not ask for any'),
  scope: wrong('invalid_scope', 'the client may not ask for one of these scopes'),
  resource: wrong('invalid_target', 'the client may not ask for one of these resources'),
};

/** A client that may not use authorization codes. */
export const noAuthorizationCodes: OAuthError = wrong(
  'unauthorized_client',
  'this client may not use authorization codes',
);

/**
 * Why a client gets no device code, and what to do instead.
 *
 * @param baseUrl where the authorization endpoint is
 */
export const noDeviceCodes = (bar: DeviceGrantBar, baseUrl: string): OAuthError =>
  bar === 'not-granted'
    ? wrong(
        'unauthorized_client',
        `this client gets no device codes: send people to ${baseUrl}/oauth/authorize in a browser`,
      )
    : wrong(
        'invalid_request',
        `send people to ${baseUrl}/oauth/authorize in a browser, or say ${noBrowserParameter}=true where there is none`,
      );
