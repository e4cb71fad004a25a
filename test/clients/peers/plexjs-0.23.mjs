// @lukehagar/plexjs 0.23.5 takes positions, and a base URL with a slash at its end.
import { PlexAPI } from 'plexjs-0.23';
import { onCall } from './on-call.mjs';

const serverURL = `${process.argv[2]}/`;
const plex = new PlexAPI({ xPlexClientIdentifier: 'cid-1' });
const signedIn = (accessToken) => new PlexAPI({ xPlexClientIdentifier: 'cid-1', accessToken });

onCall({
  getPin: async (strong) => (await plex.plex.getPin(strong, undefined, 'My App', { serverURL })).authPinContainer,
  getPinAsNobody: () => new PlexAPI().plex.getPin(true, undefined, 'My App', { serverURL }),
  getTokenByPinId: async (id) => (await plex.plex.getTokenByPinId(id, undefined, { serverURL })).authPinContainer,
  getTokenDetails: async (token) =>
    (await signedIn(token).authentication.getTokenDetails({ serverURL })).userPlexAccount,
  getServerResources: async (token) =>
    (await signedIn(token).plex.getServerResources(undefined, 1, 1, 1, { serverURL })).plexDevices,
  getGeoData: async () => (await plex.plex.getGeoData({ serverURL })).geoData,
  postUsersSignInData: async (login, password) =>
    (await plex.authentication.postUsersSignInData(undefined, { login, password }, { serverURL })).userPlexAccount,
});
