export { clientIdentifier } from './client-identifier.ts';
export { type Clock } from './clock.ts';
export { LinkpinClientError, isLinkpinClientError, type LinkpinErrorCode, type LinkpinErrorDetails } from './errors.ts';
export { type ForwardedOutcome, keepForwardedPin, resumeForwarded } from './forwarded.ts';
export { type Fetch } from './http.ts';
export { type FetchResponse, type PlatformKey, type Signal } from './platform.ts';
export { type ListenOptions, type Progress, type State } from './listening.ts';
export { plexAuthUrl, plexLinkUrl, type PlexAuthUrlOptions } from './plex-auth-url.ts';
export { checkPlexToken, type PlexTokenCheck } from './plex-check-token.ts';
export { createPlexClient, type PlexClient, type RequestPinOptions } from './plex-client.ts';
export { type PlexDevice, readPlexDevices } from './plex-device.ts';
export { readPlexErrorBody, type PlexErrorBody } from './plex-error-body.ts';
export { fetchPlexDevices, fetchPlexResources } from './plex-fetch.ts';
export { type PlexOutcome } from './plex-outcome.ts';
export { readPlexPin, type PlexPin, type PlexPlace } from './plex-pin.ts';
export {
  plexCancelRequest,
  plexDevicesRequest,
  plexPinRequest,
  plexPollRequest,
  plexResourcesRequest,
  plexUserRequest,
  type PlexIdentity,
  type PlexPinKey,
  type PlexRequest,
  type PlexSender,
} from './plex-request.ts';
export { readPlexResources, type PlexConnection, type PlexResource } from './plex-resource.ts';
export { type SavedPlexPin } from './plex-saved.ts';
export { type PlexClientOptions } from './plex-setting.ts';
export { type PlexSignIn } from './plex-sign-in.ts';
export { readPlexUser, type PlexUser } from './plex-user.ts';
export {
  endPopup,
  signInWithPopup,
  type PopupOptions,
  type PopupPage,
  type PopupResult,
  type PopupWindow,
} from './popup.ts';
export { type ForgetfulStorage, type TextStorage } from './storage.ts';
export {
  createDeviceKey,
  type DeviceKeyOptions,
  type KeyStorage,
  type StoredJwk,
  type StoredKey,
} from './device-key.ts';
export { createDpop, dpopProof, type DpopTarget } from './dpop.ts';
export { type HttpRequest, type Answer } from './http.ts';
export { type PublicJwk, type SigningKey } from './jws.ts';
export { type DeviceAuthorization, type OAuthTokens } from './oauth-body.ts';
export { createDeviceClient, type DeviceClient } from './oauth-client.ts';
export { type OAuthEndpoints } from './oauth-endpoints.ts';
export { type DeviceClientOptions, type RequestProver } from './oauth-setting.ts';
export { type DeviceOutcome, type DeviceSignIn, type SavedDeviceSignIn } from './oauth-sign-in.ts';
export { createProofKeyClient } from './proof-key-client.ts';
export { createPlexKeyClient, type PlexKeyClient, type PlexKeyClientOptions } from './plex-key-client.ts';
