// Pure: the account of the API before version 2.
import type { WireResponse } from '../constants/messages.ts';
import type { PlexFormat, PlexUser } from '../constants/plex.ts';
import { presentJson, presentXml } from './present.ts';

function presentAccountJson(status: 200 | 201, user: PlexUser): WireResponse {
  const { id, uuid, email, joinedAt, username, thumb, authToken } = user;
  return presentJson(status, {
    user: {
      id,
      uuid,
      email,
      joined_at: `${new Date(joinedAt).toISOString().slice(0, 19)}Z`,
      username,
      title: username,
      thumb,
      hasPassword: true,
      authToken,
      authentication_token: authToken,
      subscription: { active: false, status: 'Inactive', plan: null, features: [] },
      roles: { roles: [] },
      entitlements: [],
    },
  });
}

/**
 * `GET /users/account` and `POST /users/sign_in` (wire 1.10).
 *
 * @param status 201 for a sign-in, else 200
 */
export function presentAccountV1(status: 200 | 201, user: PlexUser, format: PlexFormat): WireResponse {
  if (format === 'json') return presentAccountJson(status, user);
  const { id, uuid, email, username, thumb, authToken } = user;
  return presentXml(status, {
    name: 'user',
    attributes: {
      email,
      id,
      uuid,
      mailing_list_status: 'unsubscribed',
      thumb,
      username,
      title: username,
      cloudSyncDevice: '',
      locale: '',
      authenticationToken: authToken,
      authToken,
      scrobbleTypes: '',
      restricted: false,
      home: false,
      guest: false,
      queueEmail: '',
      queueUid: '',
    },
    children: [
      { name: 'subscription', attributes: { active: false, status: 'Inactive', plan: '' } },
      { name: 'roles' },
      { name: 'entitlements', attributes: { all: false } },
      { name: 'username', text: username },
      { name: 'email', text: email },
      { name: 'authentication-token', text: authToken },
    ],
  });
}
