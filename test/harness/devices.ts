// A device that signs in by OAuth's device grant, through the use cases alone.
import assert from 'node:assert/strict';
import { after } from 'node:test';
import type { Pin } from '../../packages/server/src/domain/pin.ts';
import { aPin } from '../../packages/server/src/domain/pin.testing.ts';
import type { Result } from '../../packages/server/src/domain/result.ts';
import { aClient, t0 } from '../../packages/server/src/stores/contract/samples.ts';
import type { AccessTokenPorts } from '../../packages/server/src/service/tokens/access-tokens.ts';
import { inspectOpaque } from '../../packages/server/src/service/tokens/inspect-token.ts';
import { refresh } from '../../packages/server/src/service/tokens/refresh-tokens.ts';
import { firstTokens } from '../../packages/server/src/service/tokens/token-sets.ts';
import { approvePin } from '../../packages/server/src/service/pins/approve-pin.ts';
import {
  pollDeviceCode,
  type DevicePoll,
  type PollResult,
} from '../../packages/server/src/service/pins/poll-device-code.ts';
import type { IssueTokens } from '../../packages/server/src/service/pins/redeem-approved.ts';
import type { PinPorts } from '../../packages/server/src/service/pins/pin-ports.ts';
import type { OAuthClient } from '../../packages/server/src/service/ports/oauth-clients.ts';
import type { Store } from '../../packages/server/src/service/ports/store.ts';
import {
  requestDeviceCode,
  type IssuedDeviceCode,
} from '../../packages/server/src/service/pins/request-device-code.ts';
import { movableClock, type MovableClock } from './clock.ts';
import { testDependencies } from './dependencies.ts';

/** The issuer of every flow. */
const issuer = 'https://link.example';

/** What the use cases of both protocols need, and what makes tokens. */
export type DevicePorts = PinPorts & AccessTokenPorts;

/** The tokens of an answer. */
export interface TokenSet {
  readonly access_token: string;
  readonly refresh_token: string;
}

/** The device flow over one store, with a clock that is moved by hand. */
export interface DeviceFlow {
  readonly ports: DevicePorts;
  readonly clock: MovableClock;
  readonly client: OAuthClient;
  /** A device asks for a code. */
  begin(keyThumbprint?: string): Promise<IssuedDeviceCode>;
  /** Ada says yes, with other ports if given. */
  approve(pin: Pin, ports?: DevicePorts): Promise<void>;
  /** One poll, with other ports if given. */
  poll(deviceCode: string, more?: Partial<DevicePoll>, ports?: DevicePorts): Promise<PollResult<never>>;
  /** Whether an access token and a refresh token both still work; the refresh token is used up by asking. */
  works(tokens: TokenSet, provenKey?: string): Promise<boolean>;
}

export const must = <Value>(result: Result<Value, unknown>): Value => {
  assert.ok(result.ok, JSON.stringify(result));
  return result.value;
};

/** One word for what a poll came to. */
export function wordOf(result: PollResult<never>): string {
  if (result.ok) return result.value.kind === 'answer' ? 'answer' : result.value.tooSoon ? 'slow down' : 'pending';
  return result.refusal.kind === 'settled' ? result.refusal.as : result.refusal.kind;
}

export function tokensIn(result: PollResult<never>): TokenSet {
  assert.ok(result.ok && result.value.kind === 'answer', JSON.stringify(result));
  return JSON.parse(result.value.body) as TokenSet;
}

/** Begins one, within a test: what its events count is written before that test is over, so never to a closed store. */
export async function deviceFlow(store: Store, parts: Partial<OAuthClient> = {}): Promise<DeviceFlow> {
  const { clock, events, ports } = testDependencies({ store, clock: movableClock(t0) });
  after(() => events.flush());
  const client = aClient({ id: 'tv', scopes: ['watch', 'record'], ...parts });
  await store.oauthClients.add(client);
  const issueWith =
    (given: DevicePorts): IssueTokens =>
    (grant, approval) =>
      firstTokens(given, client, issuer, grant, approval);
  return {
    ports,
    clock,
    client,
    async begin(keyThumbprint) {
      const issued = await requestDeviceCode(ports, {
        clientId: client.id,
        format: { alphabet: 'BCDFGHJKLMNPQRSTVWXZ', length: 8, life: 600_000 },
        requester: aPin().requester,
        authorizationRequest: { scopes: ['watch', 'record'], resources: [] },
        keyThumbprint: keyThumbprint ?? null,
        matchesNumber: client.numberMatching,
      });
      return must(issued);
    },
    async approve(pin, given = ports) {
      const account = { id: 'ada', createdAt: 0 };
      must(
        await approvePin(given, {
          pin: pin.id,
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
