// Clients that are named by the URL of what they say of themselves, on an https site of this machine.
import assert from 'node:assert/strict';
import type { ServerResponse } from 'node:http';
import { after, before, beforeEach, describe, it } from 'node:test';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import { createHarness, type Harness } from '../harness/service.ts';
import { startHttpsSite, type HttpsSite } from '../support/https-site.ts';
import { errorIn, post } from './asking.ts';

const deviceCodeGrant = 'urn:ietf:params:oauth:grant-type:device_code';
const issuer = 'http://127.0.0.1:4747';

describe('a client that is named by the URL of its metadata document', () => {
  let site: HttpsSite;
  let harness: Harness;
  let answer: (response: ServerResponse, path: string) => void;

  const serve = (document: object) => (response: ServerResponse) =>
    response.setHeader('content-type', 'application/json').end(JSON.stringify(document));
  const url = (path = '/client'): string => `${site.origin}${path}`;
  const documentOf = (path = '/client', more: object = {}): object => ({
    client_id: url(path),
    client_name: 'Bank of Example',
    grant_types: [deviceCodeGrant, 'refresh_token'],
    token_endpoint_auth_method: 'none',
    ...more,
  });
  const begin = (settings: object = {}): Harness => {
    const begun = createHarness('client documents', {
      settings: {
        clientDocuments: [`${site.origin}/`],
        outboundAllowed: ['127.0.0.1'],
        registrationScopes: ['watch', 'record'],
        registrationAudiences: ['https://api.example'],
        ...settings,
      },
    });
    after(() => begun.service.close());
    return begun;
  };
  const askForCode = (client_id: string, more: Record<string, string> = {}) =>
    post(harness, '/oauth/device_authorization', { client_id, ...more });

  before(async () => {
    site = await startHttpsSite((request, response) => answer(response, request.url ?? ''));
  });
  after(() => site.close());
  beforeEach(() => {
    harness = begin();
    answer = serve(documentOf());
  });

  it('gets a code like one that is registered, with the scopes and resources that the operator allows', async () => {
    const asked = await askForCode(url(), { scope: 'watch', resource: 'https://api.example' });
    assert.equal(asked.status, 200, asked.text);
    assert.equal(errorIn(await askForCode(url(), { scope: 'admin' })), 'invalid_scope');
    const { device_code: code } = asked.json as { device_code: string };
    const polled = await post(harness, '/oauth/token', {
      grant_type: deviceCodeGrant,
      client_id: url(),
      device_code: code,
    });
    assert.equal(errorIn(polled), 'authorization_pending');
  });

  it('is shown by its host, whatever name it gives itself, as one that nobody has checked', async () => {
    await askForCode(url());
    const client = await harness.store.oauthClients.byId(url());
    assert.deepEqual([client?.name, client?.isVerified], [new URL(site.origin).host, false]);
    assert.deepEqual(await harness.store.oauthClients.list(), [], 'it is not stored');
  });

  it('is read again when it is ten minutes old, and what it says then holds', async () => {
    const before = site.asked.length;
    assert.equal((await askForCode(url())).status, 200);
    answer = serve(documentOf('/client', { token_endpoint_auth_method: 'private_key_jwt', jwks: { keys: [] } }));
    assert.equal((await askForCode(url())).status, 200);
    assert.equal(site.asked.length, before + 1);
    harness.clock.pass(10 * 60_000);
    const changed = await askForCode(url());
    assert.deepEqual([changed.status, errorIn(changed)], [401, 'invalid_client']);
  });

  it('may prove itself with a key, which no other client can', async () => {
    const { publicKey, privateKey } = await generateKeyPair('ES256', { extractable: true });
    const jwks = { keys: [await exportJWK(publicKey)] };
    answer = (response, path) =>
      serve(documentOf(path, { token_endpoint_auth_method: 'private_key_jwt', jwks }))(response);
    const assertionOf = (id: string, jti: string): Promise<string> => {
      const now = Math.floor(harness.clock.now() / 1000);
      return new SignJWT({ jti })
        .setProtectedHeader({ alg: 'ES256' })
        .setIssuer(id)
        .setSubject(id)
        .setAudience(issuer)
        .setIssuedAt(now)
        .setExpirationTime(now + 60)
        .sign(privateKey);
    };
    const client_assertion_type = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer';
    const proven = { client_assertion_type, client_assertion: await assertionOf(url(), '1') };
    assert.equal((await askForCode(url(), proven)).status, 200);
    assert.equal((await askForCode(url())).status, 401);
    const another = { client_assertion_type, client_assertion: await assertionOf(url('/other'), '2') };
    assert.equal((await askForCode(url(), another)).status, 401);
  });

  for (const [why, lie, sentence] of [
    ['lies about its identifier', () => serve(documentOf('/other')), 'its client_id is not its own URL'],
    [
      'redirects, even to a good one',
      () => (response: ServerResponse, path: string) =>
        path === '/client' ? response.writeHead(302, { location: '/good' }).end() : serve(documentOf())(response),
      'the document is somewhere else, and redirects are not followed',
    ],
    [
      'has a secret',
      () => serve(documentOf('/client', { client_secret: 'everybody knows' })),
      'it has a secret, which everybody can read',
    ],
    [
      'is a page',
      () => (response: ServerResponse) => response.setHeader('content-type', 'text/html').end('<h1>Hello</h1>'),
      'it is not served as application/json',
    ],
    [
      'is longer than documents are',
      () => serve(documentOf('/client', { x: 'x'.repeat(6000) })),
      'it is longer than 5120 characters',
    ],
    [
      'is not there',
      () => (response: ServerResponse) => response.writeHead(404).end(),
      'its URL answers with status 404',
    ],
    [
      'wants keys that are none',
      () => serve(documentOf('/client', { token_endpoint_auth_method: 'private_key_jwt', jwks: { keys: [] } })),
      'its jwks must be 1 to 16 public keys',
    ],
  ] as const) {
    it(`hears why it is none when its document ${why}`, async () => {
      answer = lie();
      const refused = await askForCode(url());
      assert.equal(refused.status, 401);
      assert.deepEqual(refused.json, {
        error: 'invalid_client',
        error_description: `the document at client_id cannot be used: ${sentence}`,
      });
    });
  }

  it('is asked to come again when its document cannot be fetched, or has no end', async () => {
    answer = (response) => response.destroy();
    const lost = await askForCode(url('/lost'));
    assert.deepEqual([lost.status, errorIn(lost)], [503, 'temporarily_unavailable']);
    const piece = Buffer.alloc(64 * 1024, ' ');
    let sent = 0;
    answer = (response) => {
      response.setHeader('content-type', 'application/json');
      const pour = (): void => {
        while (sent < 10_000_000 && !response.destroyed) {
          sent += piece.length;
          if (!response.write(piece)) return void response.once('drain', pour);
        }
        response.end();
      };
      pour();
    };
    const endless = await askForCode(url('/endless'));
    assert.equal(errorIn(endless), 'temporarily_unavailable');
    assert.ok(sent < 10_000_000, 'nobody read it to its end');
  });

  it('is not fetched from a private address, unless the operator allows it', async () => {
    harness = begin({ outboundAllowed: [] });
    const before = site.asked.length;
    assert.equal(errorIn(await askForCode(url())), 'temporarily_unavailable');
    assert.equal(site.asked.length, before);
  });

  it('is not fetched from anywhere while the operator allows no URLs, which is how it begins', async () => {
    const before = site.asked.length;
    for (const clientDocuments of [[], ['https://app.example/'], [`${site.origin}/apps`]]) {
      harness = begin({ clientDocuments });
      assert.equal(errorIn(await askForCode(url())), 'invalid_client');
      assert.equal(errorIn(await askForCode(url('/apps-of-others'))), 'invalid_client');
    }
    assert.equal(site.asked.length, before);
  });

  it('is not fetched by who has asked for too much, and does not cost others their turn', async () => {
    harness = begin({ issuesPerMinute: 2 });
    answer = (response, path) => serve(documentOf(path))(response);
    assert.equal((await askForCode(url('/1'))).status, 200);
    const before = site.asked.length;
    assert.equal(errorIn(await askForCode(url('/2'))), 'temporarily_unavailable');
    assert.equal(site.asked.length, before);
  });

  it('is announced in the metadata of the service, when there are any', async () => {
    const told = async (): Promise<unknown> => {
      const request = new Request(`${issuer}/.well-known/oauth-authorization-server`);
      const response = await harness.service.fetch(request, { peer: '127.0.0.1' });
      return ((await response.json()) as Record<string, unknown>)['client_id_metadata_document_supported'];
    };
    assert.equal(await told(), true);
    harness = begin({ clientDocuments: [] });
    assert.equal(await told(), undefined);
  });
});
