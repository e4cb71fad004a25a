// Other people's OAuth clients, unmodified, meet the emulated issuers. Time passes only while they wait.
import assert from 'node:assert/strict';
import { createServer, type Server } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { after, describe, it } from 'node:test';
import { emulator, type Emulator } from '../../packages/linkpin/src/emulator/emulator.ts';
import type { EmulatorOptions } from '../../packages/linkpin/src/emulator/options.ts';
import { startPeer, type Peer } from '../clients/peer.ts';
import { environment, run, temporaryFolder } from '../command/linkpin.ts';

interface Code {
  readonly user_code: string;
  readonly verification_uri: string;
}

type Meanwhile = () => Promise<number | void> | number | void;

interface Meeting {
  readonly issuer: Emulator;
  readonly client: Peer;
  /** How long the client waited, each time, in seconds. */
  readonly waits: readonly number[];
  /** One thing for each wait to come; a number it returns is how long the wait really takes, in seconds. */
  meanwhile(...things: readonly Meanwhile[]): void;
}

async function meet(
  program: string,
  options: EmulatorOptions,
  test: (meeting: Meeting) => Promise<void>,
): Promise<void> {
  await using issuer = await emulator(options);
  const waits: number[] = [];
  let things: Meanwhile[] = [];
  let ahead = 0;
  const time: Server = createServer((request, response) => {
    void text(request).then(async (body) => {
      const told = Number(body);
      waits.push(told / 1000);
      const taken = ((await things.shift()?.()) ?? told / 1000) * 1000;
      ahead += taken;
      issuer.advance(taken);
      response.end(String(ahead));
    });
  });
  await once(time.listen(0, '127.0.0.1'), 'listening');
  const url = `http://127.0.0.1:${(time.address() as AddressInfo).port}/`;
  const client = startPeer(`../oauth/peers/${program}.mjs`, [], {
    load: '../oauth/peers/own-time.mjs',
    env: { LINKPIN_TIME: url },
  });
  try {
    await test({ issuer, client, waits, meanwhile: (...more) => void (things = [...more]) });
  } finally {
    client.close();
    time.closeAllConnections();
    time.close();
  }
}

const pass = (): void => {};

describe('@octokit/auth-oauth-device 8.0.5, at the profile github', () => {
  const app = { clientId: 'Iv1.8a61f9b3a7aba766', scopes: ['repo', 'gist'] };

  it('is told to be patient, then approved', () =>
    meet('octokit-github', { profile: 'github' }, async ({ issuer, client, waits, meanwhile }) => {
      const started = Promise.withResolvers<Code>();
      meanwhile(
        () => 3, // it comes too early: slow_down
        pass,
        pass,
        async () => issuer.approve((await started.promise).user_code),
      );
      started.resolve(await client.ask<Code>('start', issuer.url, app));
      const authentication = await client.ask<Record<string, unknown>>('poll');
      // GitHub separates scopes by commas, and this client splits them at spaces.
      assert.deepEqual(authentication['scopes'], ['repo,gist']);
      assert.equal(authentication['tokenType'], 'oauth');
      assert.deepEqual(waits.slice(0, 3), [5, 12, 5]);
      const bodies = issuer.calls('POST /login/oauth/access_token').map(({ status }) => status);
      assert.ok(bodies.every((status) => status === 200));
    }));

  it('is denied, or expires', () =>
    meet('octokit-github', { profile: 'github' }, async ({ issuer, client, meanwhile }) => {
      for (const [end, error] of [
        ['deny', 'access_denied'],
        ['expire', 'expired_token'],
      ] as const) {
        const started = Promise.withResolvers<Code>();
        meanwhile(async () => issuer[end]((await started.promise).user_code));
        started.resolve(await client.ask<Code>('start', issuer.url, app));
        await assert.rejects(client.ask('poll'), new RegExp(`${error}|has expired|was denied`));
      }
    }));
});

describe('openid-client 6.8.9, at the profile oauth', () => {
  it('discovers it, is told slow_down, is approved, and refreshes', () =>
    meet('openid-client', { profile: 'oauth' }, async ({ issuer, client, waits, meanwhile }) => {
      await client.ask('discover', issuer.url, 'tv');
      const code = await client.ask<Code>('start', { scope: 'openid watch' });
      meanwhile(
        pass,
        () => 3,
        pass,
        pass,
        pass,
        () => issuer.approve(code.user_code),
      );
      const tokens = await client.ask<Record<string, string>>('poll');
      assert.equal(tokens['scope'], 'openid watch');
      assert.equal(typeof tokens['id_token'], 'string');
      assert.ok(waits.length >= 4);
      const next = await client.ask<Record<string, string>>('refresh', tokens['refresh_token'] ?? '');
      assert.notEqual(next['access_token'], tokens['access_token']);
    }));

  it('proves itself by a secret if clients are named, and is refused with another', () =>
    meet('openid-client', { profile: 'oauth', clients: [{ id: 'box', secret: 'open sesame' }] }, async (meeting) => {
      const { issuer, client, meanwhile } = meeting;
      await client.ask('discover', issuer.url, 'box', { secret: 'wrong' });
      await assert.rejects(client.ask('start', {}), { error: 'invalid_client' });
      await client.ask('discover', issuer.url, 'box', { secret: 'open sesame' });
      const { user_code: code } = await client.ask<Code>('start', {});
      meanwhile(() => issuer.approve(code));
      assert.equal(typeof (await client.ask<Record<string, string>>('poll'))['access_token'], 'string');
    }));
});

describe('linkpin emulate --profile', () => {
  const folders: (() => Promise<void>)[] = [];
  after(() => Promise.all(folders.map((remove) => remove())));

  it('runs a program that reads the address of the issuer, approves by itself, and diverts nothing', async () => {
    const home = await temporaryFolder({ after: (remove) => folders.push(remove) });
    const script = `const { LINKPIN_EMULATOR: url, NODE_OPTIONS, HTTPS_PROXY } = process.env;
      const post = async (path, fields) => (await fetch(url + path, { method: 'POST', body: new URLSearchParams(fields) })).json();
      const client = { client_id: 'tv', client_secret: 's' };
      const { device_code } = await post('/device/code', { ...client, scope: 'email' });
      for (;;) {
        const { access_token, error } = await post('/token', { ...client, device_code, grant_type: 'urn:ietf:params:oauth:grant-type:device_code' });
        if (access_token) break;
        if (error !== 'authorization_pending' && error !== 'slow_down') throw new Error(error);
      }
      console.log(NODE_OPTIONS ?? 'none', HTTPS_PROXY ?? 'none');`;
    const args = [
      'emulate',
      '--profile',
      'google',
      '--after',
      '0',
      '--',
      process.execPath,
      '--input-type=module',
      '-e',
      script,
    ];
    const { code, stdout, stderr } = await run(args, environment(home));
    assert.equal(code, 0, stderr);
    assert.equal(stdout, 'none none\n');
    assert.match(stderr, /^linkpin: approved \w{8} of tv\n$/);
    const wrong = await run(
      ['emulate', '--profile', 'github', '--scenario', 'media-server', '--', 'true'],
      environment(home),
    );
    assert.deepEqual([wrong.code, wrong.stderr], [1, 'Scenarios are of plex.tv. The profile github has none.\n']);
  });
});
