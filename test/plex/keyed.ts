// Signs devices in by a key of their own (wire 1.9).
import assert from 'node:assert/strict';
import { after } from 'node:test';
import { approvePin } from '../../packages/server/src/service/pins/approve-pin.ts';
import { openCode } from '../../packages/server/src/service/pins/open-code.ts';
import { deviceClaims, type TestDevice } from '../support/device.ts';
import { createHarness, type Harness } from '../harness/service.ts';
import { ask, errorOf, type Answer } from './asking.ts';

export const json = { accept: 'application/json', 'content-type': 'application/json' };

export const as = (clientId: string): Record<string, string> => ({ ...json, 'x-plex-client-identifier': clientId });

export function aHarness(seed: string, settings: Record<string, unknown> = {}): Harness {
  const harness = createHarness(seed, { settings: { passwordRoutes: 'on', ...settings } });
  after(() => harness.service.close());
  return harness;
}

export async function nonceOf(harness: Harness): Promise<string> {
  const { status, json: said } = await ask(harness, 'GET', '/api/v2/auth/nonce', { headers: json });
  assert.equal(status, 200);
  return (said as { nonce: string }).nonce;
}

/** A device JWT with a fresh nonce. */
export async function prove(
  harness: Harness,
  device: TestDevice,
  clientId: string,
  more: object = {},
): Promise<string> {
  return device.sign({ ...deviceClaims(await nonceOf(harness), clientId, harness.ports.clock.now()), ...more });
}

export interface Asked {
  readonly id: number;
  readonly code: string;
}

export async function askForPin(harness: Harness, { jwk }: TestDevice, clientId: string): Promise<Asked> {
  const answer = await ask(harness, 'POST', '/api/v2/pins', {
    headers: as(clientId),
    body: JSON.stringify({ jwk, strong: true }),
  });
  assert.equal(answer.status, 201, answer.text);
  return answer.json as Asked;
}

export const poll = (harness: Harness, { id }: Asked, clientId: string, jwt?: string): Promise<Answer> =>
  ask(harness, 'GET', `/api/v2/pins/${id}${jwt === undefined ? '' : `?deviceJWT=${jwt}`}`, { headers: as(clientId) });

export async function approve(harness: Harness, { code }: Asked, name = 'ada'): Promise<void> {
  const account = await harness.person(name);
  const opened = await openCode(harness.ports, code, account.id);
  assert.ok(opened.ok);
  const yes = { pin: opened.value.id, account, address: null, place: null, mayApprove: false, approvedBy: null };
  assert.ok((await approvePin(harness.ports, yes)).ok);
}

export const tokenIn = ({ json: said, text }: Answer): string => {
  const { authToken } = said as { authToken: unknown };
  assert.equal(typeof authToken, 'string', text);
  return String(authToken);
};

/** Signs a device in by a pin that is tied to its key. */
export async function signInByPin(
  harness: Harness,
  device: TestDevice,
  clientId: string,
  name = 'ada',
): Promise<string> {
  const pin = await askForPin(harness, device, clientId);
  const jwt = await prove(harness, device, clientId);
  await approve(harness, pin, name);
  return tokenIn(await poll(harness, pin, clientId, jwt));
}

export const register = (
  harness: Harness,
  { jwk }: Pick<TestDevice, 'jwk'>,
  clientId: string,
  token: string,
): Promise<Answer> =>
  ask(harness, 'POST', '/api/v2/auth/jwk', {
    headers: { ...as(clientId), 'x-plex-token': token },
    body: JSON.stringify({ jwk }),
  });

export const exchange = (harness: Harness, jwt: string): Promise<Answer> =>
  ask(harness, 'POST', '/api/v2/auth/token', { headers: json, body: JSON.stringify({ jwt }) });

export async function renew(harness: Harness, device: TestDevice, clientId: string): Promise<string> {
  const answer = await exchange(harness, await prove(harness, device, clientId));
  assert.equal(answer.status, 200, answer.text);
  return (answer.json as { auth_token: string }).auth_token;
}

export const claimsOf = (jwt: string): Record<string, unknown> =>
  JSON.parse(Buffer.from(jwt.split('.')[1] ?? '', 'base64url').toString()) as Record<string, unknown>;

export const refusedWith = (answer: Answer, status: number, code: number): void =>
  assert.deepEqual(errorOf(answer), { status, code }, answer.text);
