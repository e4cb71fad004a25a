// What a client is told that asks for more than it may have, at whichever endpoint.
import type { ClientGrant } from '../../domain/oauth-client.ts';
import type { Overreach } from '../../domain/scopes.ts';
import type { OAuthError } from '../../protocols/constants/oauth.ts';

const wrong = (error: OAuthError['error'], description: string): OAuthError => ({ error, description });

/** A scope or a resource that the client is not registered for. */
export const overreaches: Readonly<Record<Overreach, OAuthError>> = {
  'any-scope': wrong('invalid_scope', 'the client has no scopes and may not ask for any'),
  scope: wrong('invalid_scope', 'the client may not ask for one of these scopes'),
  resource: wrong('invalid_target', 'the client may not ask for one of these resources'),
};

/** A grant that the client is not registered for. */
export const mayNotUse: Readonly<Record<ClientGrant, OAuthError>> = {
  device_code: wrong('unauthorized_client', 'this client may not use device codes'),
  authorization_code: wrong('unauthorized_client', 'this client may not use authorization codes'),
};
