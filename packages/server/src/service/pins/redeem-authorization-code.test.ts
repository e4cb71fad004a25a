import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { accepted, refused, type Result } from '../../domain/result.ts';
import { firstTokens } from '../tokens/token-sets.ts';
import { findDeviceCode } from './find-device-code.ts';
import { redeemAuthorizationCode, type CodeExchange } from './redeem-authorization-code.ts';
import { callback, must, redirectFlow, requester, verifier } from './redirect.testing.ts';
import { storeDraft } from './request-authorization.ts';
import { standIn } from './stand-in.testing.ts';
import { findWatchedDeviceCode } from './watch-pin.ts';

/** The app, with a code that Ada’s yes gave it. */
async function begin(keyThumbprint: string | null = null) {
  const flow = await redirectFlow();
  const { ports, store, client } = flow;
  const asked = flow.draft({ keyThumbprint });
  const pin = await flow.approve(asked);
  const redeem = (changes: Partial<CodeExchange<'used'>> = {}, given = ports) =>
    redeemAuthorizationCode<'used'>(
      given,
      {
        code: asked.code,
        clientId: client.id,
        redirectUri: callback,
        codeVerifier: verifier,
        provenKey: null,
        reader: '198.51.100.80',
        ...changes,
      },
      (grant, approval) => firstTokens(ports, client, 'https://link.example', grant, approval),
    );
  const wordOf = async (...given: Parameters<typeof redeem>): Promise<string> => {
    const redeemed = await redeem(...given);
    return redeemed.ok ? 'tokens' : redeemed.refusal.kind;
  };
  const grants = () => store.grants.listFor('ada');
  const replays = async () => {
    await flow.events.flush();
    return store.auditLog.list({ since: 0, kinds: ['replayed'], limit: 10 });
  };
  return { ...flow, asked, pin, redeem, wordOf, grants, replays };
}

describe('an authorization code', () => {
  it('gives the tokens of its grant, from wherever the app’s server asks, and nothing is sealed to be had again', async () => {
    const { redeem, grants, store, pin } = await begin();
    assert.match(must(await redeem()), /"access_token":/);
    const [grant] = await grants();
    assert.deepEqual([grant?.collectedFrom, grant?.collectedElsewhere], ['198.51.100.80', false]);
    const { state } = (await store.pins.byId(pin.id)) ?? {};
    assert.equal(state?.at === 'redeemed' ? state.answer : 'not redeemed', null);
  });

  it('is told as redeemed by whom it was approved for, and its tokens repeat the nonce of its request', async () => {
    const { ports, store, events, draft, approve } = await begin();
    const openid = { nonce: 'n', maxAge: null, acrValues: [], prompt: [] };
    const asked = draft({ scopes: ['openid'], openid });
    await approve(asked);
    const nonces: unknown[] = [];
    const exchange = {
      code: asked.code,
      clientId: 'notes',
      redirectUri: callback,
      codeVerifier: verifier,
      provenKey: null,
      reader: '198.51.100.80',
    };
    await redeemAuthorizationCode(ports, exchange, async (_grant, _approval, nonce) => {
      nonces.push(nonce);
      return 'tokens';
    });
    assert.deepEqual(nonces, ['n']);
    await events.flush();
    const told = await store.auditLog.list({ since: 0, kinds: ['redeemed'], limit: 10 });
    assert.deepEqual(
      told.map(({ account, address, fact }) => [account, address, fact]),
      [['ada', '198.51.100.80', null]],
    );
  });

  it('is none once the key that its tokens are made with is gone', async () => {
    const { ports, wordOf } = await begin();
    const keys = standIn(ports.keys, { deriveToken: () => undefined });
    assert.equal(await wordOf({}, { ...ports, keys }), 'not-found');
    assert.equal(await wordOf(), 'tokens');
  });

  it('is good for its client, redirect URI and verifier alone, and of a stranger’s try nothing is used up', async () => {
    const { wordOf } = await begin();
    let proofs = 0;
    const useUp = async (): Promise<Result<undefined, 'used'>> => {
      proofs += 1;
      return accepted(undefined);
    };
    for (const changes of [
      { code: 'another' },
      { clientId: 'other' },
      { redirectUri: `${callback}/` },
      { codeVerifier: `${verifier}.` },
    ]) {
      assert.equal(await wordOf({ ...changes, useUp }), 'not-found', JSON.stringify(changes));
    }
    assert.equal(proofs, 0);
    assert.equal(await wordOf({ useUp }), 'tokens');
    assert.equal(proofs, 1);
  });

  it('is none while its person has not answered, and a minute after the yes', async () => {
    const { ports, clock, draft, wordOf, replays } = await begin();
    const useUp = async () => assert.fail('nothing is used up for it');
    assert.equal(await wordOf({ code: draft().code, useUp }), 'not-found');
    const waiting = draft();
    must(await storeDraft(ports, waiting, requester));
    assert.equal(await wordOf({ code: waiting.code, useUp }), 'not-found');
    clock.pass(60_000);
    assert.equal(await wordOf({ useUp }), 'not-found');
    assert.deepEqual(await replays(), []);
  });

  it('that comes again revokes what it gave, and its owner is told from where (B17)', async () => {
    const { clock, wordOf, grants, replays } = await begin();
    assert.equal(await wordOf(), 'tokens');
    clock.pass(1);
    assert.equal(await wordOf({ reader: '203.0.113.66' }), 'not-found');
    assert.deepEqual(await grants(), []);
    assert.deepEqual(
      (await replays()).map(({ account, address, fact }) => [account, address, fact]),
      [['ada', '203.0.113.66', 'authorization-code']],
    );
  });

  it('that comes again from somebody who could never have used it revokes nothing', async () => {
    const { clock, wordOf, grants } = await begin();
    assert.equal(await wordOf(), 'tokens');
    clock.pass(1);
    assert.equal(await wordOf({ codeVerifier: `${verifier}.` }), 'not-found');
    assert.equal((await grants()).length, 1);
  });

  it('is not used by a request whose proof was used before', async () => {
    const { redeem, wordOf } = await begin();
    const again = await redeem({ useUp: async () => refused('used') });
    assert.deepEqual(again, refused({ kind: 'used-before', fault: 'used' }));
    assert.equal(await wordOf(), 'tokens');
  });

  it('of a request that named a key is for that key, and a wrong one does not use it up', async () => {
    const { wordOf, grants } = await begin('key');
    assert.equal(await wordOf(), 'wrong-key');
    assert.equal(await wordOf({ provenKey: 'another' }), 'wrong-key');
    assert.equal(await wordOf({ provenKey: 'key' }), 'tokens');
    assert.equal((await grants())[0]?.keyThumbprint, 'key');
  });

  it('is to be tried again when the pin cannot be stored for now', async () => {
    const { redeem, ports } = await begin();
    const pins = standIn(ports.pins, { replace: async () => false });
    assert.deepEqual(await redeem({}, { ...ports, pins }), refused({ kind: 'busy', retryAfter: 1 }));
  });
});

describe('a code that came by redirect', () => {
  it('is no device code: nobody polls its pin, and nobody is told of its changes', async () => {
    const { ports, asked, pin } = await begin();
    const polled = await findDeviceCode(ports, { deviceCode: asked.code, clientId: 'notes' });
    assert.deepEqual(polled, refused({ kind: 'not-found' }));
    assert.equal(await findWatchedDeviceCode(ports, pin.publicId), undefined);
  });
});

describe('two requests with one authorization code', () => {
  it('at once: the one that loses gets nothing, and takes nothing from the winner', async () => {
    const { wordOf, grants, replays } = await begin();
    const words = await Promise.all([wordOf(), wordOf()]);
    assert.deepEqual(words.sort(), ['not-found', 'tokens']);
    assert.equal((await grants()).length, 1);
    assert.deepEqual(await replays(), []);
  });

  it('revoke the grant when the second began after the first had its tokens, though it had read the pin before', async () => {
    const { ports, clock, wordOf, grants, replays, pin } = await begin();
    assert.equal(await wordOf(), 'tokens');
    clock.pass(1);
    const pins = standIn(ports.pins, { byPublicId: async () => pin });
    assert.equal(await wordOf({}, { ...ports, pins }), 'not-found');
    assert.deepEqual(await grants(), []);
    assert.equal((await replays()).length, 1);
  });
});

describe('a grant that is unlinked', () => {
  it('while its code is redeemed with a key gives nothing', async () => {
    const { ports, clock, wordOf } = await begin('key');
    const grants = standIn(ports.grants, {
      async add(...given) {
        const isAdded = await ports.grants.add(...given);
        await ports.grants.revoke(given[0].id, 'ada', clock.now());
        return isAdded;
      },
      byId: async () => undefined,
    });
    assert.equal(await wordOf({ provenKey: 'key' }, { ...ports, grants }), 'not-found');
  });

  it('gives nothing for its code, which is no second use', async () => {
    const { ports, clock, wordOf, grants, replays } = await begin();
    const [grant] = await grants();
    assert.ok(await ports.grants.revoke(grant?.id ?? '', 'ada', clock.now()));
    assert.equal(await wordOf(), 'not-found');
    assert.deepEqual(await replays(), []);
  });
});
