// Pure: the plex user endpoints. Features that linkpin does not have are reported as for a free plex.tv account without
// them.
import type { WireResponse } from '../constants/messages.ts';
import type { PlexFormat, PlexUser } from '../constants/plex.ts';
import { presentBody } from './present.ts';

/**
 * `GET /api/v2/user`. Strict readers need the `subscription` and `profile` children.
 *
 * @param status 201 for a sign-in, which adds two empty lists; else 200
 */
export function presentUser(status: 200 | 201, user: PlexUser, format: PlexFormat): WireResponse {
  const joinedAt = Math.floor(user.joinedAt / 1000);
  const members = {
    id: user.id,
    uuid: user.uuid,
    username: user.username,
    title: user.username,
    email: user.email,
    friendlyName: '',
    locale: null,
    confirmed: user.emailConfirmed,
    joinedAt,
    emailOnlyAuth: false,
    hasPassword: true,
    protected: false,
    thumb: user.thumb,
    authToken: user.authToken,
    mailingListStatus: 'unsubscribed',
    mailingListActive: false,
    scrobbleTypes: '',
    country: 'ZZ',
  };
  const subscription = { active: false, subscribedAt: null, status: 'Inactive', paymentService: null, plan: null };
  const standing = {
    subscriptionDescription: null,
    restricted: false,
    anonymous: null,
    home: false,
    guest: false,
    homeSize: 1,
    homeAdmin: false,
    maxHomeSize: 15,
    rememberExpiresAt: 0,
  };
  const profile = {
    autoSelectAudio: true,
    defaultAudioAccessibility: 0,
    defaultAudioLanguage: null,
    defaultAudioLanguages: null,
    defaultSubtitleLanguage: null,
    defaultSubtitleLanguages: null,
    autoSelectSubtitle: 0,
    defaultSubtitleAccessibility: 0,
    defaultSubtitleForced: 0,
    watchedIndicator: 0,
    mediaReviewsVisibility: 0,
    mediaReviewsLanguages: null,
    mediaPostsVisibility: true,
  };
  const rest = {
    adsConsent: null,
    adsConsentSetAt: null,
    adsConsentReminderAt: null,
    experimentalFeatures: false,
    twoFactorEnabled: false,
    backupCodesCreated: false,
  };
  const history = status === 201 ? ['pastSubscriptions', 'trials'] : [];
  return presentBody(
    status,
    format,
    {
      ...members,
      subscription: { ...subscription, features: [] },
      ...standing,
      profile,
      entitlements: [],
      roles: [],
      subscriptions: [],
      ...Object.fromEntries(history.map((name) => [name, []])),
      services: [],
      ...rest,
      attributionPartner: null,
    },
    {
      name: 'user',
      attributes: { ...members, ...standing, ...rest },
      children: [
        { name: 'subscription', attributes: subscription, children: [{ name: 'features' }] },
        { name: 'profile', attributes: profile },
        { name: 'entitlements' },
        { name: 'roles' },
        { name: 'subscriptions' },
        ...history.map((name) => ({ name })),
        { name: 'services' },
      ],
    },
  );
}

/** `GET /api/v2/ping`: the token is valid. */
export function presentPing(format: PlexFormat): WireResponse {
  return presentBody(200, format, { pong: true }, { name: 'pong', text: 'true' });
}
