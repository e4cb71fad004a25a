import assert from 'node:assert/strict';
import { after } from 'node:test';
import { eventsOver } from '../../events/events.testing.ts';
import { roomyGuards } from '../../rate-limits/guards.testing.ts';
import { createPolls } from '../../rate-limits/polls.ts';
import type { Pin } from '../../domain/pin.ts';
import { aPin } from '../../domain/pin.testing.ts';
import type { PinResult } from '../../domain/refusal.ts';
import { systemRandom } from '../../app/random.ts';
import { aClient } from '../../stores/contract/samples.ts';
import type { AccessTokenPorts } from '../../tokens/access-tokens.ts';
import { inspectOpaque } from '../../tokens/inspect.ts';
import { createKeys, makeSecretKey } from '../../tokens/keys.ts';
import { refresh } from '../../tokens/refresh.ts';
import { createSigningKeys } from '../../tokens/signing-keys.ts';
import { firstTokens } from '../../tokens/token-sets.ts';
import { createWakes } from '../../long-poll/wakes.ts';
import { approvePin } from './approve-pin.ts';
import { pollDeviceCode, type DevicePoll, type IssueTokens, type Polled } from './poll-device-code.ts';
import type { PinPorts } from './pin-ports.ts';
import type { Grants } from '../ports/grants.ts';
import type { OAuthClient } from '../ports/oauth-clients.ts';
import type { Polls } from '../ports/polls.ts';
import type { Store } from '../ports/store.ts';
import { requestDeviceCode, type IssuedDeviceCode } from './request-device-code.ts';

/** The issuer of every device room. */
const issuer = 'https://link.example';

/** The instant that its clock begins at. */
const t0: number = Date.UTC(2026, 10, 21, 12);

/** What the verbs of the device flow need, and what makes tokens. */
export type DevicePorts = AccessTokenPorts &
  Pick<Store, 'pins'> & { readonly grants: Grants; readonly polls: Polls } & Pick<
    PinPorts,
    'wakes' | 'events' | 'issuing' | 'misses' | 'roamers'
  >;

/** The tokens of an answer. */
export interface TokenSet {
  readonly access_token: string;
  readonly refresh_token: string;
}

/** The device flow over one store, with a clock that is moved by hand. */
export interface DeviceRoom {
  readonly ports: DevicePorts;
  readonly time: { now: number };
  readonly client: OAuthClient;
  /** A device asks for a code. */
  begin(keyThumbprint?: string): Promise<IssuedDeviceCode>;
  /** Ada says yes, with other ports if given. */
  approve(pin: Pin, ports?: DevicePorts): Promise<void>;
  /** One poll, with other ports if given. */
  poll(deviceCode: string, more?: Partial<DevicePoll>, ports?: DevicePorts): Promise<PinResult<Polled>>;
  /** Whether an access token and a refresh token both still work; the refresh token is used up by asking. */
  works(tokens: TokenSet, provenKey?: string): Promise<boolean>;
}

export const must = <Value>(result: PinResult<Value>): Value => {
  assert.ok(result.ok, JSON.stringify(result));
  return result.value;
};

/** One word for what a poll came to. */
export function wordOf(result: PinResult<Polled>): string {
  if (result.ok) return result.value.kind === 'answer' ? 'answer' : result.value.tooSoon ? 'slow down' : 'pending';
  return result.refusal.kind === 'settled' ? result.refusal.as : result.refusal.kind;
}

export function tokensIn(result: PinResult<Polled>): TokenSet {
  assert.ok(result.ok && result.value.kind === 'answer', JSON.stringify(result));
  return JSON.parse(result.value.body) as TokenSet;
}

/** Opens one, within a test: what its events count is written before that test is over, so never to a closed store. */
export async function deviceRoom(store: Store, parts: Partial<OAuthClient> = {}): Promise<DeviceRoom> {
  const time = { now: t0 };
  const clock = { now: () => time.now };
  const ring = [makeSecretKey()];
  const keys = createKeys(ring);
  const events = eventsOver(store, { keys, clock });
  after(() => events.flush());
  const ports: DevicePorts = {
    pins: store.pins,
    grants: store.grants,
    tokens: store.oauthTokens,
    keys,
    clock,
    random: systemRandom,
    signingKeys: await createSigningKeys(ring, 'oauth'),
    polls: createPolls(clock),
    ...roomyGuards(store.budgets, clock),
    wakes: createWakes(),
    events,
  };
  const client = aClient({ id: 'tv', scopes: ['watch', 'record'], ...parts });
  const issueWith =
    (given: DevicePorts): IssueTokens =>
    (grant, approval) =>
      firstTokens(given, client, issuer, grant, approval);
  return {
    ports,
    time,
    client,
    async begin(keyThumbprint) {
      const issued = await requestDeviceCode(ports, {
        clientId: client.id,
        format: { alphabet: 'BCDFGHJKLMNPQRSTVWXZ', length: 8, life: 600_000 },
        requester: aPin().requester,
        ask: { scopes: ['watch', 'record'], resources: [] },
        keyThumbprint: keyThumbprint ?? null,
        matchesNumber: client.numberMatching,
      });
      return must(issued);
    },
    async approve(pin, given = ports) {
      const account = { id: 'ada', createdAt: 0 };
      must(
        await approvePin(given, {
          pinKey: pin.key,
          account,
          address: null,
          place: null,
          mayApprove: false,
          approvedBy: null,
        }),
      );
    },
    poll: async (deviceCode, more = {}, given = ports) =>
      pollDeviceCode(
        given,
        { deviceCode, clientId: client.id, provenKey: null, reader: '203.0.113.50', interval: 5000, ...more },
        issueWith(given),
      ),
    async works({ access_token: access, refresh_token: refreshToken }, provenKey) {
      const live = await inspectOpaque(ports, access);
      const order = {
        client,
        refreshToken,
        scopes: null,
        resources: [],
        provenKey: provenKey ?? null,
        issuer,
        address: null,
      };
      const refreshed = await refresh(ports, order);
      assert.equal(refreshed.ok, live !== undefined, 'both tokens live, or neither');
      return refreshed.ok;
    },
  };
}
