// The client signs in at other people's servers, unmodified but where it is said.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { type Clock, systemClock } from '../../packages/client/src/clock.ts';
import {
  createDeviceClient,
  createDeviceKey,
  createDpop,
  type DeviceClientOptions,
  type OAuthEndpoints,
} from '../../packages/client/src/index.ts';
import { createLeapingClock } from '../../packages/client/src/leaping-clock.testing.ts';

interface OidcProvider {
  readonly issuer: string;
  readonly approve: (address: string) => Promise<string>;
  readonly deny: (address: string) => Promise<void>;
  readonly stop: () => void;
}

interface BetterAuth {
  readonly endpoints: OAuthEndpoints;
  readonly approve: (userCode: string) => Promise<void>;
  readonly deny: (userCode: string) => Promise<void>;
  readonly whose: (accessToken: string) => Promise<string>;
  readonly stop: () => void;
}

const load = <Module>(name: string): Promise<Module> =>
  import(new URL(`oauth-peers/${name}.mjs`, import.meta.url).href) as Promise<Module>;

const clock = createLeapingClock();

/** Its pauses pass as fast as may be, but not while somebody is on the pages of the provider. */
const quick = { clock, fetch: clock.fetch };

/** The platform's clock, five times as fast, but for time-outs: better-auth, which has its own, says slow_down. */
const impatient: Clock = {
  ...systemClock,
  now: () => systemClock.now() * 5,
  after: (ms, callback) => systemClock.after(ms < 10_000 ? ms / 5 : ms, callback),
};

describe('oidc-provider 9.13.3', () => {
  let provider: OidcProvider;

  before(async () => {
    const { startOidcProvider } = await load<{ startOidcProvider: () => Promise<OidcProvider> }>('oidc-provider');
    provider = await startOidcProvider();
  });
  after(() => provider.stop());

  const clientOf = (options: Partial<DeviceClientOptions> = {}): ReturnType<typeof createDeviceClient> =>
    createDeviceClient({
      issuer: provider.issuer,
      clientId: 'tv',
      scope: 'openid offline_access',
      ...quick,
      ...options,
    });

  it('is found by its metadata, approved on its own pages, refreshed, revoked', async () => {
    const client = clientOf();
    const signIn = await client.requestCode();
    assert.match(signIn.code, /^[A-Z]{4}-[A-Z]{4}$/);
    const [outcome, text] = await Promise.all([signIn.wait(), clock.during(provider.approve(signIn.qrText))]);
    assert.match(text, /successful/i);
    assert.ok(outcome.kind === 'approved');
    const { tokens } = outcome;
    assert.deepEqual([tokens.tokenType, tokens.scope], ['Bearer', 'openid offline_access']);
    assert.match(tokens.idToken ?? '', /^[\w-]+\.[\w-]+\.[\w-]+$/);

    const [fresh, same] = await Promise.all([client.refresh(tokens), client.refresh(tokens)]);
    assert.equal(fresh, same);
    assert.notEqual(fresh.accessToken, tokens.accessToken);
    assert.notEqual(fresh.refreshToken, tokens.refreshToken);
    await client.revoke(fresh.refreshToken ?? '');
    await assert.rejects(client.refresh(fresh), { code: 'refused', oauthError: 'invalid_grant' });
  });

  it('takes a secret by Basic, and a sign-in that goes on in another process', async () => {
    const secret = { clientId: 'box', clientSecret: 'a secret with %, + and :' };
    const saved = JSON.stringify((await clientOf(secret).requestCode()).save());
    const signIn = clientOf(secret).resume(JSON.parse(saved) as Parameters<ReturnType<typeof clientOf>['resume']>[0]);
    const [outcome] = await Promise.all([signIn.wait(), clock.during(provider.approve(signIn.qrText))]);
    assert.equal(outcome.kind, 'approved');
    await assert.rejects(clientOf({ ...secret, clientSecret: 'wrong' }).requestCode(), {
      code: 'refused',
      oauthError: 'invalid_client',
    });
  });

  it('binds tokens to the key by DPoP, with the nonce that it insists on', async () => {
    const client = clientOf({ clientId: 'bound', dpop: createDpop(await createDeviceKey()) });
    const signIn = await client.requestCode();
    const [outcome] = await Promise.all([signIn.wait(), clock.during(provider.approve(signIn.qrText))]);
    assert.ok(outcome.kind === 'approved');
    assert.equal(outcome.tokens.tokenType, 'DPoP');
    const fresh = await client.refresh(outcome.tokens);
    assert.equal(fresh.tokenType, 'DPoP');
    const stranger = clientOf({ clientId: 'bound', dpop: createDpop(await createDeviceKey()) });
    await assert.rejects(stranger.refresh(fresh), { code: 'refused' });
  });

  it('says no when somebody says no on its page', async () => {
    const signIn = await clientOf().requestCode();
    const [outcome] = await Promise.all([signIn.wait(), clock.during(provider.deny(signIn.qrText))]);
    assert.deepEqual(outcome, { kind: 'denied' });
  });
});

describe('better-auth 1.7.7', () => {
  const start = async (readsForms: boolean): Promise<BetterAuth> => {
    const { startBetterAuth } = await load<{ startBetterAuth: (readsForms: boolean) => Promise<BetterAuth> }>(
      'better-auth',
    );
    return startBetterAuth(readsForms);
  };

  it('with a door that reads forms: pending, slow_down, approved and denied by its own API', async (t) => {
    const server = await start(true);
    t.after(() => server.stop());
    const client = createDeviceClient({ endpoints: server.endpoints, clientId: 'tv', clock: impatient });
    const signIn = await client.requestCode();
    const states: string[] = [];
    let token = '';
    for await (const state of signIn.states()) {
      states.push(state.kind);
      // Once it was told to slow down.
      if (signIn.save().interval >= 6 && !token) {
        token = 'asked for';
        await server.approve(signIn.code);
      }
      if (state.kind === 'approved') token = state.tokens.accessToken;
    }
    assert.equal(states.at(-1), 'approved');
    assert.equal(await server.whose(token), 'Ada');

    const refused = await client.requestCode();
    const [outcome] = await Promise.all([refused.wait(), server.deny(refused.code)]);
    assert.deepEqual(outcome, { kind: 'denied' });
  });

  it('as it is: its token endpoint takes no forms (RFC 6749 §4.1.3), and the wait says so instead of going on', async (t) => {
    const server = await start(false);
    t.after(() => server.stop());
    const signIn = await createDeviceClient({
      endpoints: server.endpoints,
      clientId: 'tv',
      ...quick,
    }).requestCode();
    const outcome = await signIn.wait();
    assert.ok(outcome.kind === 'failed');
    assert.equal(outcome.error.status, 415);
  });
});
