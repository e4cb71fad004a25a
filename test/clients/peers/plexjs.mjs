// @lukehagar/plexjs of the version whose name this is started with, from 0.32 on.
import { onCall } from './on-call.mjs';

const [, , version, serverURL] = process.argv;
const { PlexAPI } = await import(version);
const plex = new PlexAPI({});
const app = { clientID: 'cid-1', clientName: 'My App' };

onCall({
  getPin: async (strong) => (await plex.plex.getPin({ ...app, strong }, { serverURL })).authPinContainer,
  getPinAsNobody: () => plex.plex.getPin({ clientID: '', clientName: 'My App' }, { serverURL }),
  getTokenByPinId: async (pinID) =>
    (await plex.plex.getTokenByPinId({ ...app, pinID }, { serverURL })).authPinContainer,
  getTokenDetails: async (accessToken) =>
    (await new PlexAPI({ accessToken }).authentication.getTokenDetails({ serverURL })).userPlexAccount,
  getServerResources: async (accessToken) =>
    (await new PlexAPI({ accessToken }).plex.getServerResources('cid-1', 1, 1, 1, { serverURL })).plexDevices,
  getGeoData: async () => (await plex.plex.getGeoData({ serverURL })).geoData,
  postUsersSignInData: async (login, password) =>
    (await plex.authentication.postUsersSignInData({ ...app, requestBody: { login, password } }, { serverURL }))
      .userPlexAccount,
  // From 0.35 on, and from another base.
  getUsers: async (xPlexToken) => {
    const { body } = await plex.users.getUsers({ ...app, xPlexToken }, { serverURL: serverURL.replace(/\/v2$/, '') });
    return Buffer.from(body).toString();
  },
});
