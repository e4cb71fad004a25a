// What a device does and sees in each protocol, so that one test covers all of them.
import assert from 'node:assert/strict';
import { approvePin } from '../../packages/server/src/service/pins/approve-pin.ts';
import { denyPin } from '../../packages/server/src/service/pins/deny-pin.ts';
import { openCode } from '../../packages/server/src/service/pins/open-code.ts';
import { registerClient } from '../harness/clients.ts';
import type { Harness } from '../harness/service.ts';
import type { Adapter, Reply } from './holding.ts';

/** One device with a code. */
export interface Waiting {
  /** The value of `Linkpin-Wait` when the code was issued. */
  readonly offer: string | null;
  /** What the person types. */
  readonly code: string;
  /** The path or URL of its event stream. */
  readonly events: string;
  /** How long the code lives, in milliseconds. */
  readonly life: number;
  poll(headers?: Readonly<Record<string, string>>, signal?: AbortSignal): Promise<Reply>;
  /** A person opens the code. */
  open(): Promise<string>;
  approve(): Promise<void>;
  deny(): Promise<void>;
  hasToken(reply: Reply): boolean;
  isPending(reply: Reply): boolean;
  isDenied(reply: Reply): boolean;
  isExpired(reply: Reply): boolean;
}

type Deciding = Pick<Waiting, 'code' | 'open' | 'approve' | 'deny'>;

/** What a person may do about a code. */
export function deciding(harness: Harness, code: string): Deciding {
  const open = async (): Promise<string> => {
    const account = await harness.person('ada');
    const opened = await openCode(harness.ports, code, account.id);
    assert.ok(opened.ok, JSON.stringify(opened));
    return opened.value.id;
  };
  return {
    code,
    open,
    async approve() {
      const account = await harness.person('ada');
      const approval = { account, address: null, place: null, mayApprove: false, approvedBy: null };
      assert.ok((await approvePin(harness.ports, { pin: await open(), ...approval })).ok);
    },
    async deny() {
      assert.ok((await denyPin(harness.ports, await open(), (await harness.person('ada')).id)).ok);
    },
  };
}

async function plex(harness: Harness, adapter: Adapter): Promise<Waiting> {
  const device = { 'x-plex-client-identifier': 'tv', accept: 'application/json' };
  const created = await adapter({ method: 'POST', path: '/api/v2/pins', headers: device });
  const { id, code, expiresIn } = created.json;
  return {
    ...deciding(harness, String(code)),
    offer: created.header('linkpin-wait'),
    events: `/api/v2/pins/${String(id)}/events`,
    life: Number(expiresIn) * 1000,
    poll: (headers, signal) =>
      adapter({
        method: 'GET',
        path: `/api/v2/pins/${String(id)}`,
        headers: { ...device, ...headers },
        ...(signal && { signal }),
      }),
    hasToken: ({ json }) => typeof json['authToken'] === 'string',
    isPending: ({ status, json }) => status === 200 && json['authToken'] === null,
    isDenied: ({ status, header }) => status === 404 && header('linkpin-outcome') === 'denied',
    isExpired: ({ status, header }) => status === 404 && header('linkpin-outcome') === 'expired',
  };
}

async function plexV1(harness: Harness, adapter: Adapter): Promise<Waiting> {
  const device = { 'x-plex-client-identifier': 'tv' };
  const created = await adapter({ method: 'POST', path: '/pins.xml', headers: device });
  const [, code = ''] = /<code>(.+?)<\/code>/.exec(created.text) ?? [];
  const [, id] = /<id type="integer">(\d+)<\/id>/.exec(created.text) ?? [];
  const hasToken = ({ text }: Reply): boolean => /<auth_token>\w+<\/auth_token>/.test(text);
  return {
    ...deciding(harness, code),
    offer: created.header('linkpin-wait'),
    events: `/api/v2/pins/${id ?? ''}/events`,
    life: 900_000,
    poll: (headers, signal) =>
      adapter({
        method: 'GET',
        path: `/pins/${id}.xml`,
        headers: { ...device, ...headers },
        ...(signal && { signal }),
      }),
    hasToken,
    isPending: (reply) => reply.status === 200 && !hasToken(reply),
    isDenied: ({ status }) => status === 404,
    isExpired: ({ status }) => status === 404,
  };
}

async function oauth(harness: Harness, adapter: Adapter): Promise<Waiting> {
  await registerClient(harness, 'tv');
  const post = (path: string, form: Readonly<Record<string, string>>, more = {}, signal?: AbortSignal) => {
    const headers = { 'content-type': 'application/x-www-form-urlencoded', ...more };
    const body = new URLSearchParams(form).toString();
    return adapter({ method: 'POST', path, headers, body, ...(signal && { signal }) });
  };
  const created = await post('/oauth/device_authorization', { client_id: 'tv' });
  const poll = {
    grant_type: 'urn:ietf:params:oauth:grant-type:device_code',
    device_code: String(created.json['device_code']),
    client_id: 'tv',
  };
  return {
    ...deciding(harness, String(created.json['user_code'])),
    offer: created.header('linkpin-wait'),
    events: String(created.json['linkpin_events']),
    life: Number(created.json['expires_in']) * 1000,
    poll: (headers, signal) => post('/oauth/token', poll, headers, signal),
    hasToken: ({ json }) => typeof json['access_token'] === 'string',
    isPending: ({ json }) => json['error'] === 'authorization_pending',
    isDenied: ({ json }) => json['error'] === 'access_denied',
    isExpired: ({ json }) => json['error'] === 'expired_token',
  };
}

/** A device with a fresh code, by protocol. */
export const protocols: Readonly<Record<string, (harness: Harness, adapter: Adapter) => Promise<Waiting>>> = {
  plex,
  'plex v1': plexV1,
  oauth,
};
