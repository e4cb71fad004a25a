import { anyBot, anyOfOneNetwork, attackerAddress } from '../addresses.ts';
import { readsOfNetwork } from '../bounds.ts';
import { deviceCodeGrant } from '../devices.ts';
import { again, anyText, pick, type Attack } from '../context.ts';

const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
const anyId = (): number => 1 + Math.floor(Math.random() * 0x7fffffff);

/** Reads and cancels pins by guessed ids with known client identifiers, or by known ids with guessed ones. */
export const enumerate: Attack = {
  name: 'enumerate ids, clients, secrets',
  least: 700,
  async run(context) {
    const { send, baits, tried, hit, letThrough } = context;
    const plex = baits.filter(({ clientId }) => clientId !== 'tv');
    const clientIds = ['com.plexapp.android', 'tv', ...plex.map(({ clientId }) => clientId)];
    const from = (): string => pick([attackerAddress, anyOfOneNetwork(), anyBot()]);
    const read = async (id: string, clientId: string): Promise<void> => {
      const headers = { 'x-plex-client-identifier': clientId, accept: 'application/json' };
      const [method, path] = pick<readonly [string, string]>([
        ['GET', `/api/v2/pins/${id}`],
        ['GET', `/api/v2/pins/${id}.json`],
        ['GET', `/pins/${id}.xml`],
        ['DELETE', `/api/v2/pins/${id}`],
      ]);
      const address = from();
      const { status } = await send(address, method, path, { headers });
      if (status === 404) letThrough(readsOfNetwork, address);
      if (status < 300) hit(`${path} answered ${status}`);
    };
    const ways = [
      () => read(String(anyId()), pick(clientIds)),
      () => read(pick(plex).publicId, anyText(letters, 20)),
      () => read(String(Number(pick(plex).publicId) + pick([-1, 1, 2])), pick(clientIds)),
      async () => {
        const body = { grant_type: deviceCodeGrant, device_code: anyText(letters, 44), client_id: 'tv' };
        const { status } = await send(from(), 'POST', '/oauth/token', { body });
        if (status < 300) hit('a device code was guessed');
      },
      async () => {
        const body = { grant_type: 'refresh_token', refresh_token: `lpr_${anyText(letters, 44)}`, client_id: 'tv' };
        const { status } = await send(from(), 'POST', '/oauth/token', { body });
        if (status < 300) hit('a refresh token was guessed');
      },
      async () => {
        const headers = { 'x-plex-token': anyText(letters.slice(0, 62), 20) };
        const { status } = await send(from(), 'GET', pick(['/api/v2/user', '/users/account']), { headers });
        if (status < 300) hit('a token was guessed');
      },
      async () => {
        const cookie = `linkpin-${new URL(context.target.url).port}=${anyText(letters, 43)}`;
        const { status } = await send(from(), 'GET', '/devices', { headers: { cookie } });
        if (status < 300) hit('a session was guessed');
      },
    ];
    await again(context, 8, async () => {
      tried();
      await pick(ways)();
    });
  },
};
