// Asks a service as OAuth clients do.
import assert from 'node:assert/strict';
import { approvePin } from '../../packages/server/src/service/pins/approve-pin.ts';
import { openCode } from '../../packages/server/src/service/pins/open-code.ts';
import type { Account } from '../../packages/server/src/service/ports/accounts.ts';
import { ask, form, type Answer } from '../plex/asking.ts';
import type { Harness } from '../harness/service.ts';

/** Sends a form to an OAuth endpoint. */
export const post = (harness: Harness, path: string, values: Readonly<Record<string, string>>): Promise<Answer> =>
  ask(harness, 'POST', path, form(values));

/** What a device is given. */
export interface Issued {
  readonly device_code: string;
  readonly user_code: string;
}

/** A device asks for a code. */
export async function begin(harness: Harness, clientId: string): Promise<Issued> {
  const answer = await post(harness, '/oauth/device_authorization', { client_id: clientId });
  assert.equal(answer.status, 200, answer.text);
  return answer.json as Issued;
}

/** One poll of a device. */
export const poll = (harness: Harness, clientId: string, deviceCode: string): Promise<Answer> =>
  post(harness, '/oauth/token', {
    grant_type: 'urn:ietf:params:oauth:grant-type:device_code',
    device_code: deviceCode,
    client_id: clientId,
  });

/** A person says yes at a page. */
export async function approve(harness: Harness, account: Account, userCode: string): Promise<void> {
  const opened = await openCode(harness.ports, userCode, account.id);
  assert.ok(opened.ok);
  const yes = { pin: opened.value.id, account, address: null, place: null, mayApprove: false, approvedBy: null };
  assert.ok((await approvePin(harness.ports, yes)).ok);
}

/** The tokens of an answer. */
export interface Tokens {
  readonly access_token: string;
  readonly refresh_token: string;
}

/** Links a device, and gives its tokens. */
export async function linkDevice(harness: Harness, account: Account, clientId: string): Promise<Tokens> {
  const { device_code: deviceCode, user_code: userCode } = await begin(harness, clientId);
  await approve(harness, account, userCode);
  const answer = await poll(harness, clientId, deviceCode);
  assert.equal(answer.status, 200, answer.text);
  return answer.json as Tokens;
}

/** The error of an answer. */
export const errorIn = ({ json }: Answer): string | undefined => (json as { error?: string } | undefined)?.error;
