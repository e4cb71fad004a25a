// Signs devices in by a key of their own (wire 1.9).
import assert from 'node:assert/strict';
import { after } from 'node:test';
import { approvePin } from '../../packages/server/src/service/approve-pin.ts';
import { openCode } from '../../packages/server/src/service/open-code.ts';
import { deviceClaims, type TestDevice } from '../support/device.ts';
import { createWorld, type World } from '../support/world.ts';
import { ask, errorOf, type Answer } from './asking.ts';

export const json = { accept: 'application/json', 'content-type': 'application/json' };

export const as = (holder: string): Record<string, string> => ({ ...json, 'x-plex-client-identifier': holder });

export function aWorld(seed: string, settings: Record<string, unknown> = {}): World {
  const world = createWorld(seed, { settings: { passwordRoutes: 'on', ...settings } });
  after(() => world.service.close());
  return world;
}

export async function nonceOf(world: World): Promise<string> {
  const { status, json: said } = await ask(world, 'GET', '/api/v2/auth/nonce', { headers: json });
  assert.equal(status, 200);
  return (said as { nonce: string }).nonce;
}

/** A device JWT with a fresh nonce. */
export async function prove(world: World, device: TestDevice, holder: string, more: object = {}): Promise<string> {
  return device.sign({ ...deviceClaims(await nonceOf(world), holder, world.ports.clock.now()), ...more });
}

export interface Asked {
  readonly id: number;
  readonly code: string;
}

export async function askForPin(world: World, { jwk }: TestDevice, holder: string): Promise<Asked> {
  const answer = await ask(world, 'POST', '/api/v2/pins', {
    headers: as(holder),
    body: JSON.stringify({ jwk, strong: true }),
  });
  assert.equal(answer.status, 201, answer.text);
  return answer.json as Asked;
}

export const poll = (world: World, { id }: Asked, holder: string, jwt?: string): Promise<Answer> =>
  ask(world, 'GET', `/api/v2/pins/${id}${jwt === undefined ? '' : `?deviceJWT=${jwt}`}`, { headers: as(holder) });

export async function approve(world: World, { code }: Asked, name = 'ada'): Promise<void> {
  const account = await world.person(name);
  const opened = await openCode(world.ports, code, account.id);
  assert.ok(opened.ok);
  const yes = { pinKey: opened.value.key, account, address: null, place: null, mayApprove: false, approvedBy: null };
  assert.ok((await approvePin(world.ports, yes)).ok);
}

export const tokenIn = ({ json: said, text }: Answer): string => {
  const { authToken } = said as { authToken: unknown };
  assert.equal(typeof authToken, 'string', text);
  return String(authToken);
};

/** Signs a device in by a pin that is tied to its key. */
export async function signInByPin(world: World, device: TestDevice, holder: string, name = 'ada'): Promise<string> {
  const pin = await askForPin(world, device, holder);
  const jwt = await prove(world, device, holder);
  await approve(world, pin, name);
  return tokenIn(await poll(world, pin, holder, jwt));
}

export const register = (
  world: World,
  { jwk }: Pick<TestDevice, 'jwk'>,
  holder: string,
  token: string,
): Promise<Answer> =>
  ask(world, 'POST', '/api/v2/auth/jwk', {
    headers: { ...as(holder), 'x-plex-token': token },
    body: JSON.stringify({ jwk }),
  });

export const exchange = (world: World, jwt: string): Promise<Answer> =>
  ask(world, 'POST', '/api/v2/auth/token', { headers: json, body: JSON.stringify({ jwt }) });

export async function renew(world: World, device: TestDevice, holder: string): Promise<string> {
  const answer = await exchange(world, await prove(world, device, holder));
  assert.equal(answer.status, 200, answer.text);
  return (answer.json as { auth_token: string }).auth_token;
}

export const claimsOf = (jwt: string): Record<string, unknown> =>
  JSON.parse(Buffer.from(jwt.split('.')[1] ?? '', 'base64url').toString()) as Record<string, unknown>;

export const refusedWith = (answer: Answer, status: number, code: number): void =>
  assert.deepEqual(errorOf(answer), { status, code }, answer.text);
