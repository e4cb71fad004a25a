import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { Person } from '../../harness/person.ts';
import { aDevice, deviceClaims } from '../../support/device.ts';
import { anyHome, attackerAddress } from '../addresses.ts';
import { deviceCodeGrant, oauthDevice, plexDevice } from '../devices.ts';
import { passwords } from '../target.ts';
import { again, pick, type Attack, type AttackContext } from '../context.ts';

/** One thing that was overheard, sent once more. True when it gained something. */
type Replay = () => Promise<boolean>;

/** Somebody careless, all of whose secrets were overheard after use. */
async function careless({ target }: AttackContext): Promise<Person> {
  const home = anyHome();
  const browser = new Person(target.url, () => ({ 'x-forwarded-for': home }));
  await browser.signIn(pick(target.names.mallory), passwords.mallory);
  return browser;
}

/** A device code and a plex pin that were collected, and refresh tokens that were used. */
async function spentPins(context: AttackContext): Promise<readonly Replay[]> {
  const { send } = context;
  const browser = await careless(context);
  const [oauth, plex] = [await oauthDevice(send, anyHome()), await plexDevice(send, anyHome(), false)];
  for (const device of [oauth, plex]) {
    await browser.answer(device.code, 'yes');
    await device.poll();
  }
  const headers = { 'x-plex-client-identifier': plex.clientId, accept: 'application/json' };
  const exchange = { grant_type: deviceCodeGrant, device_code: oauth.publicId, client_id: oauth.clientId };
  return [
    // From elsewhere: the device itself may ask for a lost answer again, for longer than this attack waits.
    async () => (await send(attackerAddress, 'POST', '/oauth/token', { body: exchange })).status === 200,
    async () => (await send(attackerAddress, 'GET', `/api/v2/pins/${plex.publicId}`, { headers })).status === 200,
    async () => (await browser.typeCode(plex.code)).path === '/pin',
  ];
}

/** A refresh token of two generations ago. */
async function oldRefreshToken(context: AttackContext): Promise<readonly Replay[]> {
  const { send } = context;
  const home = anyHome();
  const begun = await send(home, 'POST', '/oauth/device_authorization', { body: { client_id: 'tv' } });
  if (begun.status !== 200) return [];
  const { device_code: code, user_code: typed } = begun.json as { device_code: string; user_code: string };
  await (await careless(context)).answer(typed, 'yes');
  const grant = { grant_type: 'urn:ietf:params:oauth:grant-type:device_code', device_code: code, client_id: 'tv' };
  const exchange = async (body: Record<string, string>) =>
    (await send(home, 'POST', '/oauth/token', { body })).json as { refresh_token?: string } | undefined;
  const refresh = (token = '') => exchange({ grant_type: 'refresh_token', refresh_token: token, client_id: 'tv' });
  const first = (await exchange(grant))?.refresh_token;
  const second = (await refresh(first))?.refresh_token;
  await refresh(second);
  return [async () => (await refresh(first))?.refresh_token !== undefined];
}

/** A session that was signed out, and the form token and ticket of somebody else. */
async function deadSessions(context: AttackContext): Promise<readonly Replay[]> {
  const { target, send, baits } = context;
  const [victim, other] = [await careless(context), await careless(context)];
  const device = await plexDevice(send, anyHome(), false);
  const consent = await victim.typeCode(device.code);
  const given = consent.forms.find(({ names }) => names.has('answer'))?.given ?? [];
  const fields = { ...Object.fromEntries(given), answer: 'yes', mine: 'on' };
  const { cookie: foreign } = other;
  const { cookie } = victim;
  await victim.fillIn(await victim.get('/account'), {}, '/signout');
  const origin = new URL(target.url).origin;
  const post = async (with_: string) =>
    (await send(attackerAddress, 'POST', '/pin', { headers: { cookie: with_, origin }, body: fields })).headers
      .location;
  return [
    async () => (await send(attackerAddress, 'GET', '/devices', { headers: { cookie } })).status === 200,
    async () => (await post(cookie))?.startsWith('/done') === true,
    async () => (await post(foreign))?.startsWith('/done') === true,
    async () => (await device.poll()) !== 'pending' || (await pick(baits).poll()) !== 'pending',
  ];
}

/** A device JWT that was used, on its pin and at the token endpoint of plex clients. */
async function usedDeviceJwt(context: AttackContext): Promise<readonly Replay[]> {
  const { send } = context;
  const [home, clientId, device] = [anyHome(), randomUUID(), aDevice(randomUUID())];
  const headers = {
    'x-plex-client-identifier': clientId,
    accept: 'application/json',
    'content-type': 'application/json',
  };
  const body = JSON.stringify({ jwk: device.jwk, strong: true });
  const created = await send(home, 'POST', '/api/v2/pins', { headers, body });
  if (created.status !== 201) return [];
  const { id, code } = created.json as { readonly id: number; readonly code: string };
  const prove = async () => {
    const { nonce } = (await send(home, 'GET', '/api/v2/auth/nonce', { headers })).json as { readonly nonce: string };
    return device.sign(deviceClaims(nonce, clientId, Date.now()));
  };
  await (await careless(context)).answer(code, 'yes');
  const first = await prove();
  await send(home, 'GET', `/api/v2/pins/${id}?deviceJWT=${first}`, { headers });
  const second = await prove();
  const exchange = (jwt: string) =>
    send(attackerAddress, 'POST', '/api/v2/auth/token', { headers, body: JSON.stringify({ jwt }) });
  await exchange(second);
  return [
    async () => (await exchange(first)).status < 300,
    async () => (await exchange(second)).status < 300,
    async () => {
      const { json } = await send(attackerAddress, 'GET', `/api/v2/pins/${id}?deviceJWT=${first}`, { headers });
      return typeof (json as { authToken?: unknown } | undefined)?.authToken === 'string';
    },
  ];
}

/** Sends again whatever was good once. */
export const replay: Attack = {
  name: 'replay codes, tokens, sessions',
  async run(context) {
    const made = await Promise.all(
      [spentPins, oldRefreshToken, deadSessions, usedDeviceJwt].map((make) => make(context)),
    );
    await pause(10_500); // as long as a lost answer of plex may be asked for again
    const replays = made.flat();
    for (const [index, one] of replays.entries()) {
      context.tried();
      if (await one()) context.hit(`a replay was taken: ${index}`);
    }
    await again(context, 2, async () => {
      context.tried();
      if (await pick(replays)()) context.hit('a replay was taken the second time');
      await pause(20);
    });
  },
};
