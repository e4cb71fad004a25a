// Revocation (RFC 7009) and introspection (RFC 7662).
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { deviceFlow, tokensIn } from '../../../../../test/harness/devices.ts';
import { createMemoryStore } from '../../stores/memory/store.ts';
import { aClient, aGrant } from '../../stores/contract/samples.ts';
import { standIn } from '../pins/stand-in.testing.ts';
import type { OAuthClient } from '../ports/oauth-clients.ts';
import { makeAccessToken } from './access-tokens.ts';
import { inspectToken } from './inspect-token.ts';
import { introspectToken } from './introspect-token.ts';
import { revokeToken } from './revoke-token.ts';
import { issuer } from './tokens.testing.ts';

const address = '203.0.113.9';

/** A device of a client that was linked, with its tokens. */
async function linked(parts: Partial<OAuthClient> = {}) {
  const flow = await deviceFlow(createMemoryStore(), parts);
  const { deviceCode, pin } = await flow.begin();
  await flow.approve(pin);
  const tokens = tokensIn(await flow.poll(deviceCode));
  const revoke = (token: string, client = flow.client) => revokeToken(flow.ports, { client, token, issuer, address });
  const isLinked = async () => (await flow.ports.grants.listFor('ada')).length > 0;
  const isLive = async () => (await inspectToken(flow.ports, tokens.access_token, issuer)) !== undefined;
  return { ...flow, tokens, revoke, isLinked, isLive };
}

describe('the revocation of a token', () => {
  it('ends an opaque access token alone', async () => {
    const { tokens, revoke, isLinked, isLive } = await linked();
    await revoke(tokens.access_token);
    assert.deepEqual([await isLive(), await isLinked()], [false, true]);
  });

  it('ends the device of a refresh token', async () => {
    const { tokens, revoke, isLinked, isLive } = await linked();
    await revoke(tokens.refresh_token);
    assert.deepEqual([await isLive(), await isLinked()], [false, false]);
    await revoke(tokens.refresh_token);
  });

  it('ends nothing more when the device of a refresh token ends at that very moment', async () => {
    const { ports, client, tokens } = await linked();
    const grants = standIn(ports.grants, { byId: async () => undefined, revoke: async () => assert.fail() });
    await revokeToken({ ...ports, grants }, { client, token: tokens.refresh_token, issuer, address });
  });

  it('ends the device of a JWT, which cannot be ended by itself', async () => {
    const { tokens, revoke, isLinked, isLive } = await linked({ accessTokens: 'jwt' });
    assert.equal(await isLive(), true);
    await revoke(tokens.access_token);
    assert.deepEqual([await isLive(), await isLinked()], [false, false]);
  });

  it('cancels a device code that is waiting', async () => {
    const { begin, revoke, ports, isLinked } = await linked();
    const { deviceCode, pin } = await begin();
    await revoke(deviceCode);
    assert.equal((await ports.pins.byId(pin.id))?.state.at, 'cancelled');
    assert.equal(await isLinked(), true);
  });

  it('ends nothing of another client, and nothing for a text that is no token', async () => {
    const { tokens, begin, revoke, ports, isLinked, isLive } = await linked();
    const { deviceCode, pin } = await begin();
    for (const token of [tokens.access_token, tokens.refresh_token, deviceCode]) await revoke(token, aClient());
    for (const token of ['', 'lpa_', 'a.b.c']) await revoke(token);
    assert.deepEqual([await isLive(), await isLinked()], [true, true]);
    assert.equal((await ports.pins.byId(pin.id))?.state.at, 'pending');
  });

  it('ends no JWT of another client', async () => {
    const { tokens, revoke, isLinked } = await linked({ accessTokens: 'jwt' });
    await revoke(tokens.access_token, aClient());
    assert.equal(await isLinked(), true);
  });
});

describe('the introspection of a token', () => {
  const confidential = { authMethod: 'client_secret_basic' } as const;

  it('is for its own client and for those that it is for', async () => {
    for (const accessTokens of ['opaque', 'jwt'] as const) {
      const { ports, client, tokens } = await linked({ ...confidential, accessTokens });
      const told = (who: OAuthClient) => introspectToken(ports, who, tokens.access_token, issuer);
      const own = await told(client);
      assert.ok(own.kind === 'active');
      assert.deepEqual([own.token.account, own.token.clientId], ['ada', client.id]);
      assert.equal((await told(aClient({ ...confidential, audiences: client.audiences }))).kind, 'active');
      const other = aClient({ ...confidential, audiences: ['https://other.example'] });
      assert.equal((await told(other)).kind, 'not-for-caller');
    }
  });

  it('is for its own client whatever that is registered for by now, and for one of several that it is for', async () => {
    const resources = ['https://one.example', 'https://two.example'];
    const { ports, client, tokens } = await linked({ ...confidential, audiences: resources });
    const told = (who: OAuthClient) => introspectToken(ports, who, tokens.access_token, issuer);
    assert.equal((await told({ ...client, audiences: [] })).kind, 'active');
    const grants = standIn(ports.grants, { byId: async () => undefined });
    const gone = await introspectToken({ ...ports, grants }, { ...client }, tokens.access_token, issuer);
    assert.deepEqual(gone, { kind: 'inactive' }, 'once its grant is gone');
    let looks = 0;
    const vanishing = standIn(ports.grants, {
      byId: async (id) => ((looks += 1) === 1 ? ports.grants.byId(id) : undefined),
    });
    const vanished = await introspectToken({ ...ports, grants: vanishing }, client, tokens.access_token, issuer);
    assert.deepEqual(vanished, { kind: 'inactive' }, 'or goes at that very moment');
    const oauthClients = { byId: async () => undefined };
    const unowned = await introspectToken({ ...ports, oauthClients }, client, tokens.access_token, issuer);
    assert.deepEqual(unowned, { kind: 'inactive' }, 'or its client is');
    const both = aGrant({ protocol: 'oauth', account: 'ada', clientId: client.id });
    await ports.grants.add(both);
    const order = { client, grant: both, scopes: [], audiences: resources, issuer };
    const { token } = await makeAccessToken(ports, order);
    const one = aClient({ ...confidential, audiences: resources.slice(1) });
    assert.equal((await introspectToken(ports, one, token, issuer)).kind, 'active');
  });

  it('is not for a client that is merely registered for this service', async () => {
    const { ports, tokens } = await linked({ ...confidential, audiences: [] });
    const other = aClient({ ...confidential, audiences: [issuer] });
    assert.equal((await introspectToken(ports, other, tokens.access_token, issuer)).kind, 'not-for-caller');
  });

  it('tells a public client nothing, and of other texts that they are not active', async () => {
    const { ports, client, tokens } = await linked();
    assert.deepEqual(await introspectToken(ports, client, tokens.access_token, issuer), { kind: 'unauthenticated' });
    const asks = { ...client, ...confidential };
    for (const text of ['', 'lpa_nothing', 'a.b.c', tokens.refresh_token]) {
      assert.deepEqual(await introspectToken(ports, asks, text, issuer), { kind: 'inactive' });
    }
  });
});
