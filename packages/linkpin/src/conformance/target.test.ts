import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Failure } from '../failure.ts';
import type { Exchange, Sent } from './exchange.ts';
import { isThisMachine } from './loopback.ts';
import { deviceBits, hasGoodLetters, userCodeBits } from './rfc8628/codes.ts';
import { readServer, readTarget } from './target.ts';

const issuer = 'http://127.0.0.1:4747/base';

/** An issuer with these metadata at one of the two places. */
const serving = (metadata: object, at: string) => ({
  async send(sent: Sent): Promise<Exchange> {
    const isThere = sent.url === at;
    const body = isThere ? JSON.stringify(metadata) : '';
    return { sent, came: { status: isThere ? 200 : 404, headers: new Map(), cookies: [], body } };
  },
});

const endpoints = {
  issuer,
  device_authorization_endpoint: `${issuer}/device`,
  token_endpoint: `${issuer}/token`,
};

const known = { clientId: 'tv' };
const rfc8414 = 'http://127.0.0.1:4747/.well-known/oauth-authorization-server/base';

describe('a server', () => {
  it('is on this machine, or somebody says that they run it', () => {
    for (const url of [
      'http://127.0.0.1:1',
      'http://localhost',
      'http://[::1]:1/x',
      'http://tv.localhost',
      'http://127.9.9.9',
    ]) {
      assert.equal(readServer(url, {}), url);
    }
    const elsewhere = [
      'https://login.example',
      'http://127.0.0.1.example',
      'http://10.0.0.1',
      'http://localhost.example',
    ];
    for (const url of elsewhere) {
      assert.equal(isThisMachine(url), false);
      assert.throws(() => readServer(url, {}), /--i-run-this/);
      assert.throws(() => readServer(url, { guess: true }), Failure);
      assert.throws(() => readServer(url, { iRunThis: true, guess: true }), /on this machine only/);
      assert.equal(readServer(url, { iRunThis: true }), url);
    }
  });

  it('is an address without more', () => {
    for (const typed of [
      '',
      'localhost',
      'ftp://localhost',
      'http://a:b@localhost',
      'http://localhost/?x',
      'http://localhost/#x',
    ]) {
      assert.throws(() => readServer(typed, {}), /is not the address of a server/, typed);
    }
  });
});

describe('the target', () => {
  it('is found by the metadata, at either place', async () => {
    for (const at of [rfc8414, 'http://127.0.0.1:4747/base/.well-known/openid-configuration']) {
      const target = await readTarget(serving(endpoints, at), issuer, known, {});
      assert.equal(target.deviceEndpoint, `${issuer}/device`);
      assert.deepEqual([target.secretClient, target.otherClient, target.pageCookie], [null, null, '']);
    }
  });

  it('is at no other origin, unless that is given by hand', async () => {
    const away = { ...endpoints, token_endpoint: 'https://evil.example/token' };
    const read = (flags: object) => readTarget(serving(away, rfc8414), issuer, { ...known, ...flags }, {});
    await assert.rejects(read({}), /token_endpoint is at another origin, https:\/\/evil\.example/);
    const given = 'http://127.0.0.1:4747/token';
    assert.equal((await read({ tokenEndpoint: given })).tokenEndpoint, given);
  });

  it('needs endpoints by hand where there are no metadata', async () => {
    const read = (flags: object) => readTarget(serving({}, 'nowhere'), issuer, { ...known, ...flags }, {});
    await assert.rejects(read({}), /does not say its device_authorization_endpoint: give it by --device-endpoint\.$/);
    const target = await read({ deviceEndpoint: `${issuer}/d`, tokenEndpoint: `${issuer}/t` });
    assert.equal(target.metadata, null);
  });

  it('has the secret of the client that has one', async () => {
    const read = (flags: object, environment: NodeJS.ProcessEnv) =>
      readTarget(serving(endpoints, rfc8414), issuer, { ...known, ...flags }, environment);
    const secret = { LINKPIN_CLIENT_SECRET: 's' };
    const alone = await read({}, secret);
    assert.deepEqual(
      [alone.client, alone.secretClient],
      [
        { id: 'tv', secret: 's' },
        { id: 'tv', secret: 's' },
      ],
    );
    const beside = await read({ secretClientId: 'box' }, secret);
    assert.deepEqual(
      [beside.client, beside.secretClient],
      [
        { id: 'tv', secret: null },
        { id: 'box', secret: 's' },
      ],
    );
    await assert.rejects(read({ secretClientId: 'box' }, {}), /LINKPIN_CLIENT_SECRET/);
    await assert.rejects(read({ clientId: '' }, {}), /--client-id/);
  });
});

describe('the chance in a code', () => {
  it('is never more than there can be', () => {
    assert.equal(deviceBits(['lp_00000000', 'lp_11111111']), 8 * Math.log2(10));
    assert.equal(deviceBits(['a'.repeat(32), 'b'.repeat(32)]), 128);
    assert.equal(deviceBits(['0f8fad5b-d9cb-469f-a165-70867728950e', 'f47ac10b-58cc-4372-a567-0e02b2c3d479']), 128);
    assert.ok(deviceBits(['Zk3v_8mQpX', 'ak3v-8mQpX']) < 64);
    assert.equal(userCodeBits('WDJB-MJHT'), 8 * Math.log2(20));
    assert.equal(userCodeBits('019-450-730'), 9 * Math.log2(10));
  });

  it('is in letters without vowels, or in digits', () => {
    for (const code of ['WDJB-MJHT', 'wdjb mjht', '019-450-730']) assert.ok(hasGoodLetters(code), code);
    for (const code of ['WDJA-MJHT', 'wDJB', 'WD1B', 'AEIO']) assert.equal(hasGoodLetters(code), false, code);
  });
});
