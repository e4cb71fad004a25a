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
});
