// Asks a service as plex clients do.
import assert from 'node:assert/strict';
import { approvePin } from '../../packages/server/src/service/pins/approve-pin.ts';
import { openCode } from '../../packages/server/src/service/pins/open-code.ts';
import type { Account } from '../../packages/server/src/service/ports/accounts.ts';
import { password } from '../harness/people.ts';
import type { Harness } from '../harness/service.ts';

/** What came back, read. */
export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** The body if it is JSON, else undefined. */
  readonly json: unknown;
}

/** What is sent besides method and path. */
export interface Saying {
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array<ArrayBuffer>;
  /** The address that it comes from. */
  readonly peer?: string;
}

export async function ask(
  { service }: Harness,
  method: string,
  path: string,
  { headers = {}, body, peer = '127.0.0.1' }: Saying = {},
): Promise<Answer> {
  const url = new URL(path, `http://${headers['host'] ?? '127.0.0.1:4747'}`);
  const response = await service.fetch(new Request(url, { method, headers, body: body ?? null }), { peer });
  const text = await response.text();
  const isJson = response.headers.get('content-type')?.startsWith('application/json') === true;
  return {
    status: response.status,
    headers: response.headers,
    text,
    json: isJson && method !== 'HEAD' ? JSON.parse(text) : undefined,
  };
}

/** Plex's numbers in an error of v2, in JSON or XML. */
export function errorOf({ text, json }: Answer): { readonly code: number; readonly status: number } | undefined {
  if (json !== undefined) {
    const [error] = (json as { errors?: readonly { code: number; status: number }[] }).errors ?? [];
    return error && { code: error.code, status: error.status };
  }
  const match = /<errors>\s*<error code="(\d+)" message="[^"]+" status="(\d+)"\/>\s*<\/errors>/.exec(text);
  return match === null ? undefined : { code: Number(match[1]), status: Number(match[2]) };
}

export const form = (values: Readonly<Record<string, string>>): Saying => ({
  headers: { 'content-type': 'application/x-www-form-urlencoded' },
  body: new URLSearchParams(values).toString(),
});

/** Links a device with a pin that the person approves at a page, and gives its token. */
export async function link(harness: Harness, account: Account, clientId: string, mayApprove = false): Promise<string> {
  const headers = { 'x-plex-client-identifier': clientId, accept: 'application/json', 'linkpin-ask': 'approver' };
  const created = (await ask(harness, 'POST', '/api/v2/pins', { headers })).json as { id: number; code: string };
  const opened = await openCode(harness.ports, created.code, account.id);
  assert.ok(opened.ok);
  const yes = { pin: opened.value.id, account, address: null, place: null, mayApprove, approvedBy: null };
  assert.ok((await approvePin(harness.ports, yes)).ok);
  return collect(harness, created.id, clientId);
}

/** Reads the token of a pin that was approved. */
export async function collect(harness: Harness, id: number, clientId: string): Promise<string> {
  const headers = { 'x-plex-client-identifier': clientId, accept: 'application/json' };
  const { authToken } = (await ask(harness, 'GET', `/api/v2/pins/${id}`, { headers })).json as { authToken: unknown };
  assert.equal(typeof authToken, 'string');
  return String(authToken);
}

/** Signs a device in with the person's password, and gives its token. */
export async function signIn(harness: Harness, account: Account, clientId: string): Promise<string> {
  const { headers, body } = form({ login: account.username, password: password });
  const said = {
    headers: { ...headers, 'x-plex-client-identifier': clientId, 'x-plex-product': 'Script' },
    body: body ?? '',
  };
  const answer = await ask(harness, 'POST', '/api/v2/users/signin.json', said);
  assert.equal(answer.status, 201, answer.text);
  return (answer.json as { authToken: string }).authToken;
}

/** The number that the wire knows a token's own device by. */
export async function deviceNumberOf(harness: Harness, token: string): Promise<number> {
  const { json } = await ask(harness, 'GET', '/api/v2/devices.json', { headers: { 'x-plex-token': token } });
  const own = (json as readonly { id: number; token: string }[]).find((device) => device.token === token);
  assert.ok(own);
  return own.id;
}

/** Whether a token still works. */
export async function lives(harness: Harness, token: string): Promise<boolean> {
  const { status } = await ask(harness, 'GET', '/api/v2/ping', { headers: { 'x-plex-token': token } });
  assert.ok(status === 200 || status === 401);
  return status === 200;
}
