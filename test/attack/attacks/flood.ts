import { anyBot, anyHome, anyOfManyNetworks, anyOfOneNetwork, attackerAddress, sharedAddress } from '../addresses.ts';
import { pinsOfNetwork, pinsOfWideNetwork, type Bound } from '../bounds.ts';
import { deviceCodeGrant } from '../devices.ts';
import { again, pick, type Attack } from '../context.ts';

const ask = [
  ['/api/v2/pins', ''],
  ['/api/v2/pins?strong=true', ''],
  ['/pins.json', ''],
  ['/oauth/device_authorization', { client_id: 'tv' }],
] as const;

/** Asks for pins as fast as it can, with the client identifiers of honest devices too. */
const floodOfPins = (name: string, from: () => string, bound?: Bound): Attack => ({
  name: `flood pins, ${name}`,
  least: bound === undefined ? 0 : 2 * bound.most,
  async run(context) {
    const { send, baits, tried, letThrough } = context;
    await again(context, 12, async () => {
      tried();
      const [path, body] = pick(ask);
      const clientId = pick([pick(baits).clientId, `flood-${Math.random()}`]);
      const headers = { 'x-plex-client-identifier': clientId, 'x-plex-product': 'Flood', accept: 'application/json' };
      const { status } = await send(from(), 'POST', path, { headers, body });
      if (bound !== undefined && status < 300) letThrough(bound, name);
    });
  },
});

export const floodOfOne: Attack = floodOfPins('one address', () => attackerAddress, pinsOfNetwork);
export const floodOfNetwork: Attack = floodOfPins('one /24', anyOfOneNetwork, pinsOfWideNetwork);
export const floodOfMany: Attack = floodOfPins('many /48 and bots', () => pick([anyOfManyNetworks(), anyBot()]));
export const floodOfShared: Attack = floodOfPins('shared address', () => sharedAddress, pinsOfNetwork);

/** Polls its own pins far too often, and pins of others too. */
export const floodOfPolls: Attack = {
  name: 'flood polls',
  async run(context) {
    const { send, baits, tried, hit } = context;
    const headers = { 'x-plex-client-identifier': 'flood', accept: 'application/json' };
    const own = await send(anyHome(), 'POST', '/api/v2/pins', { headers });
    const begun = await send(anyHome(), 'POST', '/oauth/device_authorization', { body: { client_id: 'tv' } });
    const id = String((own.json as { id?: number } | undefined)?.id ?? 1);
    const code = (begun.json as { device_code?: string } | undefined)?.device_code ?? 'none';
    await again(context, 24, async () => {
      tried();
      const from = pick([attackerAddress, anyBot()]);
      const publicId = pick([id, id, pick(baits).publicId]);
      if (Math.random() < 0.6) {
        const { json, status } = await send(from, 'GET', `/api/v2/pins/${encodeURIComponent(publicId)}`, { headers });
        if (status === 200 && (json as { authToken?: unknown }).authToken !== null) hit('a flood of polls got a token');
        return;
      }
      const body = { grant_type: deviceCodeGrant, device_code: code, client_id: 'tv' };
      const { status } = await send(from, 'POST', '/oauth/token', { body });
      if (status === 200) hit('a flood of polls got a token');
    });
  },
};
