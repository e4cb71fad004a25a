// Our own client at our own service: both dialects, with and without keys.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import {
  createDeviceClient,
  createDeviceKey,
  createDpop,
  createPlexKeyClient,
  type DeviceClientOptions,
  type RequestProver,
} from '../../../packages/client/src/index.ts';
import type { Fetch } from '../../../packages/client/src/http.ts';
import { createLeapingClock, type LeapingClock } from '../../../packages/client/src/leaping-clock.testing.ts';
import { startClocked, type Clocked } from './clocked.ts';

describe('@linkpin/client at linkpin', () => {
  let clocked: Clocked;
  let clock: LeapingClock;

  before(async () => {
    clocked = await startClocked('the client');
    await clocked.register({ id: 'tv', scopes: ['watch', 'offline_access'] });
    const leaping = createLeapingClock((ms) => clocked.pass(ms / 1000));
    clock = { ...leaping, wallTime: () => clocked.harness.ports.clock.now() };
  });
  after(() => clocked.close());

  const client = (options: Partial<DeviceClientOptions> = {}): ReturnType<typeof createDeviceClient> =>
    createDeviceClient({
      issuer: clocked.issuer,
      clientId: 'tv',
      scope: 'watch',
      clock,
      fetch: clock.fetch,
      ...options,
    });

  // The service's calendar is moved by hand, the Date of its answers is not.
  const withoutDate = async (): Promise<RequestProver> => {
    const dpop = createDpop(await createDeviceKey(), clock);
    const hide = (name: string, header: (name: string) => string | null): string | null =>
      name === 'date' ? null : header(name);
    return {
      ...dpop,
      send: (request, send) =>
        dpop.send(request, async (proved) => {
          const answer = await send(proved);
          return { ...answer, header: (name) => hide(name, answer.header) };
        }),
    };
  };

  it('is found, approved, refreshed, and its tokens end when they are revoked', async () => {
    const signIn = await client().requestCode();
    assert.equal(signIn.verificationUri, `${clocked.issuer}/link`);
    const [outcome] = await Promise.all([signIn.wait(), clocked.approve(signIn.code)]);
    assert.ok(outcome.kind === 'approved', JSON.stringify(outcome));
    const fresh = await client().refresh(outcome.tokens);
    assert.notEqual(fresh.refreshToken, outcome.tokens.refreshToken);
    await client().revoke(fresh.refreshToken ?? '');
    await assert.rejects(client().refresh(fresh), { oauthError: 'invalid_grant' });
  });

  it('hears of a denial, and X17: cancels', async () => {
    const denied = await client().requestCode();
    const [outcome] = await Promise.all([denied.wait(), clocked.deny(denied.code)]);
    assert.deepEqual(outcome, { kind: 'denied' });
    const cancelled = await client().requestCode();
    const again = client().resume(cancelled.save());
    assert.equal(await cancelled.cancel(), true);
    assert.deepEqual(await again.wait(), { kind: 'denied' });
  });

  it('X3: binds code and tokens to its key', async () => {
    const own = client({ dpop: await withoutDate() });
    const signIn = await own.requestCode();
    const thief = client({ dpop: await withoutDate() }).resume(signIn.save());
    await clocked.approve(signIn.code);
    const stolen = await thief.wait();
    assert.ok(stolen.kind === 'failed' && stolen.error.oauthError === 'invalid_dpop_proof', JSON.stringify(stolen));
    const outcome = await signIn.wait();
    assert.ok(outcome.kind === 'approved', JSON.stringify(outcome));
    assert.equal(outcome.tokens.tokenType, 'DPoP');
    assert.equal((await own.refresh(outcome.tokens)).tokenType, 'DPoP');
    await assert.rejects(client({ dpop: await withoutDate() }).refresh(outcome.tokens));
  });

  it('wire 1.9: signs in by a plex device key, and renews its token', async () => {
    const fetchWithoutDate: Fetch = async (url, init) => {
      const { status, headers, body } = await clock.fetch(url, init);
      const shown = new Headers(headers);
      shown.delete('date');
      return new Response(status === 204 ? null : body, { status, headers: shown });
    };
    const plex = createPlexKeyClient({
      clientIdentifier: 'a-device-with-a-key',
      product: 'Player',
      server: clocked.issuer,
      key: await createDeviceKey(),
      clock,
      fetch: fetchWithoutDate,
    });
    const signIn = await plex.requestPin();
    const [outcome] = await Promise.all([signIn.wait(), clocked.approve(signIn.code)]);
    assert.ok(outcome.kind === 'approved', JSON.stringify(outcome));
    assert.equal(await plex.keepFresh(outcome.token), outcome.token);
    clocked.pass(6 * 86_400 + 60);
    const renewed = await plex.keepFresh(outcome.token);
    assert.notEqual(renewed, outcome.token);
    assert.ok((await plex.keys()).length > 0);
  });
});
